import Cron
import Diagnostics
import Foundation
import Manifests
import PhoenixModel
import PhoenixTestSupport
import RandomFixtures
import ServicesAPI
import Testing

@Suite("Taking what a panel has into a manifest")
struct AcceptanceTests {
    /// Accepts changes of the entry `a` of a manifest; answers the new text, or why there is none.
    private func accept(_ text: String, key: String = "a", _ changes: AcceptedChange...) async throws -> String {
        try await accept(text, key: key, changes)
    }

    private func accept(_ text: String, key: String = "a", _ changes: [AcceptedChange]) async throws -> String {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("accept-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("p.yaml").path
        try Data(text.utf8).write(to: URL(fileURLWithPath: file))
        let loader = ManifestLoader(
            environment: { "value of \($0)" }, zones: .system, todayAsDay: 20_000, ownership: DescribedOwnership())
        let inputs = ManifestInputs([file], standardInput: [])
        let loaded = await loader.load(inputs)
        let desired = try #require(loaded.desired, "\(loaded.diagnostics.map(\.message))")
        let object = try #require(desired.objects.first { $0.key == key })
        var live = object.fields
        for change in changes { live.put(change) }
        // Another type does not have the data of the old one.
        if changes.contains(where: { $0.path == "type" }) {
            live.task = live.task.map { $0.putting(nil, at: ["data", "wait"]) }
        }
        do throws(FailedAcceptance) {
            let edited = try await ManifestAcceptance(loader: loader, inputs: inputs).accept(
                changes, of: object, in: desired, loaded.sources, live: live)
            return String(decoding: edited.bytes, as: UTF8.self)
        } catch {
            return "refused: \(error.diagnostic.message)"
        }
    }

    private static let block = """
        # Ours.
        project: p

        tasks:
          a: # the first
            schedule: "0 2 * * *"   # at two
            # What it does.
            task:
              type: backup
              data:
                servers:
                  - lobby   # one
                  - hub
                keep: 7 # a week
          # The other.
          b: { schedule: '0 3 * * *', task: { type: backup, data: { servers: [all] } } }

        """

    @Test("a value is replaced where it stands: quotes, comments and everything else stay")
    func scalar() async throws {
        let text = try await accept(
            Self.block, AcceptedChange(field: .schedule, value: "30 2 * * *"),
            AcceptedChange(field: .task, path: "data.keep", value: 14))
        #expect(
            text
                == Self.block.replacing("\"0 2 * * *\"   # at two", with: "\"30 2 * * *\"   # at two")
                .replacing("keep: 7 # a week", with: "keep: 14 # a week"))
    }

    @Test(
        "quotes stay what they are",
        arguments: [
            ("'0 3 * * *'", "0 4 * * *", "'0 4 * * *'"), ("\"0 3 * * *\"", "*/5 * * * *", "\"*/5 * * * *\""),
            ("0 3 * * *", "0 4 * * *", "0 4 * * *"), ("0 3 * * *", "*/5 * * * *", "\"*/5 * * * *\""),
            ("0 3 * * *", "0 4,5 * * *", "\"0 4,5 * * *\""),
        ])
    func quotes(_ old: String, _ new: String, _ written: String) async throws {
        let text = Self.block.replacing("'0 3 * * *'", with: old)
        #expect(
            try await accept(text, key: "b", AcceptedChange(field: .schedule, value: .string(new)))
                == Self.block.replacing("'0 3 * * *'", with: written))
    }

    @Test("a field that is not written gets a line of its own, in its place")
    func inserted() async throws {
        let text = try await accept(
            Self.block, AcceptedChange(field: .description, value: "d: e"),
            AcceptedChange(field: .timezone, value: "Europe/Berlin"), AcceptedChange(field: .enabled, value: false))
        #expect(
            text
                == Self.block.replacing(
                    "  a: # the first\n    schedule: \"0 2 * * *\"   # at two\n",
                    with: """
                          a: # the first
                            description: "d: e"
                            schedule: "0 2 * * *"   # at two
                            timezone: Europe/Berlin
                            enabled: false

                        """), "\(text)")
    }

    @Test("within brackets everything stays within them")
    func flow() async throws {
        let text = try await accept(
            Self.block, key: "b", AcceptedChange(field: .enabled, value: false),
            AcceptedChange(field: .dependsOn, value: ["a"]),
            AcceptedChange(field: .task, path: "data.servers", value: ["x", "z"]),
            AcceptedChange(field: .task, path: "data.keep", value: 3))
        #expect(
            text
                == Self.block.replacing(
                    "b: { schedule: '0 3 * * *', task: { type: backup, data: { servers: [all] } } }",
                    with: "b: { schedule: '0 3 * * *', enabled: false, "
                        + "task: { type: backup, data: { servers: [x, z], keep: 3 } }, depends_on: [a] }"), "\(text)")
    }

    @Test("a block list keeps its lines, a key that the panel does not have goes")
    func listAndRemoval() async throws {
        let text = try await accept(
            Self.block, AcceptedChange(field: .task, path: "data.servers", value: ["hub", "lobby", "x: y"]),
            AcceptedChange(field: .task, path: "data.keep", value: nil))
        #expect(
            text
                == Self.block.replacing(
                    "          - lobby   # one\n          - hub\n        keep: 7 # a week\n",
                    with: "          - lobby   # one\n          - hub\n          - \"x: y\"\n"), "\(text)")
    }

    private static let worlds = """
        tasks:
          a:
            schedule: "0 2 * * *"
            description: |  # for the night shift
              Every world.

              Then the maps.
            task:
              type: backup
              data:
                servers: &all
                  # the main ones
                  - survival  # biggest
                  - lobby  # hub
                  # - creative (retired)
                keep: 7

        """

    @Test("lines of a list that are not concerned stay, with their comments and the comments between them")
    func listComments() async throws {
        func accepting(_ servers: Value) async throws -> String {
            try await accept(Self.worlds, AcceptedChange(field: .task, path: "data.servers", value: servers))
        }
        let added = "          - lobby  # hub\n          - nether\n"
        #expect(
            try await accepting(["lobby", "nether", "survival"])
                == Self.worlds.replacing("          - lobby  # hub\n", with: added))
        #expect(
            try await accepting(["lobby"]) == Self.worlds.replacing("          - survival  # biggest\n", with: ""))
        #expect(
            try await accepting(["survival"]) == Self.worlds.replacing("          - lobby  # hub\n", with: ""))
        #expect(
            try await accepting(["nether", "lobby"])
                == Self.worlds.replacing("          - survival  # biggest\n", with: "")
                .replacing("          - lobby  # hub\n", with: added))
    }

    @Test("elements in brackets stay with their comments")
    func flowComments() async throws {
        let brackets = "servers: [\n            survival, # biggest\n            lobby, # hub\n          ]\n"
        let list =
            "servers: &all\n          # the main ones\n          - survival  # biggest\n"
            + "          - lobby  # hub\n          # - creative (retired)\n"
        let text = Self.worlds.replacing(list, with: brackets)
        #expect(text != Self.worlds)
        func accepting(_ servers: Value) async throws -> String {
            try await accept(text, AcceptedChange(field: .task, path: "data.servers", value: servers))
        }
        #expect(
            try await accepting(["survival", "lobby", "x"])
                == text.replacing("lobby, # hub", with: "lobby, x, # hub"))
        #expect(try await accepting(["lobby"]) == text.replacing("survival, # biggest\n            ", with: ""))
        let first = try await accepting(["survival"])
        #expect(first.contains("survival, # biggest") && !first.contains("lobby"), "\(first)")
    }

    @Test("a block stays a block, with its comment and the lines that did not change")
    func blocks() async throws {
        func accepting(_ text: String) async throws -> String {
            try await accept(Self.worlds, AcceptedChange(field: .description, value: .string(text)))
        }
        #expect(
            try await accepting("Every world.\n\nThen the dungeons.")
                == Self.worlds.replacing("the maps", with: "the dungeons"))
        #expect(
            try await accepting("Nothing.")
                == Self.worlds.replacing("Every world.\n\n      Then the maps.", with: "Nothing."))
        #expect(try await accepting("").contains("    description: \"\"  # for the night shift\n"))
        let folded = Self.worlds.replacing("description: |", with: "description: >-")
        #expect(
            try await accept(folded, AcceptedChange(field: .description, value: "Nothing."))
                == folded.replacing("Every world.\n\n      Then the maps.", with: "Nothing."))
    }

    @Test("another type of task takes away what only the old one had, defaults that are written out too")
    func taskType() async throws {
        for isFlow in [false, true] {
            let text =
                isFlow
                ? "tasks: { a: { schedule: \"0 2 * * *\", task: { type: backup, data: { servers: [all], wait: true } } } }\n"
                : Self.worlds.replacing("keep: 7", with: "wait: true  # default")
            let edited = try await accept(
                text, AcceptedChange(field: .task, path: "type", value: "server_command"),
                AcceptedChange(field: .task, path: "data.command", value: "restart"))
            #expect(edited.contains("type: server_command") && edited.contains("command: restart"), "\(edited)")
            #expect(!edited.contains("wait"), "\(edited)")
        }
    }

    @Test("no notifications are taken over as none")
    func noNotifications() async throws {
        let text = """
            defaults: { notify: [ops] }
            notifications: { ops: { type: discord, url: "https://discord.example/x", on: [failed] } }
            tasks:
              a: { schedule: "0 2 * * *", task: { type: backup, data: { servers: [all] } } }

            """
        for value in [[], nil] as [Value?] {
            let edited = try await accept(text, AcceptedChange(field: .notify, value: value))
            #expect(edited == text.replacing("[all] } } }", with: "[all] } }, notify: [] }"), "\(edited)")
        }
    }

    @Test("an entry that holds an anchor is edited behind it")
    func anchors() async throws {
        let text = """
            tasks:
              a: &base
                schedule: &night "0 2 * * *"
                task: { type: backup, data: { servers: [all] } }
              b: { <<: *base, schedule: "0 3 * * *" }

            """
        let edited = try await accept(text, AcceptedChange(field: .schedule, value: "0 4 * * *"))
        #expect(edited == text.replacing("0 2 * * *", with: "0 4 * * *"), "\(edited)")
    }

    @Test("line ends and a byte order mark stay")
    func lineEnds() async throws {
        let text = "\u{FEFF}" + Self.block.replacing("\n", with: "\r\n")
        let edited = try await accept(
            text, AcceptedChange(field: .enabled, value: false), AcceptedChange(field: .schedule, value: "1 1 * * *"))
        #expect(
            edited
                == text.replacing(
                    "\"0 2 * * *\"   # at two\r\n", with: "\"1 1 * * *\"   # at two\r\n    enabled: false\r\n"))
    }

    @Test("a text of several lines and one that would be filled in are written so that they stay what they are")
    func texts() async throws {
        let text = Self.block.replacing(
            "  a: # the first\n", with: "  a: # the first\n    description: |\n      One.\n      Two.\n\n")
        for value in ["Three.\nFour ${env:HOME}.", "one", ""] {
            let edited = try await accept(text, AcceptedChange(field: .description, value: .string(value)))
            #expect(edited.contains("schedule: \"0 2 * * *\"   # at two"), "\(edited)")
            #expect(!edited.contains("Two."), "\(edited)")
        }
    }

    /// Each with the key of the entry, the field, and a part of the reason.
    private static let shared: [(text: String, key: String, field: Field, reason: String)] = [
        (
            "'a-${x}': { for_each: { x: [1, 2] }, schedule: '0 2 * * *', task: TASK }", "a-1", .schedule,
            "creates several objects"
        ),
        ("a: { description: \"${env:D}\", schedule: '0 2 * * *', task: TASK }", "a", .description, "a substitution"),
        ("b: { schedule: &s '0 2 * * *', task: TASK }\n  a: { schedule: *s, task: TASK }", "a", .schedule, "an alias"),
        ("b: &b { schedule: '0 2 * * *', task: TASK }\n  a: *b", "a", .schedule, "shared with others"),
        ("b: &b { schedule: '0 2 * * *', task: TASK }\n  a: *b", "b", .schedule, "'a' would change too"),
        (
            "b: { schedule: &s '0 2 * * *', task: TASK }\n  a: { schedule: *s, task: TASK }", "b", .schedule,
            "'a' would change too"
        ),
    ]

    @Test("what others share, or what comes from elsewhere, is refused", arguments: shared.indices)
    func refused(_ index: Int) async throws {
        let (text, key, field, reason) = Self.shared[index]
        let manifest = "tasks:\n  \(text)\n".replacing("TASK", with: "{ type: backup, data: { servers: [all] } }")
        let result = try await accept(manifest, key: key, AcceptedChange(field: field, value: "5 5 * * *"))
        #expect(result.hasPrefix("refused: ") && result.contains(reason), "\(result)")
    }

    @Test("notifications are refused, and so is a value that would not be valid")
    func refusedValues() async throws {
        try #expect(
            await accept(Self.block, AcceptedChange(field: .notify, value: [["type": "webhook"]]))
                .contains("the entry names notifications"))
        try #expect(
            await accept(Self.block, AcceptedChange(field: .timezone, value: "Mars/Olympus"))
                .contains("would no longer be valid"))
    }

    @Test("whatever is accepted is what is loaded then, and nothing else changes", arguments: 0..<80)
    func property(_ seed: Int) async throws {
        var generator = SeededGenerator(seed: UInt64(seed))
        let values: [(Field, String, [Value?])] = [
            (.schedule, "", ["0 4 * * *", "*/7 1,2 * * MON", "@daily"]), (.enabled, "", [false, true]),
            (.timezone, "", ["Asia/Tokyo", "UTC"]), (.overlap, "", ["queue", "allow"]), (.timeout, "", [60, 3600]),
            (.description, "", ["", "a # b", "'", "\"", "x: y", "one\ntwo\n", "- z", "${x}", "ünï", " lead"]),
            (.task, "data.keep", [1, 99, nil]), (.task, "data.servers", [["all"], ["x", "y: z", "#"], ["a"]]),
            (.task, "data.ignored", [["*.log", "a,b"]]), (.task, "data.name", ["{server}", "yes", "08"]),
            (.dependsOn, "", [[], ["b"]]), (.misfire, "", ["run_once"]),
        ]
        var changes: [AcceptedChange] = []
        for (field, path, choices) in values where Bool.random(using: &generator) {
            let value = choices.randomElement(using: &generator) ?? nil
            changes.append(AcceptedChange(field: field, path: path, value: value))
        }
        let isFlow = Bool.random(using: &generator)
        let flow = """
            project: p # one
            tasks:
              # two
              a: { task: { type: backup, data: { servers: [all], keep: 7 } }, schedule: "0 2 * * *" } # three
              b: { schedule: '0 3 * * *', task: { type: backup, data: { servers: [all] } } } # four
            """
        let text = isFlow ? flow : Self.block
        let edited = try await accept(text, changes)
        #expect(!edited.hasPrefix("refused"), "\(edited)\n\(changes)")
        let comments = text.matches(of: #/# [A-Za-z ]+/#).map { String($0.0) }.filter {
            $0 != "# one" && $0 != "# a week"
        }
        for comment in comments { #expect(edited.contains(comment), "\(comment) in \(edited)") }
        if changes.isEmpty { #expect(edited == text) }
    }
}

extension ServiceFields {
    /// Makes the panel have what is to be accepted.
    fileprivate mutating func put(_ change: AcceptedChange) {
        switch (change.field, change.value) {
        case (.schedule, .string(let text)?): schedule = text
        case (.description, .string(let text)?): description = text
        case (.timezone, .string(let text)?): timezone = text
        case (.overlap, .string(let text)?): overlap = text
        case (.misfire, .string(let text)?): misfire = text
        case (.enabled, .bool(let bool)?): enabled = bool
        case (.timeout, .integer(let seconds)?): timeout = seconds
        case (.dependsOn, .list(let keys)?): dependsOn = keys.compactMap(\.plainText).map { .key($0) }
        case (.notify, let value): notify = value
        case (.task, let value):
            task = task.map { $0.putting(value, at: change.path.split(separator: ".").map(String.init)) }
        default: break
        }
    }
}

extension Value {
    fileprivate func putting(_ value: Value?, at path: [String]) -> Value {
        guard let name = path.first, case .map(var map) = self else { return value ?? .null }
        if path.count > 1 {
            map[name] = (map[name] ?? [:]).putting(value, at: Array(path.dropFirst()))
        } else {
            map[name] = value
        }
        return .map(map)
    }
}
