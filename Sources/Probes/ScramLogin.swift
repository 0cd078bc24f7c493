import Crypto
import CryptoExtras
import WebAddresses

/// The client's side of SCRAM-SHA-256 (RFC 5802, RFC 7677) without channel binding.
struct ScramLogin {
    static let mechanism = "SCRAM-SHA-256"

    private let password: String
    private let nonce: String

    /// A server that asks for more work than this is none.
    private static let mostRounds = 1_000_000

    /// `nonce` is random, and of printable characters without a comma.
    init(password: String, nonce: String, user: String = "") {
        self.password = password
        self.nonce = nonce
        bare = "n=\(user),r=\(nonce)"
    }

    private let bare: String

    var first: String { "n,,\(bare)" }

    /// The answer to the server's first message, and what its last one must be.
    func answer(to challenge: String) throws -> (message: String, expected: String) {
        var fields: [Character: Substring] = [:]
        for part in challenge.split(separator: ",") where part.dropFirst().first == "=" {
            if let name = part.first { fields[name] = part.dropFirst(2) }
        }
        guard let both = fields["r"], both.hasPrefix(nonce), both.utf8.count > nonce.utf8.count,
            let salt = fields["s"].flatMap({ Base64.decoded($0.utf8) }), !salt.isEmpty,
            let rounds = fields["i"].flatMap({ Int($0) }), (1...Self.mostRounds).contains(rounds)
        else { throw ProbeFailure.unreadable("sent a challenge that is none of \(Self.mechanism)") }
        let salted = try KDF.Insecure.PBKDF2.deriveKey(
            from: Array(password.utf8), salt: salt, using: .sha256, outputByteCount: 32, unsafeUncheckedRounds: rounds)
        let clientKey = Self.code("Client Key", key: salted)
        let withoutProof = "c=biws,r=\(both)"
        let signed = "\(bare),\(challenge),\(withoutProof)"
        let signature = Self.code(signed, key: SymmetricKey(data: Array(SHA256.hash(data: clientKey))))
        let proof = zip(clientKey, signature).map { $0 ^ $1 }
        let serverKey = SymmetricKey(data: Self.code("Server Key", key: salted))
        return (
            "\(withoutProof),p=\(Base64.encoded(proof))", "v=\(Base64.encoded(Self.code(signed, key: serverKey)))"
        )
    }

    private static func code(_ text: String, key: SymmetricKey) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: key))
    }
}
