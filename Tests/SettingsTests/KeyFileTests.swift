import Diagnostics
import Foundation
import PhoenixModel
import Testing

@testable import Settings

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
    }

    @Test(
        "is refused when others can use it", arguments: [0o604, 0o640, 0o644, 0o660, 0o602, 0o620, 0o601] as [mode_t])
    func exposed(mode: mode_t) throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("pk_abc", to: "panel.key", mode: mode)
        let found = try problem(path)
        #expect(found.code == .keyFileExposed)
        #expect(found.message.hasSuffix("its mode is \(String(mode, radix: 8))"))
        #expect(found.help?.hasPrefix("chmod 600 \(path)") == true)
        #expect(found.help?.contains("--insecure-key-file") == (mode & 0o022 == 0))
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
        #expect(
            try problem(path).help
                == "chmod 600 '\(folder.path)/kim'\\''s key', or use --insecure-key-file if that cannot be changed")
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
            ("pk abc", "has a character that is not allowed"),
            ("pk\u{7}abc", "has a character that is not allowed"),
            ("pk_äbc", "has a character that is not allowed"),
            (String(repeating: "k", count: 4_097), "has more than 4096 bytes"),
        ])
    func unusable(text: String, message: String) throws {
        let folder = try TemporaryFolder()
        let found = try problem(try folder.write(text, to: "panel.key"))
        #expect(found.code == .keyUnusable)
        #expect(found.message.contains(message))
        #expect(text.isEmpty || text == " \n" || !found.message.contains(text))
    }

    @Test(
        "can be a variable instead, and what is wrong with that is said as it is",
        arguments: [
            (nil, .keyMissing, "the variable PANEL_KEY is not set"),
            ("", .keyUnusable, "the variable PANEL_KEY is empty"),
        ] as [(String?, DiagnosticCode, String)])
    func variables(text: String?, code: DiagnosticCode, message: String) {
        do throws(KeyProblem) {
            _ = try KeySource.environment("PANEL_KEY").key { _ in text }
            Issue.record("there is no key")
        } catch {
            #expect(error.diagnostic.code == code)
            #expect(error.diagnostic.message == message)
        }
    }

    @Test("may have 4,096 bytes")
    func longest() throws {
        let folder = try TemporaryFolder()
        let text = String(repeating: "k", count: 4_096)
        #expect(try KeyFile.read(try folder.write(text, to: "panel.key")).reveal() == text)
    }

    @Test(
        "may be read by others where that is allowed, but not written",
        arguments: [0o640, 0o644, 0o440, 0o444] as [mode_t])
    func shared(mode: mode_t) throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("pk_abc", to: "panel.key", mode: mode)
        #expect(try KeyFile.read(path, isShared: true).reveal() == "pk_abc")
        #expect(throws: KeyProblem.self) { try KeyFile.read(path) }
        chmod(path, mode | 0o020)
        #expect(throws: KeyProblem.self) { try KeyFile.read(path, isShared: true) }
    }

    @Test("of another user is refused, whoever may read it", .enabled(if: geteuid() == 0))
    func sharedByAnother() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("pk_abc", to: "panel.key", mode: 0o444)
        try #require(chown(path, 12_345, 12_345) == 0)
        #expect(throws: KeyProblem.self) { try KeyFile.read(path, isShared: true) }
    }

    @Test("is a regular file or a pipe: no folder, and no device", arguments: ["/", "/dev/null"])
    func regular(path: String) throws {
        #expect(try problem(path).message == "the key file '\(path)' is neither a regular file nor a pipe")
    }

    @Test("may be a pipe, as the shell's <(command) gives one, which is read to its end")
    func pipes() throws {
        let pipe = Pipe()
        let writer = pipe.fileHandleForWriting
        let writing = Thread {
            for part in ["pk_", "abc", "\n"] { try? writer.write(contentsOf: Data(part.utf8)) }
            try? writer.close()
        }
        writing.start()
        let path = "/dev/fd/\(pipe.fileHandleForReading.fileDescriptor)"
        #expect(try KeyFile.read(path).reveal() == "pk_abc")
    }

    @Test("may be a named pipe, closed to others like a file")
    func namedPipes() throws {
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/pipe"
        try #require(mkfifo(path, 0o644) == 0)
        chmod(path, 0o644)
        #expect(try problem(path).code == .keyFileExposed)
        chmod(path, 0o600)
        let writing = Thread { try? Data("pk_abc\n".utf8).write(to: URL(filePath: path)) }
        writing.start()
        #expect(try KeyFile.read(path).reveal() == "pk_abc")
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
