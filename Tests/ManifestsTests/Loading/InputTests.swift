import Diagnostics
import Foundation
import Glibc
import Manifests
import PhoenixModel
import Testing

@Suite("Arguments of -f")
struct InputTests {
    private func task(_ key: String) -> [UInt8] {
        Array(
            "tasks: { \(key): { schedule: \"0 2 * * *\", task: { type: backup, data: { servers: [all] } } } }\n".utf8)
    }

    private func load(_ arguments: [String], input: String = "") async -> LoadedManifests {
        await ManifestCase.load(ManifestInputs(arguments, standardInput: Array(input.utf8)))
    }

    private func keys(_ loaded: LoadedManifests) -> [String] { loaded.desired?.objects.map(\.key) ?? [] }

    private func codes(_ loaded: LoadedManifests) -> [DiagnosticCode] { loaded.diagnostics.map(\.code) }

    @Test("a directory is searched in order of the names, hidden files and other kinds left out")
    func directory() async {
        let folder = TemporaryFolder()
        folder.write(task("c"), to: "z.yaml")
        folder.write(task("a"), to: "b/deep/x.yml")
        folder.write(task("b"), to: "a.yaml")
        folder.write(task("hidden"), to: ".hidden.yaml")
        folder.write(task("hidden-2"), to: ".git/x.yaml")
        folder.write(Array("no manifest".utf8), to: "notes.md")
        let loaded = await load([folder.path])
        #expect(keys(loaded) == ["a", "b", "c"])
        #expect(
            loaded.sources.files.map { String($0.name.dropFirst(folder.path.count + 1)) } == [
                "a.yaml", "b/deep/x.yml", "z.yaml",
            ])
        #expect(loaded.fileCount == 3)
    }

    @Test("a directory with the name of a manifest is searched like any other")
    func directoryNamedLikeAFile() async {
        let folder = TemporaryFolder()
        folder.write(task("inner"), to: "x.yaml/y.yaml")
        folder.makeFolder("empty.yaml")
        #expect(keys(await load([folder.path])) == ["inner"])
        #expect(codes(await load([folder.path + "/empty.yaml"])) == [.emptyDirectory])
    }

    @Test("a directory without manifests is an error")
    func emptyDirectory() async {
        let folder = TemporaryFolder()
        folder.write(Array("x".utf8), to: "readme.txt")
        let loaded = await load([folder.path])
        #expect(codes(loaded) == [.emptyDirectory])
        #expect(loaded.diagnostics.first?.span == nil)
        #expect(loaded.desired == nil)
    }

    @Test("a missing file is an error that offers the closest name beside it, and the others are still read")
    func missing() async {
        let folder = TemporaryFolder()
        folder.write(Array("tasks: { a: { shedule: x } }".utf8), to: "prod.yaml")
        let loaded = await load(["\(folder.path)/prd.yaml", "\(folder.path)/prod.yaml"])
        #expect(codes(loaded).contains(.fileNotFound))
        #expect(codes(loaded).contains(.unknownKey))
        #expect(loaded.diagnostics.first?.help?.contains("prod.yaml") == true)
    }

    @Test("a file that the system does not give is an error with its reason")
    func unreadable() async {
        let folder = TemporaryFolder()
        folder.link("loop.yaml", to: "loop.yaml")
        let loaded = await load(["\(folder.path)/loop.yaml"])
        #expect(codes(loaded) == [.fileUnreadable])
        #expect(codes(await load([folder.path])) == [.fileUnreadable])
    }

    @Test("pipes and devices within a directory are errors and are not opened")
    func special() async {
        let folder = TemporaryFolder()
        #expect(mkfifo("\(folder.path)/pipe.yaml", 0o600) == 0)
        #expect(codes(await load([folder.path])) == [.notARegularFile])
        #expect(codes(await load(["/dev/null"])) == [.notARegularFile])
    }

    @Test("symbolic links are followed, and a loop of directories ends")
    func links() async {
        let folder = TemporaryFolder()
        folder.write(task("a"), to: "real/a.yaml")
        folder.link("real/up", to: "..")
        folder.link("again", to: "real")
        let loaded = await load([folder.path])
        #expect(keys(loaded) == ["a"])
        #expect(loaded.diagnostics.isEmpty)
    }

    @Test("a file that is given twice is taken once")
    func twice() async {
        let folder = TemporaryFolder()
        folder.write(task("a"), to: "a.yaml")
        folder.link("b.yaml", to: "a.yaml")
        let loaded = await load([
            "\(folder.path)/a.yaml", folder.path, "\(folder.path)/./a.yaml", "\(folder.path)/*.yaml",
        ])
        #expect(keys(loaded) == ["a"])
        #expect(loaded.fileCount == 1)
    }

    @Test("a glob takes what it matches, and one that matches nothing is an error")
    func globs() async {
        let folder = TemporaryFolder()
        folder.write(task("a"), to: "one/a.yaml")
        folder.write(task("b"), to: "two/b.yaml")
        folder.write(task("c"), to: "two/c.yml")
        #expect(keys(await load(["\(folder.path)/*/*.yaml"])) == ["a", "b"])
        #expect(keys(await load(["\(folder.path)/{one,two}"])) == ["a", "b", "c"])
        #expect(codes(await load(["\(folder.path)/three/*.yaml"])) == [.nothingMatches])
    }

    @Test("standard input is read once")
    func standardInput() async {
        let loaded = await load(["-", "-"], input: String(decoding: task("a"), as: UTF8.self))
        #expect(keys(loaded) == ["a"])
        #expect(loaded.sources.files.map(\.name) == ["<stdin>"])
    }

    @Test("a file above 64 MiB is an error and is not read")
    func tooLarge() async {
        let folder = TemporaryFolder()
        folder.write([], to: "big.yaml")
        #expect(truncate("\(folder.path)/big.yaml", (64 << 20) + 1) == 0)
        #expect(codes(await load([folder.path])) == [.fileTooLarge])
    }

    @Test("standard input above 64 MiB is an error")
    func inputTooLarge() async {
        let bytes = [UInt8](repeating: UInt8(ascii: "#"), count: (64 << 20) + 1)
        let loaded = await ManifestCase.load(ManifestInputs(["-"], standardInput: bytes))
        #expect(codes(loaded) == [.fileTooLarge])
    }

    @Test("an empty file declares nothing, which is a warning")
    func nothing() async {
        for text in ["", "# nothing yet\n", "---\n...\n", "project: p\n", "\u{FEFF}"] {
            let loaded = await load(["-"], input: text)
            #expect(codes(loaded) == [.nothingDeclared], "\(text)")
            #expect(loaded.desired?.objects.isEmpty == true)
        }
    }

    @Test("the order of the files changes nothing but the order of the diagnostics")
    func order() async {
        let folder = TemporaryFolder()
        folder.write(
            Array("project: p\nnotifications: { ops: { type: webhook, url: \"https://a.example\" } }".utf8),
            to: "1.yaml")
        folder.write(Array("services: { wings: { name: Wings } }".utf8), to: "2.yaml")
        folder.write(
            Array(
                """
                defaults: { notify: [ops] }
                tasks:
                  t: { schedule: "H H * * *", depends_on: [wings], task: { type: backup, data: { servers: [all] } } }
                """.utf8), to: "3.yaml")
        let files = ["1.yaml", "2.yaml", "3.yaml"].map { "\(folder.path)/\($0)" }
        let forward = await load(files)
        let backward = await load(files.reversed())
        #expect(forward.diagnostics.isEmpty)
        #expect(forward.desired?.objects.map(\.fields) == backward.desired?.objects.map(\.fields))
        #expect(forward.desired?.project == "p")
    }
}
