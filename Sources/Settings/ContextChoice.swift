import Diagnostics
import PhoenixModel

/// Chooses among flags, environment and context, one value after the other, and collects what is wrong.
struct ContextChoice {
    private let flags: ClientFlags
    private let environment: (String) -> String?
    private let readContexts: () -> ContextsFile
    /// nil until one is needed.
    private var contexts: ContextsFile?
    private var context: Context?
    private(set) var diagnostics: [Diagnostic] = []

    init(flags: ClientFlags, environment: @escaping (String) -> String?, contexts: @escaping () -> ContextsFile) {
        self.flags = flags
        self.environment = environment
        readContexts = contexts
    }

    var failure: SettingsFailure {
        SettingsFailure(diagnostics: diagnostics.inReadingOrder(), sources: contexts?.sources ?? SourceMap())
    }

    // MARK: Target

    /// What to work on; nil when that is wrong or cannot be told, which is reported. To be called first.
    mutating func target() -> Setting<Target>? {
        if let name = flags.context { choose(Setting(name, from: .flag("--context"))) }
        if flags.panel != nil || flags.store != nil {
            return namedTarget(
                panel: flags.panel, from: .flag("--panel"), store: flags.store, from: .flag("--store"))
        }
        if flags.context != nil { return contextTarget() }
        let (panel, store) = (environment("PHOENIX_PANEL"), environment("PHOENIX_STORE"))
        if panel != nil || store != nil {
            return namedTarget(
                panel: panel, from: .environment("PHOENIX_PANEL"), store: store, from: .environment("PHOENIX_STORE"))
        }
        if let name = environment("PHOENIX_CONTEXT") {
            choose(Setting(name, from: .environment("PHOENIX_CONTEXT")))
            return contextTarget()
        }
        guard !CIVariable.isOn(environment(CIVariable.name)) else {
            report(
                .noTarget, "no target is named, and there is no default when CI is set",
                help: "give --panel, --store or --context, or set PHOENIX_PANEL, PHOENIX_STORE or PHOENIX_CONTEXT")
            return nil
        }
        let contexts = loadContexts()
        guard !contexts.diagnostics.hasErrors else { return nil }
        guard let current = contexts.current else { return Setting(.standardStore, from: .standard) }
        context = contexts[current.value]
        return contextTarget()
    }

    /// The target of the context; reports when it has none.
    private mutating func contextTarget() -> Setting<Target>? {
        if let target = setting(\.target) { return target }
        if let context, context.target == nil, context.clientAPI != nil {
            report(
                .noTarget, "the context '\(context.name.value)' names a client_api alone, and this run needs more",
                help: "give it a panel or a store, or name one with --panel or --store")
        }
        return nil
    }

    /// Chooses the context alone, without a target.
    mutating func chooseContext() {
        if let name = flags.context { return choose(Setting(name, from: .flag("--context"))) }
        let names = [flags.panel, flags.store, environment("PHOENIX_PANEL"), environment("PHOENIX_STORE")]
        guard names.allSatisfy({ $0 == nil }) else { return }
        if let name = environment("PHOENIX_CONTEXT") {
            return choose(Setting(name, from: .environment("PHOENIX_CONTEXT")))
        }
        guard !CIVariable.isOn(environment(CIVariable.name)) else { return }
        let contexts = loadContexts()
        if let current = contexts.current { context = contexts[current.value] }
    }

    /// The Client API of the context that was chosen.
    var clientAPI: Setting<ClientAPISettings>? {
        guard let context, let contexts, let settings = context.clientAPI else { return nil }
        return Setting(
            settings, from: .context(name: context.name.value, place: contexts.place(of: settings.url.span)))
    }

    /// Whether the context that was chosen names a panel or a store; nil where none was.
    var contextHasTarget: Bool? { context.map { $0.target != nil } }

    private mutating func choose(_ name: Setting<String>) {
        guard isGiven(name, "the context") else { return }
        let contexts = loadContexts()
        guard !contexts.diagnostics.hasErrors else { return }
        context = contexts[name.value]
        guard context == nil else { return }
        let help =
            contexts.isPresent
            ? contexts.help(for: name.value) : "there is no \(contexts.shownPath), which would contain the contexts"
        report(.contextUnknown, "\(name.origin.name) does not name a context: '\(name.value)'", help: help)
    }

    private mutating func loadContexts() -> ContextsFile {
        if let contexts { return contexts }
        let loaded = readContexts()
        contexts = loaded
        diagnostics += loaded.diagnostics
        return loaded
    }

    private mutating func namedTarget(
        panel: String?, from panelOrigin: SettingOrigin, store: String?, from storeOrigin: SettingOrigin
    ) -> Setting<Target>? {
        let panel = panel.map { Setting(String($0.trimmed()), from: panelOrigin) }
        let store = store.map { Setting(String($0.trimmed()), from: storeOrigin) }
        var areGiven = true
        if let panel { areGiven = isGiven(panel, "the panel") }
        if let store { areGiven = isGiven(store, "the store") && areGiven }
        guard areGiven else { return nil }
        guard let panel else { return store.map { $0.map { .store($0) } } }
        if store != nil {
            report(
                .severalTargets, "\(panelOrigin.name) and \(storeOrigin.name) name two targets",
                help: "remove one of them")
            return nil
        }
        if let problem = PanelURL.problem(in: panel.value) {
            report(
                .valueOutOfRange, "\(panelOrigin.name) \(problem)", help: "write it like https://panel.example.com")
            return nil
        }
        return panel.map { .panel($0) }
    }

    private mutating func isGiven(_ setting: Setting<String>, _ what: String) -> Bool {
        if !setting.value.isEmpty { return true }
        let remedy: String =
            if case .environment(let name) = setting.origin { "set \(name), or unset it" } else { "give it a value" }
        report(.emptyTarget, "\(what) is set by \(setting.origin.name) but empty", help: remedy)
        return false
    }

    // MARK: The rest

    /// Where the panel's key is; reports when there is none.
    mutating func key() -> Setting<KeySource>? {
        if let file = flags.keyFile {
            if !file.isEmpty { return Setting(.file(file), from: .flag("--api-key-file")) }
            report(.keyMissing, "--api-key-file is given but empty", help: Self.keyHelp(contexts))
            return nil
        }
        let name = ClientSettings.keyVariable
        if let text = environment(name) {
            if !text.trimmed().isEmpty { return Setting(.environment(name), from: .environment(name)) }
            report(
                .keyMissing, "the variable \(name) is set but empty", help: "set it to a key of the panel, or unset it"
            )
            return nil
        }
        guard let key = setting(\.key) else {
            report(.keyMissing, "the panel needs an API key, and none is given", help: Self.keyHelp(contexts))
            return nil
        }
        if case .environment(let name) = key.value, environment(name)?.trimmed().isEmpty ?? true {
            let state = environment(name) == nil ? "is not set" : "is empty"
            diagnostics.append(
                Diagnostic(
                    .keyMissing, "the variable \(name), which the context takes its API key from, \(state)",
                    at: context?.key?.span, help: "set it, or set PHOENIX_API_KEY, or give --api-key-file FILE"))
            return nil
        }
        return key
    }

    private static func keyHelp(_ contexts: ContextsFile?) -> String {
        let place = contexts?.shownPath ?? "~/.config/phoenix/config.yaml"
        return "set PHOENIX_API_KEY, give --api-key-file FILE, or choose a context of \(place) that has an api_key"
    }

    mutating func caFile() -> Setting<String>? {
        guard let file = flags.caFile else { return setting(\.caFile) }
        if file.isEmpty { report(.valueOutOfRange, "--ca-file must not be empty", help: "give the path of a PEM file") }
        return Setting(file, from: .flag("--ca-file"))
    }

    mutating func number(
        _ flag: String, _ given: Int?, _ range: ClosedRange<Int64>, _ path: KeyPath<Context, Configured<Int>?>,
        standard: Int
    ) -> Setting<Int> {
        guard let given else { return setting(path) ?? Setting(standard, from: .standard) }
        if !range.contains(Int64(given)) {
            report(
                .valueOutOfRange,
                "\(flag) must be a whole number from \(range.lowerBound) to \(range.upperBound), not \(given)",
                help: nil)
        }
        return Setting(given, from: .flag(flag))
    }

    private func setting<Value>(_ path: KeyPath<Context, Configured<Value>?>) -> Setting<Value>? {
        guard let context, let contexts, let configured = context[keyPath: path] else { return nil }
        return Setting(
            configured.value, from: .context(name: context.name.value, place: contexts.place(of: configured.span)))
    }

    private mutating func report(_ code: DiagnosticCode, _ message: String, help: String?) {
        diagnostics.append(Diagnostic(code, message, help: help))
    }
}

extension SettingOrigin {
    /// The option or variable, for messages.
    fileprivate var name: String {
        switch self {
        case .flag(let name), .environment(let name), .context(let name, _): name
        case .standard: "the default"
        }
    }
}
