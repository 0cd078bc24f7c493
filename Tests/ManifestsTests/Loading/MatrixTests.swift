import Diagnostics
import Manifests
import PhoenixModel
import Testing

@Suite("for_each")
struct MatrixTests {
    private let rest =
        "schedule: \"H 4 * * *\", task: { type: server_command, data: { servers: [\"${server}\"], command: restart } }"

    @Test("one task is made of every combination, with the values in keys, names, dependencies and data")
    func product() async {
        let loaded = await ManifestCase.check(
            """
            tasks:
              "restart-${server}-${day}":
                for_each: { server: [lobby, survival], day: [0, 6] }
                name: "Restart ${server} on ${day}"
                schedule: "0 4 * * ${day}"
                depends_on: ["backup-${server}"]
                formerly: ["reboot-${server}-${day}"]
                task: { type: server_command, data: { servers: ["${server}"], command: restart } }
              "backup-${server}":
                for_each: { server: [lobby, survival] }
                schedule: "0 2 * * *"
                task: { type: backup, data: { servers: ["${server}"] } }
            """)
        let objects = loaded.desired?.objects ?? []
        #expect(
            objects.map(\.key) == [
                "backup-lobby", "backup-survival", "restart-lobby-0", "restart-lobby-6", "restart-survival-0",
                "restart-survival-6",
            ])
        #expect(objects.last?.fields.name == "Restart survival on 6")
        #expect(objects.last?.fields.schedule == "0 4 * * 6")
        #expect(objects.last?.fields.dependsOn == [.key("backup-survival")])
        #expect(objects.last?.formerly == ["reboot-survival-6"])
        #expect(objects.first?.fields.name == "backup-lobby")
    }

    @Test("H differs between the tasks of one block")
    func hash() async {
        let loaded = await ManifestCase.check(
            "tasks: { \"r-${server}\": { for_each: { server: [a, b, c, d, e] }, \(rest) } }")
        #expect(Set(loaded.desired?.objects.map(\.fields.schedule) ?? []).count > 1)
    }

    @Test("a key without one of the names is an error with a fix")
    func keyLacksName() async {
        await ManifestCase.check(
            "tasks: { 1️⃣restart: { for_each: { server: [a, b], n: [1] }, \(rest) } }",
            [.error(1, .duplicateKey, "would have the key 'restart'", fix: "\"restart-${server}-${n}\"")])
    }

    @Test("a name without them is one error, not one for each task")
    func nameLacksName() async {
        await ManifestCase.check(
            "tasks: { \"r-${server}\": { for_each: { server: [a, b, c] }, name: 1️⃣Restart, \(rest) } }",
            [.error(1, .duplicateName, "several tasks of this for_each have the name 'Restart'")])
    }

    @Test("keys that read the same are an error")
    func collision() async {
        await ManifestCase.check(
            "tasks: { 1️⃣\"${server}${x}\": { for_each: { server: [a, ab], x: [bc, c] }, \(rest) } }",
            [.error(1, .duplicateKey, "several tasks of this for_each have the key 'abc'")])
    }

    @Test("what is wrong in every task is said once")
    func once() async {
        await ManifestCase.check(
            """
            tasks:
              "r-${server}":
                for_each: { server: [a, b, c] }
                schedule: "1️⃣61 4 * * *"
                task: { type: backup, data: { servers: ["2️⃣${sever}"], kep: 1 } }
              "K-${server}": { for_each: { server: [a, b] }, \(rest) }
            """.replacing("kep: 1", with: "3️⃣kep: 1").replacing("\"K-", with: "4️⃣\"K-"),
            [
                .error(1, .invalidSchedule, "minute 61"), .error(2, .undefinedName, "'sever'", fix: "${server}"),
                .error(3, .unknownKey, "kep", fix: "keep"), .error(4, .badKey, "'K-a'"),
            ])
    }

    @Test("its own mistakes are errors at their places")
    func mistakes() async {
        await ManifestCase.check(
            """
            tasks:
              "a-${x}": { for_each: 1️⃣[a], \(rest) }
              "b-${x}": { for_each: { x: 2️⃣a }, \(rest) }
              "c-${x}": { for_each: { x: 3️⃣[] }, \(rest) }
              "d-${x}": { for_each: { x: [5️⃣a, 4️⃣a] }, \(rest) }
              "e-${x}": { for_each: { 6️⃣x-y: [a] }, \(rest) }
              "f-${x}": { 7️⃣for_each: {}, \(rest) }
              "g": { schedule: "0 2 * * *", 8️⃣for_eahc: { x: [a] }, task: { type: backup, data: { servers: [all] } } }
            """,
            [
                .error(1, .wrongType, "'for_each' must be a mapping, not a list"),
                .error(2, .wrongType, "'for_each.x' must be a list", fix: "[a]"),
                .error(3, .valueOutOfRange, "'for_each.x' must not be empty"),
                .error(4, .duplicateKey, "'a' is twice in this list", notes: [5]),
                .error(6, .valueOutOfRange, "must be letters, digits and '_'"),
                .error(7, .valueOutOfRange, "'for_each' must not be empty"),
                .error(8, .unknownKey, "for_eahc", fix: "for_each"),
            ])
    }

    @Test("too many combinations are an error at once")
    func tooLarge() async {
        let values = (0..<1_000).map { "v\($0)" }.joined(separator: ", ")
        let axes = (0..<8).map { "a\($0): [\(values)]" }.joined(separator: ", ")
        let key = (0..<8).map { "${a\($0)}" }.joined(separator: "-")
        await ManifestCase.check(
            "tasks: { \"\(key)\": { 1️⃣for_each: { \(axes) }, schedule: \"0 2 * * *\" } }",
            [.error(1, .matrixTooLarge, "1000 × a0, 1000 × a1")])
    }
}
