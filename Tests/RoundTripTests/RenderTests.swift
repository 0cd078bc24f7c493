import Cron
import Diagnostics
import Foundation
import Manifests
import PhoenixModel
import PhoenixTestSupport
import Planning
import RandomFixtures
import ServicesAPI
import Testing

@Suite("A set rendered is the set")
struct RenderTests {
    private static let loader = ManifestLoader(
        environment: { "https://example.com/\($0)" }, zones: .system, todayAsDay: 20_000,
        ownership: DescribedOwnership())

    /// Loads files, each a layer of its own.
    private func load(_ files: [String]) async throws -> LoadedManifests {
        let folder = FileManager.default.temporaryDirectory.appending(path: "render-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        var paths: [String] = []
        for (index, text) in files.enumerated() {
            let path = folder.appending(path: "\(index).yaml").path
            try Data(text.utf8).write(to: URL(filePath: path))
            paths.append(path)
        }
        let loaded = await Self.loader.load(ManifestInputs(paths, standardInput: []))
        #expect(loaded.diagnostics.map(\.message) == [], "\(files.joined(separator: "\n----\n"))")
        return loaded
    }

    private func withoutComments(_ text: String) -> [Substring] {
        text.split(separator: "\n").filter { !$0.drop { $0 == " " }.hasPrefix("#") }
    }

    /// Files of three layers: values, tasks over mappings, defaults and patches, all by chance.
    private func files(_ random: inout SeededGenerator) -> [String] {
        let ids = (0..<Int.random(in: 1...6, using: &random)).map { "s\($0)" }
        func chance() -> Bool { Bool.random(using: &random) }
        let servers = ids.map { id in
            "{ id: \(id), hour: \(Int.random(in: 0...23, using: &random))\(chance() ? ", keep: 9" : ""), "
                + "tags: [\(id), \"x\(id)\"], note: \"${values.note}\" }"
        }
        let base = """
            project: fleet
            values:
              keep: \(Int.random(in: 1...20, using: &random))
              note: "for ${values.who:-all} $${literal}"
              zone: Europe/Berlin
              servers: [\(servers.joined(separator: ", "))]
            notifications: { ops: { type: discord, url: "${secret:env:HOOK}", on: [failed] } }
            services: { wings: { name: Wings Daemon, description: "\(chance() ? "${values.note}" : "x")" } }
            defaults: { timezone: "${values.zone}", \(chance() ? "overlap: queue, protect: true," : "") task: { type: backup } }
            x-all: &all { server: "${values.servers}" }
            tasks:
              "backup-${server.id}":
                for_each: *all
                \(chance() && ids.count > 1 ? "except: [{ server.id: s0 }]" : "")
                description: "${server.note}"
                schedule: "H ${server.hour} * * *"
                \(chance() ? "notify: [ops]" : "")
                task: { data: { servers: "${server.tags}", keep: "${server.keep:-${values.keep}}" } }
              "restart-${server.id}-${day}":
                for_each: { server: "${values.servers}", day: [0, 6] }
                name: "Restart ${server.id} on ${day}"
                schedule: "H 4 * * ${day}"
                ignore: [description, { field: enabled, reason: "a: b", until: 2199-12-01 }]
                formerly: ["reboot-${server.id}-${day}"]
                task: { type: server_command, data: { servers: ["${server.id}"], command: "say ${secret:env:MOTD} # x" } }
            """
        let second = """
            values: { keep: \(Int.random(in: 1...20, using: &random)), who: "\(chance() ? "us" : "")" }
            patches:
              "backup-*": { timeout: \(Int.random(in: 1...99, using: &random)), task: { data: { locked: \(chance()) } } }
              "restart-*-6": \(chance() ? "null" : "{ enabled: false }")
            """
        let third = """
            patches:
              "*-s\(ids.count - 1)*": { misfire: run_once, description: \(chance() ? "null" : "\"line one\\nline two\\n\"") }
            """
        return [base, second, third]
    }

    @Test("a rendered set renders to itself, and plans to nothing against the applied set", arguments: 0..<25)
    func property(seed: Int) async throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let loaded = try await load(files(&random))
        let desired = try #require(loaded.desired)
        let rendered = try #require(ManifestRendering(loaded)).text
        let again = try await load([rendered])
        let second = try #require(ManifestRendering(again)).text
        #expect(withoutComments(rendered) == withoutComments(second))
        let roundTrip = RoundTrip()
        _ = await roundTrip.apply(try await roundTrip.plan(desired))
        let plan = try await roundTrip.plan(try #require(again.desired))
        #expect(plan.visible == [], "\(rendered)")
    }

    @Test("the text says where each entry comes from, and marks secrets without showing them")
    func text() async throws {
        let loaded = try await load([
            """
            values: { servers: [{ id: lobby }] }
            notifications: { ops: { type: discord, url: "${secret:env:HOOK}", on: [failed] } }
            tasks:
              "backup-${s.id}":
                for_each: { s: "${values.servers}" }
                schedule: "0 2 * * *"
                task: { type: backup, data: { servers: ["${s.id}"] } }
            """, "panel: prod\npatches: { \"backup-*\": { notify: [ops] } }",
        ])
        let text = try #require(ManifestRendering(loaded)).text
            .replacing(/\/\S*\/render-[^\/]*\//, with: "")
        #expect(
            text == """
                # Written by `phoenix render`.
                project: default
                panel: [prod]

                notifications:
                  ops:
                    type: discord
                    url: "${secret:env:HOOK}" # (secret)
                    on: [failed]

                tasks:
                  # from 0.yaml:4:3
                  # patched by 1.yaml:2:12
                  backup-lobby:
                    schedule: "0 2 * * *"
                    task:
                      type: backup
                      data:
                        servers: [lobby]
                    notify: [ops]

                """)
        #expect(!text.contains("example.com"))
    }
}
