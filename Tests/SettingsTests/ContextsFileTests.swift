import Diagnostics
import Settings
import Testing

@Suite("The contexts file")
struct ContextsFileTests {
    private func read(_ text: String, path: String = "/home/kim/.config/phoenix/config.yaml") -> ContextsFile {
        ContextsFile(path: path, bytes: Array(text.utf8), home: "/home/kim")
    }

    private func problems(_ text: String) -> [String] {
        let file = read(text, path: "config.yaml")
        return rendered(file.diagnostics, file.sources)
    }

    @Test("gives every context with its values and their places")
    func readsEverything() throws {
        let file = read(
            """
            current: production
            contexts:
              production:
                panel: https://panel.example.com
                api_key: { env: PANEL_KEY }
                ca_file: certificates/panel.pem
                timeout: 45
                parallelism: 16
              local:
                store: sqlite:panel.db
                api_key: { file: ~/production.key }
            """)
        #expect(file.diagnostics.isEmpty)
        #expect(file.current?.value == "production")
        #expect(file.contexts.map(\.name.value) == ["production", "local"])
        let production = try #require(file["production"])
        #expect(production.target?.value == .panel("https://panel.example.com"))
        #expect(production.target?.span.start == Diagnostics.SourceLocation(line: 4, column: 12))
        #expect(production.key?.value == .environment("PANEL_KEY"))
        #expect(production.caFile?.value == "/home/kim/.config/phoenix/certificates/panel.pem")
        #expect(production.timeout?.value == 45)
        #expect(production.parallelism?.value == 16)
        #expect(file["local"]?.target?.value == .store("sqlite:/home/kim/.config/phoenix/panel.db"))
        #expect(file["local"]?.key?.value == .file("/home/kim/production.key"))
    }

    @Test("has no contexts when it is not there, and that is no problem")
    func absent() throws {
        let folder = try TemporaryFolder()
        let file = ContextsFile(reading: "\(folder.path)/config.yaml", home: nil)
        #expect(!file.isPresent)
        #expect(file.contexts.isEmpty)
        #expect(file.diagnostics.isEmpty)
    }

    @Test("may be empty", arguments: ["", "# nothing yet\n", "contexts:\n", "contexts: {}\n"])
    func empty(text: String) {
        let file = read(text)
        #expect(file.isPresent)
        #expect(file.contexts.isEmpty)
        #expect(file.diagnostics.isEmpty)
    }

    @Test("reports all that is wrong, each at its place")
    func reportsEverything() {
        let found = problems(
            """
            curent: production
            contexts:
              production:
                panel: ftp://panel.example.com
                api_key: { env: PANEL_KEY, file: key }
                timeout: 601
                paralelism: 8
              Local One:
                store: sqlite:panel.db
              both:
                panel: https://panel.example.com
                store: sqlite:panel.db
                timeout: 30s
              neither:
                timeout: 30
              nothing:
              text: https://panel.example.com
              home:
                store: sqlite:~kim/panel.db
                parallelism: "8"
                api_key: {}
            """)
        #expect(
            found == [
                "config.yaml:1:1 PHX0301 the contexts file has no key 'curent'",
                "config.yaml:4:12 PHX0305 'contexts.production.panel' must be a URL that starts with https:// or http://",
                "config.yaml:5:5 PHX0305 'contexts.production.api_key' has both 'env' and 'file'",
                "config.yaml:6:14 PHX0305 'contexts.production.timeout' must be a whole number from 1 to 600, not 601",
                "config.yaml:7:5 PHX0301 'contexts.production' has no key 'paralelism'",
                "config.yaml:8:3 PHX0306 'Local One' cannot be a key or name here",
                "config.yaml:12:5 PHX0902 'contexts.both' names a panel and a store",
                "config.yaml:13:14 PHX0302 'contexts.both.timeout' must be a whole number from 1 to 600, not '30s'",
                "config.yaml:14:3 PHX0303 'contexts.neither' lacks 'panel'",
                "config.yaml:16:3 PHX0303 'contexts.nothing' is empty",
                "config.yaml:17:9 PHX0302 'contexts.text' must be a mapping, not 'https://panel.example.com'",
                "config.yaml:19:12 PHX0305 'contexts.home.store' has a '~' that cannot be resolved",
                "config.yaml:20:18 PHX0302 'contexts.home.parallelism' must be a whole number from 1 to 256, "
                    + "not the text \"8\"",
                "config.yaml:21:5 PHX0303 'contexts.home.api_key' lacks 'env' or 'file'",
            ])
    }

    @Test(
        "refuses URLs that no panel has",
        arguments: [
            ("https://kim:hunter2@panel.example.com", "must not have a user or a password in it"),
            ("https://panel.example.com?x=1", "must not have a query or a fragment"),
            ("https://panel.example.com:99999", "must have a host, and a port from 1 to 65535 or none"),
            ("https://panel.example.com:+443", "must have a host, and a port from 1 to 65535 or none"),
            ("https://:443", "must have a host, and a port from 1 to 65535 or none"),
            ("https://", "must be a URL with a host"), ("panel.example.com", "must be a URL that starts with"),
        ])
    func badURLs(url: String, problem: String) throws {
        let found = problems("contexts: { a: { panel: \"\(url)\" } }")
        #expect(found.count == 1)
        #expect(try #require(found.first).hasPrefix("config.yaml:1:25 PHX0305 'contexts.a.panel' \(problem)"))
    }

    @Test(
        "takes URLs with ports, paths and addresses",
        arguments: ["http://127.0.0.1:8088", "https://[::1]:8443/panel/", "https://panel.example.com/api/v1"])
    func goodURLs(url: String) {
        #expect(read("contexts: { a: { panel: \"\(url)\" } }")["a"]?.target?.value == .panel(url))
    }

    @Test("offers the context that 'current' was meant to name")
    func unknownCurrent() throws {
        let file = read("current: prodution\ncontexts: { production: { store: sqlite:a } }", path: "config.yaml")
        #expect(
            rendered(file.diagnostics, file.sources)
                == ["config.yaml:1:10 PHX0906 'current' does not name a context: 'prodution'"])
        #expect(try #require(file.diagnostics.first).help == "did you mean 'production'?")
        #expect(try #require(file.diagnostics.first).fixIts.map(\.replacement) == ["production"])
    }

    @Test("takes '${' as it is written")
    func noSubstitution() {
        let file = read("contexts: { a: { store: \"sqlite:/srv/${HOME}.db\" } }")
        #expect(file.diagnostics.isEmpty)
        #expect(file["a"]?.target?.value == .store("sqlite:/srv/${HOME}.db"))
    }

    @Test(
        "never shows a key or a password that stands in it",
        arguments: [
            "api_key: hunter2", "api_key: [hunter2]", "api_key: { key: hunter2 }", "api_key: { env: hun-ter2 }",
            "api_key: { env: KEY, valeu: [a, hunter2] }", "api_key: |\n      hunter2\n      hunter2",
            "panel: https://kim:hunter2@panel.example.com",
        ])
    func hidesKeys(line: String) throws {
        let file = read("contexts:\n  a:\n    store: sqlite:a\n    \(line)\n")
        #expect(file.diagnostics.hasErrors)
        let source = try #require(file.sources.files.first)
        let shown = String(decoding: source.bytes, as: UTF8.self)
        #expect(!shown.contains("hunter2") && !shown.contains("hun-ter2"), "\(shown)")
        #expect(shown.contains("store: sqlite:a"))
        for diagnostic in file.diagnostics {
            let texts = [diagnostic.message, diagnostic.help ?? ""] + diagnostic.fixIts.map(\.message)
            #expect(texts.allSatisfy { !$0.contains("hunter2") && !$0.contains("hun-ter2") }, "\(texts)")
        }
    }

    @Test("is made unreadable there alone, whatever its lines end with")
    func hidesExactly() throws {
        let file = read("\u{FEFF}contexts:\r\n  é: 1\r  a: { api_key: hunter2, store: é }\n")
        let source = try #require(file.sources.files.first)
        #expect(
            String(decoding: source.bytes, as: UTF8.self)
                == "contexts:\r\n  é: 1\r  a: { api_key: *******, store: é }\n")
    }

    @Test("says how to give a key when one stands there")
    func literalKey() throws {
        let file = read("contexts: { a: { panel: https://a, api_key: hunter2 } }", path: "config.yaml")
        #expect(
            rendered(file.diagnostics, file.sources)
                == ["config.yaml:1:36 PHX0910 'contexts.a.api_key' must not contain the key itself"])
        let help = try #require(file.diagnostics.first?.help)
        #expect(help.contains("{ env: NAME }") && help.contains("{ file: PATH }"))
    }

    @Test("is refused above 1 MiB, and when it is a folder")
    func unreadable() throws {
        let folder = try TemporaryFolder()
        let large = try folder.write(String(repeating: "#", count: (1 << 20) + 1), to: "config.yaml")
        #expect(ContextsFile(reading: large, home: nil).diagnostics.map(\.code) == [.fileTooLarge])
        #expect(ContextsFile(reading: folder.path, home: nil).diagnostics.map(\.code) == [.notARegularFile])
        let fitting = try folder.write(String(repeating: "#", count: 1 << 20), to: "config.yaml")
        #expect(ContextsFile(reading: fitting, home: nil).diagnostics.isEmpty)
    }

    @Test(
        "lies in the configuration folder of the user",
        arguments: [
            (["HOME": "/home/kim"], "/home/kim/.config/phoenix/config.yaml"),
            (["HOME": "/home/kim", "XDG_CONFIG_HOME": "/etc/kim"], "/etc/kim/phoenix/config.yaml"),
            (["HOME": "/home/kim", "XDG_CONFIG_HOME": "etc"], "/home/kim/.config/phoenix/config.yaml"),
            (["HOME": "/home/kim", "XDG_CONFIG_HOME": ""], "/home/kim/.config/phoenix/config.yaml"),
            ([:], nil),
        ] as [([String: String], String?)])
    func standardPath(environment: [String: String], path: String?) {
        #expect(ContextsFile.standardPath { environment[$0] } == path)
    }
}
