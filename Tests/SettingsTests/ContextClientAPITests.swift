import Diagnostics
import PhoenixModel
import Settings
import Testing

@Suite("The Client API of a context")
struct ContextClientAPITests {
    private static let file = """
        current: prod
        contexts:
          prod:
            client_api: { url: "https://panel.example.com", api_key_env: PROD_KEY, ca_file: ca.pem }
          both:
            panel: https://services.example.com
            api_key: { env: KEY }
            client_api: { url: "https://panel.example.com", api_key_file: key }
        """

    private func contexts(_ text: String = file) -> ContextsFile {
        ContextsFile(path: "/c/config.yaml", bytes: Array(text.utf8), home: nil)
    }

    private func choose(
        _ flags: ClientFlags = ClientFlags(), _ environment: [String: String] = [:]
    ) throws(SettingsFailure) -> ChosenClientAPI {
        try ChosenClientAPI(flags: flags, environment: { environment[$0] }, contexts: { contexts() })
    }

    @Test("is that of the current context, with its key and authorities")
    func current() throws {
        #expect(contexts().diagnostics.isEmpty)
        let chosen = try choose()
        #expect(chosen.settings?.url.value == "https://panel.example.com")
        #expect(chosen.settings?.key?.value == .environment("PROD_KEY"))
        #expect(chosen.settings?.caFile?.value == "/c/ca.pem")
        #expect(chosen.origin.description == "context prod (/c/config.yaml:4:24)")
    }

    @Test("is that of the context that an option or the environment names")
    func named() throws {
        #expect(try choose(ClientFlags(context: "both")).settings?.key?.value == .file("/c/key"))
        #expect(try choose(ClientFlags(), ["PHOENIX_CONTEXT": "both"]).settings?.key?.value == .file("/c/key"))
        #expect(throws: SettingsFailure.self) { try choose(ClientFlags(context: "no")) }
    }

    @Test("is none where another target is named, or CI wants one to be named")
    func otherTarget() throws {
        #expect(try choose(ClientFlags(panel: "https://other.example.com")).settings == nil)
        #expect(try choose(ClientFlags(), ["PHOENIX_STORE": "sqlite:a.db"]).settings == nil)
        #expect(try choose(ClientFlags(), ["CI": "true"]).settings == nil)
    }

    @Test("does not stand in for a panel or a store")
    func alone() {
        #expect {
            try ClientSettings(flags: ClientFlags(context: "prod"), environment: { _ in nil }, contexts: { contexts() })
        } throws: { error in
            (error as? SettingsFailure)?.diagnostics.map(\.code) == [.noTarget]
        }
    }

    @Test("reports what is wrong, and shows no key")
    func problems() {
        let text = """
            contexts:
              a: { client_api: { url: "https://p.example.com", api_key_env: A, api_key_file: b } }
              b: { client_api: { api_key_env: "ptlc_secret!" } }
              c: { client_api: { url: "ftp://p" } }
            """
        let file = contexts(text)
        #expect(file.diagnostics.map(\.code) == [.valueOutOfRange, .missingKey, .valueOutOfRange, .valueOutOfRange])
        #expect(!file.sources.files.contains { String(decoding: $0.bytes, as: UTF8.self).contains("ptlc_secret") })
    }
}
