package import Crypto
import WebAddresses

/// An API key in full: `phx_`, 16 characters by which it is known, and the secret. It is never printed by accident;
/// `text` is for showing it once, to the one who made it.
package struct APIKey: Sendable {
    static let prefix = "phx_"
    static let idLength = 16
    /// 43 of 62 characters are 256 bits.
    static let secretLength = 43
    private static let length = prefix.utf8.count + idLength + secretLength

    /// What may be shown, stored and logged.
    package let id: String
    package let text: String

    /// Makes a new key.
    package init(using generator: inout some RandomNumberGenerator) {
        id = Self.randomText(Self.idLength, &generator)
        text = Self.prefix + id + Self.randomText(Self.secretLength, &generator)
    }

    /// Reads a key that a client sent; nil for what is no key of this kind.
    package init?(_ text: Substring) {
        var bytes = text.utf8[...]
        guard bytes.count == Self.length, bytes.starts(with: Self.prefix.utf8) else { return nil }
        bytes = bytes.dropFirst(Self.prefix.utf8.count)
        guard bytes.allSatisfy(\.isASCIILetterOrDigit) else { return nil }
        self.text = String(text)
        id = String(Substring(bytes.prefix(Self.idLength)))
    }

    /// What a store keeps of it.
    package var digest: SHA256Digest { SHA256.hash(data: Array(text.utf8)) }

    private static let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)

    private static func randomText(_ length: Int, _ generator: inout some RandomNumberGenerator) -> String {
        let bytes = (0..<length).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &generator)] }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension APIKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "phx_\(id)…" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: ["id": id]) }
}
