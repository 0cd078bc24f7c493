import Cron
import Diagnostics
import Foundation
import Manifests
import PhoenixModel
import ServicesAPI
import Testing

@Suite("Taking what a panel has into layers")
struct LayerAcceptanceTests {
    /// Accepts `task.data.keep` of an entry; answers the file that was edited and its text, or why there is none.
    private func accept(_ files: [String], key: String, keep: Int64 = 14) async throws -> String {
        let folder = FileManager.default.temporaryDirectory.appending(path: "accept-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        var paths: [String] = []
        for (index, text) in files.enumerated() {
            paths.append(folder.appending(path: "\(index).yaml").path)
            try Data(text.utf8).write(to: URL(filePath: paths[index]))
        }
        let loader = ManifestLoader(
            environment: { _ in nil }, zones: .system, todayAsDay: 20_000, ownership: DescribedOwnership())
        let inputs = ManifestInputs(paths, standardInput: [])
        let loaded = await loader.load(inputs)
        let desired = try #require(loaded.desired, "\(loaded.diagnostics.map(\.message))")
        let object = try #require(desired.objects.first { $0.key == key })
        var live = object.fields
        guard case .map(var task)? = live.task, case .map(var data)? = task["data"] else { return "no task" }
        data["keep"] = .integer(keep)
        task["data"] = .map(data)
        live.task = .map(task)
        do throws(FailedAcceptance) {
            let edited = try await ManifestAcceptance(loader: loader, inputs: inputs).accept(
                [AcceptedChange(field: .task, path: "data.keep", value: .integer(keep))], of: object, in: desired,
                loaded.sources, live: live, patches: loaded.patches[key] ?? [])
            return "\(edited.path.suffix(6)): \(String(decoding: edited.bytes, as: UTF8.self))"
        } catch {
            return "refused: \(error.diagnostic.message)"
        }
    }

    private static let base = """
        tasks:
          a: { schedule: "0 2 * * *", task: { type: backup, data: { servers: [a], keep: 3 } } }
          b: { schedule: "0 2 * * *", task: { type: backup, data: { servers: [b], keep: 3 } } }
        """

    @Test("a value that comes from a patch of that entry alone is written into the patch")
    func patch() async throws {
        let patch = "patches: { a: { task: { data: { keep: 7 } } } } # ours"
        #expect(try await accept([Self.base, patch], key: "a") == "1.yaml: \(patch.replacing("7", with: "14"))")
    }

    @Test("a patch of several entries stays as it is, and the message says so")
    func glob() async throws {
        let text = try await accept([Self.base, "patches: { \"*\": { task: { data: { keep: 7 } } } }"], key: "a")
        #expect(text == "refused: 'a' is not rewritten: 'b' would change too")
    }

    @Test("a plain value that the entry alone refers to is rewritten where it wins")
    func value() async throws {
        let base = Self.base.replacing("[a], keep: 3", with: "[a], keep: \"${values.keep}\"")
        let files = ["values: { keep: 5 }\n" + base, "values: { keep: 7 } # of prod"]
        #expect(try await accept(files, key: "a") == "1.yaml: values: { keep: 14 } # of prod")
    }

    @Test("a value that others refer to stays as it is, and the message says where it comes from")
    func sharedValue() async throws {
        let base = Self.base.replacing("keep: 3", with: "keep: \"${values.keep}\"")
        #expect(
            try await accept(["values: { keep: 5 }\n" + base], key: "a")
                == "refused: 'a' is not rewritten: task.data.keep: the value comes from 'values.keep': change it there")
    }
}
