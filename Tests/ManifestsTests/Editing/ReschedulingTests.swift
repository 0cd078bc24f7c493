import Cron
import Diagnostics
import Manifests
import PhoenixModel
import ServicesAPI
import Testing

@Suite("Moving tasks to other minutes in manifests")
struct ReschedulingTests {
    /// Moves every task whose minute can be changed to a minute; answers the new text, with why others were not moved.
    private func move(_ text: String, to minute: Int) async throws -> (text: String, refused: [String]) {
        let folder = TemporaryFolder()
        folder.write(Array(text.utf8), to: "p.yaml")
        let loader = ManifestLoader(
            environment: { "value of \($0)" }, zones: .system, todayAsDay: 20_000, ownership: DescribedOwnership())
        let inputs = ManifestInputs([folder.path], standardInput: [])
        let loaded = await loader.load(inputs)
        let desired = try #require(loaded.desired, "\(loaded.diagnostics.map(\.message))")
        var minutes = ScheduleMinutes(desired, loaded.sources)
        var moves: [ManifestRescheduling.Move] = []
        var refused: [String] = []
        for object in desired.objects where object.kind == .scheduled {
            do throws(ScheduleMinutes.Refusal) {
                moves.append(.init(object, at: try minutes.place(of: object), to: minute))
            } catch { refused.append("\(object.key): \(error.reason)\(error.isFixed ? "" : ", which has H")") }
        }
        let files = try await ManifestRescheduling(loader: loader, inputs: inputs)
            .files(with: moves, in: desired, loaded.sources)
        return (files.first.map { String(decoding: $0.bytes, as: UTF8.self) } ?? text, refused)
    }

    private static let rest = "task: { type: backup, data: { servers: [all] } }"

    @Test(
        "only the minute changes: quotes, comments, names and the letter H of other fields stay",
        arguments: [
            ("H 2 * * *   # at night", "7 2 * * *   # at night"), ("'H(0-29) 2 * * SUN'", "'7 2 * * SUN'"),
            ("\" 30  2 1,3 * *\"", "\" 7  2 1,3 * *\""), ("'@daily'", "'7 0 * * *'"), ("H H * * *", "7 H * * *"),
            ("&night H 3 * * *", "&night 7 3 * * *"),
        ])
    func minute(_ old: String, _ new: String) async throws {
        let text =
            "\u{FEFF}# Größe\ntasks:\n  a:\n    \(Self.rest)\n    schedule: OLD\n  b: { schedule: \"*/5 * * * *\", "
            + "\(Self.rest) }\n"
        let moved = try await move(text.replacing("OLD", with: old), to: 7)
        #expect(moved.text == text.replacing("OLD", with: new))
        #expect(moved.refused == ["b: their schedules have more than one minute"])
    }

    @Test("a schedule of several tasks is not changed for one of them")
    func shared() async throws {
        let text = """
            defaults: { schedule: "H 1 * * *" }
            x-night: &night { schedule: "H 4 * * *" }
            values: { at: "H 5 * * *" }
            tasks:
              "a-${n}": { for_each: { n: [one, two] }, schedule: "H 2 * * *", \(Self.rest) }
              b: { \(Self.rest) }
              c: { <<: *night, \(Self.rest) }
              d: { <<: *night, \(Self.rest) }
              e: { schedule: "${values.at}", \(Self.rest) }

            """
        let moved = try await move(text, to: 7)
        #expect(moved.text == text)
        #expect(
            moved.refused == [
                "a-one: several tasks share one schedule in the files, which has H",
                "a-two: several tasks share one schedule in the files, which has H",
                "b: their schedules are written elsewhere, as in defaults, which has H",
                "c: several tasks share one schedule in the files, which has H",
                "d: several tasks share one schedule in the files, which has H",
                "e: their schedules are aliases, substitutions or texts of several lines, which has H",
            ])
    }

    @Test("the minutes of H are those that it may have")
    func choices() async throws {
        let loaded = await ManifestCase.check(files: [
            "p.yaml": """
            tasks:
              a: { schedule: "H 2 * * *", \(Self.rest) }
              b: { schedule: "H(10-19) 2 * * *", \(Self.rest) }
              c: { schedule: "5 2 * * *", \(Self.rest) }
            """
        ])
        let desired = try #require(loaded.desired)
        var minutes = ScheduleMinutes(desired, loaded.sources)
        let choices = try desired.objects.map { try minutes.place(of: $0).choices }
        #expect(choices == [0...59, 10...19, nil])
    }
}
