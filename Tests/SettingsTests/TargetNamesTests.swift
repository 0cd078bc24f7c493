import Diagnostics
import PhoenixModel
import Settings
import Testing

@Suite("What a set is meant for, and what it is applied to")
struct TargetNamesTests {
    private static let contexts = ContextsFile(
        path: "/home/me/.config/phoenix/config.yaml",
        bytes: Array(
            """
            contexts:
              prod: { panel: "https://Panel.example.com/", api_key: { env: KEY } }
              dev: { store: "sqlite:/srv/dev.db" }
            """.utf8), home: "/home/me")

    private static let span = SourceSpan(startOf: SourceFileID(index: 0))

    private func check(_ target: Setting<Target>, _ bindings: [String]...) -> DiagnosticCode? {
        do throws(SettingsFailure) {
            try TargetNames(target, contexts: { Self.contexts }).check(
                bindings.map { PanelBinding(targets: $0, span: Self.span) }, SourceMap())
            return nil
        } catch {
            return error.diagnostics.first?.code
        }
    }

    private static let prod = Setting(
        Target.panel("https://panel.example.com"), from: .context(name: "prod", place: "config.yaml:2:3"))
    private static let byURL = Setting(Target.panel("https://panel.example.com"), from: .flag("--panel"))
    private static let dev = Setting(Target.store("sqlite:/srv/dev.db"), from: .flag("--store"))

    @Test("a set without a panel may be applied anywhere")
    func unbound() { #expect(check(Self.prod) == nil) }

    @Test("a target is known by its context and by its address, however it was chosen")
    func names() {
        #expect(check(Self.prod, ["prod"]) == nil)
        #expect(check(Self.prod, ["https://panel.example.com"]) == nil)
        #expect(check(Self.byURL, ["prod"]) == nil)
        #expect(check(Self.byURL, ["dev", "HTTPS://PANEL.example.com/"]) == nil)
        #expect(check(Self.dev, ["dev"]) == nil)
        #expect(check(Self.dev, ["sqlite:/srv/dev.db"]) == nil)
    }

    @Test("another target is refused, and every panel of a set counts")
    func others() {
        #expect(check(Self.prod, ["dev"]) == .targetNotMeant)
        #expect(check(Self.dev, ["prod"]) == .targetNotMeant)
        #expect(check(Self.prod, ["prod", "dev"], ["dev"]) == .targetNotMeant)
        #expect(check(Setting(.standardStore, from: .standard), ["dev"]) == .targetNotMeant)
        #expect(check(Self.prod, ["https://other.example.com"]) == .targetNotMeant)
    }

    @Test("a context that does not exist is an error of its own, unless the target is named beside it")
    func unknown() {
        #expect(check(Self.prod, ["prdo"]) == .contextUnknown)
        #expect(check(Self.prod, ["staging", "prod"]) == nil)
    }
}
