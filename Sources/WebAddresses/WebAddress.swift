/// The parts of a URL that has an authority (RFC 3986, section 3), of whatever scheme.
package struct WebAddress: Sendable, Hashable {
    /// In small letters.
    package let scheme: String
    /// As it stands before the `@`: encoded, and perhaps with a password in it.
    package let userinfo: String?
    /// In small letters, an IPv6 address without its brackets.
    package let host: String
    /// From 1 to 65535.
    package let port: Int?
    /// Empty, or with a slash at its beginning. As it is written.
    package let path: String
    /// Without its question mark.
    package let query: String?
    package let hasFragment: Bool

    package init(_ text: some StringProtocol) throws(WebAddressProblem) {
        guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else { throw .unusableCharacter }
        let text = Substring(text)
        guard var authority = Self.authority(of: text) else { throw .noScheme }
        scheme = text.prefix { $0 != ":" }.lowercased()
        var tail = text[authority.endIndex...]
        hasFragment = tail.utf8.contains(UInt8(ascii: "#"))
        tail = tail.prefix { $0 != "#" }
        if let start = tail.firstIndex(of: "?") {
            query = String(tail[start...].dropFirst())
            tail = tail[..<start]
        } else {
            query = nil
        }
        path = String(tail)
        if let at = authority.lastIndex(of: "@") {
            userinfo = String(authority[..<at])
            authority = authority[at...].dropFirst()
        } else {
            userinfo = nil
        }
        guard let place = HostAndPort(authority), place.port != 0 else { throw .unusableHostOrPort }
        (host, port) = (place.host, place.port)
    }

    /// User, host and port as they are written in a URL; nil for what has none. Nothing else of the text is looked at.
    package static func authority(of text: Substring) -> Substring? {
        let bytes = text.utf8
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")), bytes[colon...].starts(with: "://".utf8),
            colon > bytes.startIndex, bytes[..<colon].allSatisfy(isOfScheme)
        else { return nil }
        let start = bytes.index(colon, offsetBy: 3)
        let end = bytes[start...].firstIndex { byte in
            byte == UInt8(ascii: "/") || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "#")
        }
        return text[start..<(end ?? bytes.endIndex)]
    }

    private static func isOfScheme(_ byte: UInt8) -> Bool {
        byte.isASCIILetterOrDigit || "+-.".utf8.contains(byte)
    }
}

/// Why a text is not a usable URL. The text is not in it: there may be a password in there.
package enum WebAddressProblem: Error, Sendable, Hashable {
    case unusableCharacter
    case noScheme
    case unusableHostOrPort
}

extension WebAddressProblem: CustomStringConvertible {
    /// To stand behind the name of what it is the URL of.
    package var description: String {
        switch self {
        case .unusableCharacter: "contains white space or a character that is not ASCII"
        case .noScheme: "must begin with http:// or https://"
        case .unusableHostOrPort: "has no usable host and port"
        }
    }
}
