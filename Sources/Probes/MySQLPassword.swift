import Crypto
import CryptoExtras

/// How a password is proved to a MySQL server without sending it.
enum MySQLPassword {
    static let native = "mysql_native_password"
    static let cachingSHA2 = "caching_sha2_password"

    /// nil for a plugin that is not known. Nothing proves that there is no password.
    static func proof(of password: String, plugin: String, nonce: some Collection<UInt8>) -> [UInt8]? {
        guard plugin == native || plugin == cachingSHA2 else { return nil }
        if password.isEmpty { return [] }
        let password = Array(password.utf8)
        if plugin == native {
            let once = Array(Insecure.SHA1.hash(data: password))
            let twice = Array(Insecure.SHA1.hash(data: once))
            return mixed(once, Array(Insecure.SHA1.hash(data: Array(nonce) + twice)))
        }
        let once = Array(SHA256.hash(data: password))
        let twice = Array(SHA256.hash(data: once))
        return mixed(once, Array(SHA256.hash(data: twice + Array(nonce))))
    }

    /// The password with its end, for nobody but the owner of the key (OAEP, as MySQL 8 asks for it).
    static func sealed(_ password: String, nonce: [UInt8], key: String) throws -> [UInt8] {
        let key = try _RSA.Encryption.PublicKey(pemRepresentation: key)
        let text = Array(password.utf8) + [0]
        let mask = (0..<text.count).map { nonce[$0 % nonce.count] }
        return Array(try key.encrypt(mixed(text, mask), padding: .PKCS1_OAEP))
    }

    private static func mixed(_ first: [UInt8], _ second: [UInt8]) -> [UInt8] { zip(first, second).map { $0 ^ $1 } }
}
