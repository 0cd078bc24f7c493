import Diagnostics
import Mustache

/// Text of others as it stands in HTML, between tags or in quotes.
///
/// It works on scalars: a quote with an accent on it is one character of Swift, and still ends an attribute. What
/// `UnsafeCharacter` names is shown as terminals show it, so that no name reverses or hides what stands beside it.
struct PageText: MustacheContentType {
    static let name = "PHOENIX"

    func escapeText(_ text: String) -> String { Self.escaped(text) }

    static func escaped(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: needsEscape) else { return text }
        return text.unicodeScalars.reduce(into: "") { result, scalar in
            switch scalar {
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "&": result += "&amp;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            case "\n": result += "\n"
            case _ where UnsafeCharacter.isUnsafe(scalar): result += UnsafeCharacter.escape(scalar)
            default: result.unicodeScalars.append(scalar)
            }
        }
    }

    private static func needsEscape(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "<", ">", "&", "\"", "'": true
        default: UnsafeCharacter.isUnsafe(scalar)
        }
    }
}
