import ClientPanelFixtures
import PanelFixtures
import PhoenixModel
import Scheduling
import Testing

@testable import TaskRunners

@Suite("A cleanup")
struct CleanupTests {
    private static let now: Int64 = 1_800_000_000

    /// A panel whose server has files, each so many days old.
    private static func bench(_ files: [String: Int64]) throws -> Bench {
        var server = StandInServer(1)
        server.files = files.mapValues { Timestamp(seconds: now - $0 * 86_400) }
        return try Bench([server])
    }

    private func files(_ bench: Bench) -> [String] { bench.panel.servers[0].files.keys.sorted() }

    @Test("deletes the files that match, and nothing else")
    func deletesTheFilesThatMatch() async throws {
        let bench = try Self.bench([
            "/logs/a.log": 1, "/logs/b.txt": 1, "/logs/deep/c.log": 1, "/logs/.hidden.log": 1, "/a.log": 1,
            "/logs/dir.log/inside.txt": 1, "/logs/x.link": 1,
        ])
        let outcome = try await bench.run(
            "cleanup", ["servers": ["all"], "directory": "/logs", "patterns": ["*.log", "*.link"]])[0]
        #expect(outcome == StepOutcome(.succeeded, "deleted 1 file"))
        #expect(
            files(bench) == [
                "/a.log", "/logs/.hidden.log", "/logs/b.txt", "/logs/deep/c.log", "/logs/dir.log/inside.txt",
                "/logs/x.link",
            ])
    }

    @Test("goes into the directories that its patterns name")
    func goesIntoTheDirectories() async throws {
        let bench = try Self.bench([
            "/world/a.dat": 1, "/plugins/x/logs/a.log": 1, "/plugins/x/a.log": 1, "/plugins/y/logs/b.log": 1,
            "/crash-reports/c.txt": 1,
        ])
        try await bench.run("cleanup", ["servers": ["all"], "patterns": ["plugins/*/logs/*.log", "crash-reports/*"]])
        #expect(files(bench) == ["/plugins/x/a.log", "/world/a.dat"])
        #expect(!bench.panel.requests.contains { $0.target.contains("world") })
        try await bench.run("cleanup", ["servers": ["all"], "patterns": ["**/*.log"]])
        #expect(files(bench) == ["/world/a.dat"])
    }

    @Test("leaves what is younger, or of unknown age")
    func leavesWhatIsYounger() async throws {
        let bench = try Self.bench(["/old.log": 8, "/week.log": 7, "/young.log": 6])
        try await bench.run("cleanup", ["servers": ["all"], "patterns": ["*.log"], "older_than_days": 7])
        #expect(files(bench) == ["/young.log"])
        let unknown: Value = [
            "object": "list", "data": [["attributes": ["name": "x.log", "is_file": true, "modified_at": "never"]]],
        ]
        bench.panel.inject(StandInFault(.answer(ProxiedAnswer(200, json: unknown)), pathSuffix: "/files/list"))
        let outcome = try await bench.run(
            "cleanup", ["servers": ["all"], "patterns": ["*.log"], "older_than_days": 0])[0]
        #expect(outcome.reason == "deleted 0 files")
    }

    @Test("deletes the oldest first, and no more than it may")
    func deletesTheOldestFirst() async throws {
        let bench = try Self.bench(["/1.log": 1, "/2.log": 2, "/3.log": 3])
        let outcome = try await bench.run("cleanup", ["servers": ["all"], "patterns": ["*"], "max_files": 2])[0]
        #expect(outcome.reason == "deleted 2 files; 1 more match than max_files allows")
        #expect(files(bench) == ["/1.log"])
    }

    @Test("deletes in batches")
    func deletesInBatches() async throws {
        let bench = try Self.bench(
            Dictionary(uniqueKeysWithValues: (1...250).map { ("/logs/\($0).log", 1) }))
        try await bench.run("cleanup", ["servers": ["all"], "directory": "/logs/", "patterns": ["*.log"]])
        #expect(files(bench).isEmpty)
        #expect(bench.writes.count == 3)
    }

    @Test("only says what it would delete where it is to be dry")
    func onlySaysWhatItWouldDelete() async throws {
        let bench = try Self.bench(["/a.log": 2, "/b.log": 1])
        let outcome = try await bench.run("cleanup", ["servers": ["all"], "patterns": ["*.log"], "dry_run": true])[0]
        #expect(outcome.reason == "would delete 2 files: a.log, b.log")
        #expect(bench.writes.isEmpty)
    }

    @Test("has nothing to do where there is no such directory")
    func hasNothingToDo() async throws {
        let bench = try Self.bench([:])
        let outcome = try await bench.run(
            "cleanup", ["servers": ["all"], "directory": "/crash-reports", "patterns": ["*"]])[0]
        #expect(outcome == StepOutcome(.succeeded, "the server has no directory /crash-reports"))
    }

    @Test("never leaves its directory, whatever a panel calls its files")
    func neverLeavesItsDirectory() async throws {
        let bench = try Self.bench([:])
        let names: [Value] = ["../../etc/passwd", "..", "a/b", "ok\n.log"]
        let list: Value = [
            "object": "list", "data": .list(names.map { ["attributes": ["name": $0, "is_file": true]] }),
        ]
        bench.panel.inject(StandInFault(.answer(ProxiedAnswer(200, json: list)), pathSuffix: "/files/list"))
        try await bench.run("cleanup", ["servers": ["all"], "patterns": ["*", "**"]])
        #expect(bench.panel.writes.map(\.body) == [["root": "/", "files": ["ok\n.log"]]])
        let step = PlannedStep(
            target: RunTarget(id: bench.panel.servers[0].uuid, name: "", node: ""), action: "",
            instruction: [
                "do": "cleanup", "directory": "/logs/../..", "patterns": ["*"], "older_than_days": .null,
                "max_files": 1, "dry_run": false,
            ])
        #expect(await bench.runner.perform(step, run: .nightly).result == .failed)
        #expect(bench.panel.writes.count == 1)
    }

    @Test(
        "matches as a shell does",
        arguments: [
            ("*", "a.log", true), ("*", ".a", false), (".*", ".a", true), ("*.log", "a.log", true),
            ("*.log", "a.log.gz", false), ("a?c", "abc", true), ("a?c", "ac", false), ("[a-c]x", "bx", true),
            ("[!a-c]x", "bx", false), ("[^a-c]x", "dx", true), ("[]a]", "]", true), ("[abc", "[abc", true),
            ("a*b*c", "aXbYc", true), ("a*b*c", "aXcYb", false), ("", "a", false), ("**", "a", true),
            ("logs/**", "logs/a/b", true), ("logs/**", "logs", false),
            ("logs/*", "logs/a", true), ("logs/*", "logs/a/b", false), ("**/x", "x", true), ("**/x", "a/b/x", true),
            ("a/**/x", "a/x", true), ("a/**/x", "b/x", false), ("/a/b", "a/b", true), ("**/x", ".git/x", false),
            ("ü*", "über", true),
        ] as [(String, String, Bool)])
    func matchesAsAShellDoes(pattern: String, path: String, isMatch: Bool) {
        #expect(PathPattern(pattern).matches(path.split(separator: "/").map(String.init)) == isMatch)
    }

    @Test("takes no time over a pattern that is made to take it", .timeLimit(.minutes(1)))
    func takesNoTime() {
        let pattern = Glob(String(repeating: "a*", count: 120) + "b")
        #expect(!pattern.matches(String(repeating: "a", count: 5_000)))
    }
}
