import Foundation
import Settings
import Testing

@Suite("The examples of docs/configuration.md")
struct DocumentedExamplesTests {
    private static func examples() throws -> [String] {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let text = try String(contentsOf: root.appending(path: "docs/configuration.md"), encoding: .utf8)
        return text.components(separatedBy: "```yaml\n").dropFirst().map {
            $0.components(separatedBy: "```")[0]
        }
    }

    @Test("are files without a problem")
    func areGood() throws {
        let examples = try Self.examples()
        try #require(examples.count == 2)
        let contexts = ContextsFile(path: "config.yaml", bytes: Array(examples[0].utf8), home: "/home/kim")
        #expect(contexts.diagnostics.isEmpty, "\(rendered(contexts.diagnostics, contexts.sources))")
        #expect(contexts.contexts.map(\.name.value) == ["production", "local"])

        let server = ServerSettings(
            path: "server.yaml", bytes: Array(examples[1].utf8), home: nil, environment: { _ in "text" },
            known: [
                KnownSystemService(name: "Wings Daemon", kind: "wings_daemon"),
                KnownSystemService(name: "Database Host", kind: "database_host"),
            ])
        #expect(server.diagnostics.isEmpty, "\(rendered(server.diagnostics, server.sources))")
        #expect(server.services.map(\.kind) == ["job_processor", "wings_daemon"])
    }
}
