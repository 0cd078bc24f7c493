import Diagnostics
import Manifests
import Testing

@Suite("phoenix explain FIELD")
struct FieldExplanationTests {
    @Test("says what a field is, its type, range and default")
    func explainsOneField() throws {
        let text = try #require(FieldExplanation(path: "tasks.nightly.task.data.keep")?.text)
        #expect(
            text == """
                tasks.nightly.task.data.keep
                  how many backups of this task to keep; the oldest unlocked ones are deleted

                  type     a whole number from 1 to 1000
                  types    backup
                  example  keep: 7
                """)
    }

    @Test("says that a step does exactly one of several things")
    func explainsAlternatives() throws {
        let text = try #require(FieldExplanation(path: "tasks.nightly.task.data.steps")?.text)
        #expect(text.contains("each a mapping with exactly one of command, power, wait, wait_for, backup\n"))
        #expect(text.contains("  each with the keys\n"))
        let command = try #require(FieldExplanation(path: "steps.command")?.text)
        #expect(command.contains("  example  command: \"say The server restarts in a minute\""))
    }

    @Test("lists the keys of a mapping and which are required")
    func listsKeys() throws {
        let text = try #require(FieldExplanation(path: "tasks.KEY")?.text)
        #expect(text.contains("  with the keys\n"))
        #expect(text.contains("  schedule     when it runs"))
        #expect(text.contains("(required)"))
    }

    @Test("tells defaults that differ by type apart")
    func tellsDefaultsApart() throws {
        let text = try #require(FieldExplanation(path: "services.db.config.probe.port")?.text)
        #expect(text.contains("default  3306 for mysql, 5432 for postgres, 6379 for redis, 2022 for sftp"))
    }

    @Test("goes through lists with an index or without")
    func goesThroughLists() {
        #expect(FieldExplanation(path: "tasks.a.ignore[0].until") != nil)
        #expect(FieldExplanation(path: "tasks.a.ignore.until") != nil)
    }

    @Test("knows nothing of fields that are not there", arguments: ["", "tasks.a.shedule", "tasks.a.schedule.minute"])
    func refusesUnknownPaths(path: String) {
        #expect(FieldExplanation(path: path) == nil)
    }

    @Test(
        "suggests the path that was meant",
        arguments: [
            ("keep", "tasks.KEY.task.data.keep"),
            ("data.keep", "tasks.KEY.task.data.keep"),
            ("schedule", "tasks.KEY.schedule"),
            ("shedule", "tasks.KEY.schedule"),
            ("tasks.lobby.shedule", "tasks.lobby.schedule"),
            ("tasks.lobby.task.data.kep", "tasks.lobby.task.data.keep"),
            ("default.timezone", "defaults.timezone"),
        ])
    func suggestsPaths(path: String, closest: String) {
        #expect(FieldExplanation.closest(to: path) == closest)
        #expect(FieldExplanation(path: closest) != nil)
    }

    @Test("suggests nothing where nothing is near")
    func suggestsNothingFarFetched() {
        #expect(FieldExplanation.closest(to: "xyzzy") == nil)
    }

    @Test("knows every field that the explanations of codes point to", arguments: DiagnosticCode.allCases)
    func knowsFieldsOfCodes(code: DiagnosticCode) {
        for match in code.explanation.matches(of: /phoenix explain ([\w.]+)/) {
            #expect(FieldExplanation(path: String(match.output.1)) != nil, "\(match.output.1)")
        }
    }
}
