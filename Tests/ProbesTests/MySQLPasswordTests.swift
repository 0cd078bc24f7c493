import CryptoExtras
import Testing

@testable import Probes

@Suite("The password of a MySQL user")
struct MySQLPasswordTests {
    @Test("can be read by nobody but the owner of the key")
    func sealed() throws {
        let key = try _RSA.Encryption.PrivateKey(keySize: .bits2048)
        let nonce = Array("abcdefghijklmnopqrst".utf8)
        let sealed = try MySQLPassword.sealed("correct-horse", nonce: nonce, key: key.publicKey.pemRepresentation)
        let opened = try key.decrypt(sealed, padding: .PKCS1_OAEP)
        let text = zip(opened, nonce).map { $0 ^ $1 }
        #expect(text == Array("correct-horse".utf8) + [0])
    }

    @Test("is not proved for ways of logging in that are not known")
    func unknown() {
        #expect(MySQLPassword.proof(of: "x", plugin: "mysql_old_password", nonce: [1]) == nil)
        #expect(MySQLPassword.proof(of: "", plugin: MySQLPassword.native, nonce: [1]) == [])
    }
}
