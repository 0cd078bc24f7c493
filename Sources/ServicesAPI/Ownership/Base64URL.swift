/// Groups of 24 bits as four characters of base64url (RFC 4648, section 5).
enum Base64URL {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    /// `----` for nil, which `FieldDigests` never has as a value.
    static func text(of24Bits value: UInt32?) -> String {
        guard let value else { return "----" }
        let digits = [18, 12, 6, 0].map { alphabet[Int(value >> UInt32($0) & 63)] }
        return String(decoding: digits, as: UTF8.self)
    }

    static func value(of characters: some Collection<UInt8>) -> UInt32? {
        var value: UInt32 = 0
        for character in characters {
            guard let digit = digit(of: character) else { return nil }
            value = value << 6 | digit
        }
        return value
    }

    /// The six bits of a character; nil for what is none of the alphabet.
    static func digit(of character: UInt8) -> UInt32? {
        switch character {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(character - UInt8(ascii: "A"))
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(character - UInt8(ascii: "a")) + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(character - UInt8(ascii: "0")) + 52
        case UInt8(ascii: "-"): 62
        case UInt8(ascii: "_"): 63
        default: nil
        }
    }
}
