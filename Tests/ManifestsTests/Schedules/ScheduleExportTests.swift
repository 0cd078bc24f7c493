import Cron
import Diagnostics
import Manifests
import PhoenixModel
import PhoenixTestSupport
import RandomFixtures
import Testing

@Suite("export of schedules")
struct ScheduleExportTests {
    private static let servers = (1...40).map { number in
        let id = "a\(String("000000\(number)".suffix(7)))"
        return GameServer(
            uuid: "\(id)-259b-452e-8b4e-cecc464142ca", identifier: id, name: "server-\(number)", node: "n1")
    }

    private static func live(_ objects: [LiveObject]) -> LiveState {
        var live = LiveState(
            target: PanelTarget(name: "panel", isEmbedded: false), capabilities: .schedules, objects: objects)
        live.serverNames = Dictionary(uniqueKeysWithValues: servers.map { ($0.id, $0.name) })
        return live
    }

    private static func object(
        _ fields: ServiceFields, on server: GameServer.ID, id: Int, key: String?, secrets: [String] = [],
        protected: Bool = false
    ) -> LiveObject {
        let ownership: OwnershipReading =
            key.map {
                .owned(
                    Ownership(
                        project: "p", key: ScheduleKey(entry: $0, server: server).text, digests: FieldDigests(),
                        secretPaths: secrets, isProtected: protected))
            } ?? .none
        var object = LiveObject(
            id: "\(server)/\(id)", kind: .native, fields: fields, ownership: ownership, status: "scheduled")
        object.server = server
        return object
    }

    private static func fields(_ name: String, _ schedule: String, _ steps: Value) -> ServiceFields {
        var fields = ServiceFields(name: name)
        fields.schedule = schedule
        fields.enabled = true
        fields.onlyWhenOnline = false
        fields.steps = steps
        return fields
    }

    private static func step(_ action: String, _ payload: String, _ offset: Int64 = 0) -> Value {
        [
            "action": .string(action), "payload": .string(payload), "offset": .integer(offset),
            "continue_on_failure": false,
        ]
    }

    /// What the panel would have to be like for a plan of the exported manifest to be empty.
    private func expectSame(
        _ objects: [LiveObject], includesForeign: Bool = true, sourceLocation: Testing.SourceLocation = #_sourceLocation
    ) async throws {
        let export = ScheduleExport(
            Self.live(objects), project: "p", includesForeign: includesForeign)
        let loaded = await Loading.load(text: export.document)
        let desired = try #require(
            loaded.desired, "\(loaded.diagnostics.map(\.message)) in\n\(export.document)",
            sourceLocation: sourceLocation)
        let resolved = ScheduleResolution(desired, on: Self.servers).desired.objects.filter { $0.kind == .native }
        #expect(export.omissions.isEmpty, sourceLocation: sourceLocation)
        #expect(resolved.count == objects.count, "\(export.document)", sourceLocation: sourceLocation)
        var rest = objects
        for object in resolved {
            let index = rest.firstIndex { live in
                guard live.server == object.server else { return false }
                if case .owned(let ownership) = live.ownership,
                    ownership.key != object.key && !object.formerly.contains(ownership.key)
                        || ownership.isProtected != object.isProtected
                {
                    return false
                }
                return [Field.name, .schedule, .enabled, .onlyWhenOnline, .steps].allSatisfy {
                    object.fields.agrees(with: live.fields, on: $0) != false
                }
            }
            guard let index else {
                Issue.record("\(object.key) is not as it was:\n\(export.document)", sourceLocation: sourceLocation)
                return
            }
            rest.remove(at: index)
        }
    }

    @Test("alike schedules of several servers are one entry, and countdowns are found again")
    func oneEntry() async throws {
        let steps: Value = [
            Self.step("command", "say Restart in 10 minutes"), Self.step("command", "say Restart in 5 minutes", 300),
            Self.step("command", "say Restart in 1 minute", 240), Self.step("power", "restart", 60),
            Self.step("backup", "*.log\ncache/*", 90),
        ]
        let objects = Self.servers.map { server in
            Self.object(Self.fields("Nightly Restart", "0 18,6 * * *", steps), on: server.id, id: 1, key: "restart")
        }
        let export = ScheduleExport(Self.live(objects), project: "p")
        let ids = Self.servers.map(\.id)
        #expect(
            export.document == """
                # Written by `phoenix export --schedules`.

                project: p

                schedules:
                  # on server-1, server-2, server-3, server-4, server-5 and 35 more, which are all servers: [all] would take in later ones too
                  restart:
                    name: Nightly Restart
                    servers:
                \(ids.map { "      - \($0)\n" }.joined())    schedule: "0 6,18 * * *"
                    steps:
                      - countdown: [10m, 5m, 1m]
                        command: "say Restart in ${left}"
                      - power: restart
                      - after: 90s
                        backup:
                          ignored: ["*.log", cache/*]

                """)
        try await expectSame(objects)
    }

    @Test(
        "H is found again where servers of an entry have minutes of their own",
        arguments: ["H 4 * * *", "H/15 H * * *", "H(10-29) 3 * * 1", "5 4 H * *"])
    func hashed(_ schedule: String) async throws {
        let entry = DesiredSchedule(
            key: "restart", servers: [.init("all", SourceSpan(startOf: SourceFileID(index: 0)))], schedule: schedule,
            fields: Self.fields("Restart", "", [Self.step("power", "restart")]),
            span: SourceSpan(startOf: SourceFileID(index: 0)))
        let resolved = ScheduleResolution(
            DesiredState(project: "p", objects: [], schedules: [entry]), on: Self.servers)
        let objects = resolved.desired.objects.map { object in
            Self.object(object.fields, on: object.server ?? "", id: 1, key: "restart")
        }
        let export = ScheduleExport(Self.live(objects), project: "p")
        #expect(export.document.contains("schedule: \"\(schedule)\""))
        try await expectSame(objects)
    }

    @Test("what differs is an entry of its own, that of the most servers with the key")
    func split() async throws {
        let steps: Value = [Self.step("power", "restart")]
        var objects = Self.servers.prefix(3).map { server in
            Self.object(Self.fields("Restart", "0 4 * * *", steps), on: server.id, id: 1, key: "restart")
        }
        objects[0].fields.enabled = false
        objects[1].ownership = .none
        try await expectSame(objects)
        let document = ScheduleExport(
            Self.live(objects), project: "p", includesForeign: true
        ).document
        #expect(document.contains("  restart:"))
        #expect(document.contains("  restart-2:"))
        #expect(document.contains("    formerly: [restart]"))
        #expect(document.contains("  # no project owns it: plan with --adopt\n"))
    }

    @Test("two alike on one server are two entries")
    func twice() async throws {
        let fields = Self.fields("Restart", "0 4 * * *", [Self.step("power", "restart")])
        let server = Self.servers[0].id
        try await expectSame([1, 2].map { Self.object(fields, on: server, id: $0, key: nil) })
    }

    @Test("secrets are not written")
    func secrets() async throws {
        let steps: Value = [Self.step("command", "op hush"), Self.step("power", "stop", 60)]
        let objects = [
            Self.object(
                Self.fields("Restart", "0 4 * * *", steps), on: Self.servers[0].id, id: 1, key: "restart",
                secrets: ["steps[0].payload"])
        ]
        let document = ScheduleExport(Self.live(objects), project: "p").document
        #expect(!document.contains("hush"))
        #expect(document.contains("command: \"${secret:env:RESTART_STEPS_0_COMMAND}\""))
        #expect(document.contains("#   RESTART_STEPS_0_COMMAND: steps[0].command of restart\n"))
    }

    @Test("what no manifest can say is left out, and said")
    func omissions() {
        let server = Self.servers[0].id
        let broken: [(String, Value)] = [
            ("0 4 * * *", [Self.step("power", "reboot")]), ("0 4 * * *", [Self.step("chat", "hi")]),
            ("0 4 * * *", []), ("0 99 * * *", [Self.step("power", "stop")]),
            ("0 4 31W * *", [Self.step("power", "stop")]),
            ("0 4 * * *", .list([Value](repeating: Self.step("power", "stop"), count: 11))),
            ("0 4 * * *", [Self.step("power", "stop", 1_800)]),
        ]
        let objects = broken.enumerated().map { index, each in
            Self.object(Self.fields("S\(index)", each.0, each.1), on: server, id: index, key: nil)
        }
        let export = ScheduleExport(
            Self.live(objects), project: "p", includesForeign: true)
        #expect(export.omissions.count == broken.count)
        #expect(export.omissions[0].hasPrefix("'S0' on server-1 (\(server)) has the power signal 'reboot'"))
        #expect(export.document.contains("schedules: {}"))
        #expect(export.omissions.allSatisfy { export.document.contains("# left out: \($0)\n") })
    }

    @Test("gives the same again, whatever a fleet has", arguments: 0..<60)
    func fleets(_ seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        let texts = [
            "say Hi", "say 1 minute", "save-all\nsay done", "é ${left} $${x}", "yes", "08", "# no", "a: b", "x",
            "{\"text\":\"hi\"}", "say in 5 minutes", "say in 1 hour",
        ]
        let crons = ["0 4 * * *", "*/5 * * * *", "30 6,18 * * 1-5", "0 0 L * *", "15 3 1 */3 *"]
        func steps() -> Value {
            .list(
                (0..<Int.random(in: 1...10, using: &random)).map { _ in
                    var step: ValueMap = [
                        "offset": .integer([0, 0, 1, 60, 240, 300, 900].randomElement(using: &random) ?? 0),
                        "continue_on_failure": .bool(Bool.random(using: &random)),
                    ]
                    switch Int.random(in: 0..<6, using: &random) {
                    case 0:
                        step["action"] = "power"
                        step["payload"] = .string(ScheduleRules.powerSignals.randomElement(using: &random) ?? "stop")
                    case 1:
                        step["action"] = "backup"
                        step["payload"] = .string(["", "*.log", "a b\nc/*"].randomElement(using: &random) ?? "")
                    case 2:
                        step["action"] = "delete_files"
                        step["payload"] = .string(["logs/*", "a\nb"].randomElement(using: &random) ?? "a")
                    default:
                        step["action"] = "command"
                        step["payload"] = .string(texts.randomElement(using: &random) ?? "a")
                    }
                    return .map(step)
                })
        }
        let kinds = (0..<4).map { index in
            var fields = Self.fields(
                ["Restart", "Backup", "Restart", "re: start #1"][index],
                crons.randomElement(using: &random) ?? "0 4 * * *",
                steps())
            fields.enabled = Bool.random(using: &random)
            fields.onlyWhenOnline = Bool.random(using: &random)
            return fields
        }
        var objects: [LiveObject] = []
        for server in Self.servers.prefix(8) {
            for (index, fields) in kinds.enumerated() where Int.random(in: 0..<3, using: &random) > 0 {
                let key = index == 3 ? nil : "entry-\(index)"
                objects.append(Self.object(fields, on: server.id, id: index, key: key, protected: index == 1))
            }
        }
        try await expectSame(objects)
    }
}
