import PhoenixModel
import WebAddresses

/// What holds for the URL of a panel, and of what else is reached by one.
package enum PanelURL {
    static let length = 1...2_048

    /// What is wrong with it, to stand behind its name: `must …`; nil when it is fine. The text is not in it: there may
    /// be a password in there.
    package static func problem(in text: String) -> String? {
        if let problem = TextRule(.openURL, length: length).problem(in: text) { return problem }
        if text.utf8.contains(where: { $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") }) {
            return "must not have a query or a fragment"
        }
        let isUsable = (try? WebAddress(text)) != nil
        return isUsable ? nil : "must have a host, and a port from 1 to 65535 or none"
    }

    /// Whether something stands before an `@` in front of the path.
    static func hasUserinfo(_ text: String) -> Bool { WebAddress.authority(of: text[...])?.contains("@") ?? false }

    /// Whether there may be a password in it: before an `@`, or in a parameter.
    static func mayHavePassword(_ text: String) -> Bool { hasUserinfo(text) || text.contains("password=") }

    /// The text as it may be shown: without passwords, and a database without its parameters.
    static func withoutPassword(_ text: String) -> String {
        let text = text.hasPrefix("postgres") ? String(text.prefix { $0 != "?" }) : text
        guard let authority = WebAddress.authority(of: text[...]), let at = authority.lastIndex(of: "@"),
            let colon = authority[..<at].firstIndex(of: ":")
        else { return text }
        return text[...colon] + "***" + text[at...]
    }
}
