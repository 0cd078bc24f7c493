import Diagnostics
import Foundation
import PhoenixModel
import Settings
import Testing

@Suite("A key file")
struct KeyFileTests {
    private func problem(_ path: String) throws -> Diagnostic {
        do throws(KeyProblem) {
            _ = try KeyFile.read(path)
        } catch {
            return error.diagnostic
        }
        throw Unexpected()
    }

    private struct Unexpected: Error {}

    @Test(
        "gives its key without the white space around it",
        arguments: ["pk_abc", "pk_abc\n", " pk_abc \r\n", "\n\npk_abc\n"]
    )
    func reads(text: String) throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(text, to: "panel.key")
        let key = try KeyFile.read(path)
        #expect(key.reveal() == "pk_abc")
        #expect("\(key)" == "(secret)")
        #expect(key.reference == "file \(path)")
    }

    @Test(
        "is refused when others can use it", arguments: [0o604, 0o640, 0o644, 0o660, 0o602, 0o620, 0o601] as [mode_t])
    func exposed(mode: mode_t) throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("pk_abc", to: "panel.key", mode: mode)
        let found = try problem(path)
        #expect(found.code == .keyFileExposed)
        #expect(found.message.hasSuffix("its mode is \(String(mode, radix: 8))"))
        #expect(found.help == "chmod 600 \(path)")
    }

    @Test("is taken with every mode that shuts others out", arguments: [0o600, 0o400, 0o700] as [mode_t])
    func closed(mode: mode_t) throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("pk_abc", to: "panel.key", mode: mode)
        #expect(try KeyFile.read(path).reveal() == "pk_abc")
    }

    @Test("names its path as a shell takes it")
    func quotesPaths() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("pk_abc", to: "kim's key", mode: 0o644)
        #expect(try problem(path).help == "chmod 600 '\(folder.path)/kim'\\''s key'")
    }

    @Test("is refused when it is another user's", .enabled(if: geteuid() == 0))
    func foreign() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("pk_abc", to: "panel.key")
        try #require(chown(path, 12_345, 12_345) == 0)
        let found = try problem(path)
        #expect(found.code == .keyFileExposed)
        #expect(found.message.hasSuffix("belongs to another user"))
    }

    @Test(
        "is refused when no key is in it",
        arguments: [
            ("", "is empty"), (" \n", "is empty"), ("pk_abc\npk_def\n", "has more than one line"),
            ("pk abc", "has a character that keys do not have"),
            ("pk\u{7}abc", "has a character that keys do not have"),
            ("pk_äbc", "has a character that keys do not have"),
            (String(repeating: "k", count: 4_097), "has more than 4096 bytes"),
        ])
    func unusable(text: String, message: String) throws {
        let folder = try TemporaryFolder()
        let found = try problem(try folder.write(text, to: "panel.key"))
        #expect(found.code == .keyUnusable)
        #expect(found.message.contains(message))
        #expect(text.isEmpty || text == " \n" || !found.message.contains(text))
    }

    @Test("may have 4,096 bytes")
    func longest() throws {
        let folder = try TemporaryFolder()
        let text = String(repeating: "k", count: 4_096)
        #expect(try KeyFile.read(try folder.write(text, to: "panel.key")).reveal() == text)
    }

    @Test("is a regular file: no folder, and no pipe, which is not waited for")
    func regular() throws {
        let folder = try TemporaryFolder()
        try #require(mkfifo("\(folder.path)/pipe", 0o600) == 0)
        for path in [folder.path, "\(folder.path)/pipe"] {
            #expect(try problem(path).message == "the key file '\(path)' is not a regular file")
        }
    }

    @Test("is an error with the system's reason when it is not there")
    func absent() throws {
        let folder = try TemporaryFolder()
        #expect(try problem("\(folder.path)/none").message.hasSuffix("no such file or directory"))
    }

    @Test("is followed where it is a link, and its target is what is looked at")
    func links() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("pk_abc", to: "panel.key", mode: 0o644)
        let link = "\(folder.path)/link"
        try #require(symlink(path, link) == 0)
        #expect(try problem(link).code == .keyFileExposed)
        chmod(path, 0o600)
        #expect(try KeyFile.read(link).reveal() == "pk_abc")
    }

    @Test("and a variable are read by the same rules")
    func variables() throws {
        let source = KeySource.environment("PANEL_KEY")
        #expect(try source.key { $0 == "PANEL_KEY" ? "pk_abc\n" : nil }.reveal() == "pk_abc")
        #expect(throws: KeyProblem.self) { try source.key { _ in nil } }
        #expect(throws: KeyProblem.self) { try source.key { _ in "pk abc" } }
    }
}
