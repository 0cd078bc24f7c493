import Crypto
package import PanelStore
package import PhoenixModel

/// What a signed-in visitor shows instead of an API key: whose it is, until when it holds, and a code that only the
/// server of a store with that key can make. No server keeps it: it holds on every replica, over restarts, and ends
/// with its key.
package struct SessionToken: Sendable {
    package let keyID: String
    package let expiresAt: Timestamp
    private let code: [UInt8]

    /// A token for a key, which ends no later than the key.
    package init(for key: APIKeyRecord, until moment: Timestamp) {
        keyID = key.id
        expiresAt = min(moment, key.expiresAt ?? moment)
        code = Array(Self.code(keyID, expiresAt, key.digest))
    }

    /// Reads a token that a client sent; nil for what is none.
    package init?(_ text: some StringProtocol) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].utf8.count == APIKey.idLength, let seconds = Int64(parts[1]),
            let code = Self.bytes(parts[2])
        else { return nil }
        keyID = String(parts[0])
        expiresAt = Timestamp(seconds: seconds)
        self.code = code
    }

    package var text: String { "\(keyID).\(expiresAt.seconds).\(Self.digits(code))" }

    /// Whether it was made for this key and still holds. Codes compare in constant time.
    package func isGood(for key: APIKeyRecord, at moment: Timestamp) -> Bool {
        key.id == keyID && moment < expiresAt
            && HMAC<SHA256>.isValidAuthenticationCode(
                code, authenticating: Self.message(keyID, expiresAt), using: SymmetricKey(data: key.digest))
    }

    private static func code(
        _ keyID: String, _ expiresAt: Timestamp, _ digest: [UInt8]
    ) -> HMAC<SHA256>.MAC {
        HMAC<SHA256>.authenticationCode(for: message(keyID, expiresAt), using: SymmetricKey(data: digest))
    }

    private static func message(_ keyID: String, _ expiresAt: Timestamp) -> [UInt8] {
        Array("phoenix session\n\(keyID)\n\(expiresAt.seconds)".utf8)
    }

    private static func digits(_ bytes: [UInt8]) -> String {
        bytes.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
    }

    private static func bytes(_ digits: some StringProtocol) -> [UInt8]? {
        let digits = Array(digits.utf8)
        guard digits.count == 2 * SHA256.byteCount else { return nil }
        return stride(from: 0, to: digits.count, by: 2).reduce(into: [UInt8]?([])) { bytes, place in
            let pair = String(decoding: digits[place..<place + 2], as: UTF8.self)
            guard let byte = UInt8(pair, radix: 16) else { return bytes = nil }
            bytes?.append(byte)
        }
    }
}
