import Foundation
package import Testing

/// A program of a Debian package that tests run for real.
package struct ServerProgram: Sendable {
    package let name: String
    package let path: String?

    package init(_ name: String) {
        self.name = name
        let folders = ["/usr/bin", "/usr/sbin"] + Self.postgresFolders
        path = folders.map { "\($0)/\(name)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    private static let postgresFolders: [String] = {
        let root = "/usr/lib/postgresql"
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
        return versions.sorted { (Int($0) ?? 0) > (Int($1) ?? 0) }.map { "\(root)/\($0)/bin" }
    }()

    /// Set by `.ci/run`: a program that is missing then fails the tests.
    package static let areRequired = ProcessInfo.processInfo.environment["PHOENIX_REAL_SERVERS"] != nil
}

extension Trait where Self == ConditionTrait {
    /// Runs where a program is installed, or must be.
    package static func needs(_ program: String) -> Self {
        .enabled(
            if: ServerProgram.areRequired || ServerProgram(program).path != nil,
            "\(program) is not installed: scripts/prepare-probes installs it")
    }
}
