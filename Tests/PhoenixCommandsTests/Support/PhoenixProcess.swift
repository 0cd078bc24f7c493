import Foundation
import ProcessFixtures

/// The real binary, run as a user runs it, in a folder of its own.
struct PhoenixProcess {
    struct Result {
        let status: Int32
        let output: String
        let error: String

        /// The diagnostic codes on standard error, in order.
        var codes: [String] {
            error.matches(of: /(?:error|warning)\[(PHX\d{4})\]/).map { String($0.1) }
        }
    }

    let folder: URL

    /// Runs `body` with a folder that is gone afterwards.
    static func withFolder<T>(_ body: (PhoenixProcess) throws -> T) throws -> T {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("phoenix-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try body(PhoenixProcess(folder: folder))
    }

    /// The repository's own folder.
    static let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    static func example(_ name: String) -> String { repository.appendingPathComponent("examples/\(name)").path }

    /// Stands beside the test bundle.
    static let binary: URL = {
        let bundle = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") } ?? Bundle.main
        let candidates = [bundle.bundleURL, Bundle.main.bundleURL, URL(fileURLWithPath: CommandLine.arguments[0])]
        let folders = candidates.flatMap { [$0, $0.deletingLastPathComponent()] }
        return folders.map { $0.appendingPathComponent("phoenix") }
            .first { FileManager.default.isExecutableFile(atPath: $0.path) && !$0.hasDirectoryPath }
            ?? URL(fileURLWithPath: "/phoenix-is-not-built")
    }()

    /// Runs a command to its end. The store is `panel.db` in the folder, unless `environment` says otherwise.
    @discardableResult
    func callAsFunction(
        _ arguments: String..., input: String? = nil, environment: [String: String?] = [:]
    ) throws -> Result {
        try run(arguments, input: input.map { Data($0.utf8) }, environment: environment)
    }

    /// Runs a line of shell in which `$PHOENIX` is the binary.
    func shell(_ script: String) throws -> Result {
        try run(["-c", script], program: URL(fileURLWithPath: "/bin/sh"), environment: ["PHOENIX": Self.binary.path])
    }

    func run(
        _ arguments: [String], program: URL = binary, input: Data? = nil, environment: [String: String?] = [:]
    ) throws -> Result {
        var variables = ["PATH": "/usr/bin:/bin", "HOME": folder.path, "PHOENIX_STORE": "sqlite:panel.db"]
        for (name, value) in environment { variables[name] = value }
        // Files, not pipes: nothing can block on a full one.
        let files = ["in", "out", "err"].map { folder.appendingPathComponent(".\($0)-\(UUID().uuidString)") }
        for (index, file) in files.enumerated() { try (index == 0 ? input ?? Data() : Data()).write(to: file) }
        defer { for file in files { try? FileManager.default.removeItem(at: file) } }
        let status = try Spawn(folder: folder.path, standardStreams: files.map(\.path))
            .run([program.path] + arguments, environment: variables)
        return Result(
            status: status, output: String(decoding: try Data(contentsOf: files[1]), as: UTF8.self),
            error: String(decoding: try Data(contentsOf: files[2]), as: UTF8.self))
    }

    /// Writes a file into the folder.
    func write(_ text: String, to name: String) throws {
        let file = folder.appendingPathComponent(name)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
    }
}
