import Diagnostics

/// What stands between `${` and `}`.
package enum Placeholder: Equatable, Sendable {
    case environment(name: String, default: String?)
    case file(path: String)
    /// A name of `for_each`, or a path to a value.
    case reference(Reference)
    case secretEnvironment(name: String)
    case secretFile(path: String)

    /// Why a placeholder is none, with the text to put in its place where one is near.
    package struct Problem: Error, Equatable {
        package let message: String
        var replacement: String?
        var help: String?
    }

    init(_ text: String) throws(Problem) {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2 else {
            guard let path = Reference.path(text) else {
                throw Problem(
                    message: text.isEmpty ? "there is no name in '${}'" : "'\(text)' is not a valid name",
                    help: "write $${ for a literal ${")
            }
            self = .reference(Reference(path: path, fallback: nil))
            return
        }
        switch parts[0] {
        case "env": self = try Self.environment(parts[1])
        case "file": self = .file(path: try Self.path(parts[1]))
        case "secret": self = try Self.secret(parts[1])
        case _ where parts[1].hasPrefix("-") && Reference.path(parts[0]) != nil:
            self = .reference(
                Reference(
                    path: Reference.path(parts[0]) ?? [], fallback: TextTemplate(String(parts[1].dropFirst()))))
        default:
            let closest = ["env", "file", "secret"].closest(to: parts[0])
            throw Problem(
                message: "there is no substitution '\(parts[0]):'", replacement: closest.map { "${\($0):\(parts[1])}" },
                help:
                    "there are ${env:NAME}, ${file:path}, ${secret:env:NAME}, ${secret:file:path}, ${values.name} and ${name}"
            )
        }
    }

    private static func environment(_ text: String) throws(Problem) -> Placeholder {
        guard let sign = text.firstIndex(of: ":") else { return .environment(name: try variable(text), default: nil) }
        let name = try variable(String(text[..<sign]))
        let rest = text[sign...]
        guard rest.hasPrefix(":-") else {
            throw Problem(
                message: "after the name only ':-' and a default are allowed",
                replacement: "${env:\(name):-\(rest.dropFirst())}")
        }
        return .environment(name: name, default: String(rest.dropFirst(2)))
    }

    private static func secret(_ text: String) throws(Problem) -> Placeholder {
        if text.hasPrefix("env:") {
            let name = text.dropFirst(4)
            if let sign = name.firstIndex(of: ":") {
                throw Problem(
                    message: "a secret cannot have a default, because everybody who reads the file could see it",
                    replacement: "${secret:env:\(name[..<sign])}")
            }
            return .secretEnvironment(name: try variable(String(name)))
        }
        if text.hasPrefix("file:") { return .secretFile(path: try path(String(text.dropFirst(5)))) }
        throw Problem(
            message: "a secret comes from the environment or a file",
            replacement: isIdentifier(text) ? "${secret:env:\(text)}" : nil,
            help: "write ${secret:env:NAME} or ${secret:file:path}")
    }

    private static func variable(_ name: String) throws(Problem) -> String {
        guard isIdentifier(name) else {
            throw Problem(
                message: name.isEmpty
                    ? "the name of the variable is missing" : "'\(name)' is not a valid name of a variable",
                help: "names have letters, digits and '_', and do not start with a digit")
        }
        return name
    }

    private static func path(_ text: String) throws(Problem) -> String {
        guard !text.isEmpty, !text.utf8.contains(0) else { throw Problem(message: "the path of the file is missing") }
        return text
    }

    static func isIdentifier(_ text: String) -> Bool {
        guard let first = text.utf8.first, !(0x30...0x39).contains(first) else { return false }
        return text.utf8.allSatisfy {
            (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) || (0x41...0x5A).contains($0) || $0 == 0x5F
        }
    }
}
