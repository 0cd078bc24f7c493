import Diagnostics
import Foundation
import Manifests
import PhoenixModel
import PhoenixTestSupport
import Testing

@Suite("The library of schedules")
struct ScheduleLibraryTests {
    private static let folder = Repository.root.appending(path: "examples/schedules")
    private static let games = ["minecraft", "rust", "ark", "valheim", "factorio"]

    @Test("has no error, and no warning but those that its games need", arguments: games)
    func isFine(_ game: String) async throws {
        let loaded = await Loading.load(path: Self.folder.appending(path: "\(game).yaml").path)
        // Rust wipes on a first Thursday; the console of Factorio takes commands with a slash.
        let allowed: [DiagnosticCode] =
            switch game {
            case "rust": [.unusualSchedule]
            case "factorio": [.commandWithSlash]
            default: []
            }
        #expect(loaded.diagnostics.filter { !allowed.contains($0.code) }.map(\.message) == [])
        let desired = try #require(loaded.desired)
        #expect(desired.schedules.count >= 3)
        #expect(desired.schedules.allSatisfy { $0.key.hasPrefix("\(game)-") })
    }

    @Test("has schedules for all five games, at least fifteen")
    func isLarge() async throws {
        let loaded = await Loading.load(path: Self.folder.path)
        #expect(try #require(loaded.desired).schedules.count >= 15)
    }

    @Test("is in files that Pelican imports, which give the same schedules again")
    func pelican() async throws {
        let loaded = await Loading.load(path: Self.folder.path)
        let desired = try #require(loaded.desired)
        let export = PelicanExport(desired)
        #expect(export.diagnostics.isEmpty)
        #expect(export.files.count == desired.schedules.count)
        for file in export.files {
            try GoldenFile.expect(file.text, at: Self.folder.appending(path: "pelican/\(file.name)"))
        }
        let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder.appending(path: "pelican").path)
        #expect(names.sorted() == export.files.map(\.name))
        let imported = ScheduleImport(
            pelican: export.files.map { (place: $0.name, text: $0.text) }, project: "library", servers: ["all"])
        #expect(imported.items.allSatisfy { $0.result != nil && $0.changed.isEmpty && $0.dropped.isEmpty })
        let again = await Loading.load(text: imported.document)
        let schedules = try #require(again.desired, "\(again.diagnostics.map(\.message))").schedules
        for schedule in desired.schedules {
            let same = schedules.contains {
                $0.fields.name == schedule.fields.name && $0.fields.steps == schedule.fields.steps
                    && $0.fields.onlyWhenOnline == schedule.fields.onlyWhenOnline
            }
            #expect(same, "\(schedule.key)")
        }
    }

    @Test("secrets are in none of those files")
    func secrets() async throws {
        let loaded = await Loading.load(
            text:
                "schedules: { a: { servers: [all], schedule: \"0 4 * * *\", steps: [{ command: \"op ${secret:env:WHO}\" }] } }",
            environment: { _ in "hush" })
        let export = PelicanExport(try #require(loaded.desired))
        #expect(export.files.isEmpty)
        #expect(export.diagnostics.map(\.code) == [.secretNotAllowed])
    }
}
