import PhoenixModel

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
        return hasPort(authority(of: text)) ? nil : "must have a host, and a port from 1 to 65535 or none"
    }

    /// Whether something stands before an `@` in front of the path.
    static func hasUserinfo(_ text: String) -> Bool { authority(of: text).contains("@") }

    /// The text as it may be shown.
    static func withoutPassword(_ text: String) -> String {
        let authority = authority(of: text)
        guard let at = authority.lastIndex(of: "@"), let colon = authority[..<at].firstIndex(of: ":") else {
            return text
        }
        return text[...colon] + "***" + text[at...]
    }

    private static func authority(of text: String) -> Substring {
        guard let separator = text.firstRange(of: "://") else { return "" }
        return text[separator.upperBound...].prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    }

    private static func hasPort(_ authority: Substring) -> Bool {
        var host = authority
        var port: Substring = ""
        if let end = authority.lastIndex(of: "]") {
            (host, port) = (authority[...end], authority[end...].dropFirst())
        } else if let colon = authority.firstIndex(of: ":") {
            (host, port) = (authority[..<colon], authority[colon...])
        }
        guard !host.isEmpty else { return false }
        if port.isEmpty { return true }
        let digits = port.dropFirst().utf8
        guard port.first == ":", digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return false }
        return UInt16(port.dropFirst()).map { $0 > 0 } ?? false
    }
}
