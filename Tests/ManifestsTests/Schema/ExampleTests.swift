import Cron
import Diagnostics
import Foundation
import Manifests
import PhoenixModel
import ServicesAPI
import Testing

@Suite("The examples")
struct ExampleTests {
    @Test(
        "load without a word and without any variable set",
        arguments: ["first-server": 3, "minecraft-network": 34, "dependencies": 10])
    func load(name: String, objectCount: Int) async throws {
        let loaded = await Loading.load(path: Repository.root.appending(path: "examples/\(name)").path)
        #expect(loaded.diagnostics.map(\.message) == [])
        let desired = try #require(loaded.desired)
        #expect(desired.project == name)
        #expect(desired.objects.count == objectCount)
    }

    @Test("fit beside each other on one panel")
    func haveNamesOfTheirOwn() async throws {
        var names: [String] = []
        for name in ["first-server", "minecraft-network", "dependencies"] {
            let loaded = await Loading.load(path: Repository.root.appending(path: "examples/\(name)").path)
            let desired = try #require(loaded.desired)
            names += desired.objects.filter { $0.kind == .scheduled }.map(\.fields.name)
        }
        #expect(Set(names).count == names.count)
        #expect(names.contains("Backup lobby"))
    }

    @Test("spread the backups of the network over the hour")
    func spreadBackups() async throws {
        let loaded = await Loading.load(path: Repository.root.appending(path: "examples/minecraft-network").path)
        let desired = try #require(loaded.desired)
        let schedules = desired.objects.filter { $0.key.hasPrefix("backup-") }.compactMap(\.fields.schedule)
        #expect(schedules.count == 12)
        #expect(Set(schedules).count >= 8)
    }

    @Test(
        "of a fleet make 40 servers with their tasks in three environments, from at most 120 lines",
        arguments: ["dev": 160, "staging": 200, "prod": 200])
    func fleet(environment: String, objectCount: Int) async throws {
        let folder = Repository.root.appending(path: "examples/fleet").path
        let loader = ManifestLoader(
            environment: { $0 == "OPS_WEBHOOK" ? "https://discord.example.com/hook" : nil }, zones: .system,
            todayAsDay: 20_781, ownership: DescribedOwnership())
        let loaded = await loader.load(
            ManifestInputs(["\(folder)/base.yaml", "\(folder)/\(environment).yaml"], standardInput: []))
        #expect(loaded.diagnostics.map(\.message) == [])
        #expect(loaded.desired?.objects.count == objectCount)
        #expect(loaded.panels.map(\.targets) == [[environment]])
        let lines = Repository.fleet.reduce(0) { $0 + $1.text.count { $0 == "\n" } }
        #expect(lines <= 120)
        #expect(Repository.fleet.count == 4)
    }

    @Test("are found")
    func areFound() {
        #expect(Repository.examples.count >= 3)
        #expect(Repository.examples.allSatisfy { !$0.text.isEmpty })
    }

    @Test("are formatted", arguments: Repository.examples + Repository.fleet)
    func areFormatted(_ example: Repository.Example) {
        #expect(ManifestFormatter.format(Array(example.text.utf8)) == .unchanged)
        #expect(example.text.hasPrefix("# yaml-language-server: $schema=../../schema/phoenix.schema.json\n"))
    }

    @Test("of mistakes have the mistakes that their comments say", arguments: Repository.mistakes)
    func haveTheirMistakes(_ mistake: Repository.Mistake) async {
        let all = await Loading.load(path: Repository.root.appending(path: "examples/mistakes").path)
        let alone = await Loading.load(path: mistake.path)
        let inSet = all.diagnostics.filter { diagnostic in
            diagnostic.span.flatMap { all.sources[$0.file]?.name }.map { $0.hasSuffix("/\(mistake.name)") } ?? false
        }
        let found = Set((inSet + alone.diagnostics).map(\.code.rawValue))
        #expect(mistake.codes.isEmpty == (mistake.name == "fine.yaml"))
        #expect(found.isSuperset(of: mistake.codes), "found \(found.sorted())")
    }

    @Test("of mistakes have one of everything that files can have wrong")
    func haveEveryMistake() {
        let shown = Set(Repository.mistakes.flatMap(\.codes))
        let expected = DiagnosticCode.allCases.filter { code in
            let area = code.rawValue.prefix(5).suffix(2)
            return ("02"..."06").contains(area) && code != .formattingUnsafe
        }
        #expect(expected.map(\.rawValue).filter { !shown.contains($0) } == [])
    }
}
