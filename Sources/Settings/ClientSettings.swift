import Diagnostics

/// What a run works on and how, each with where it was taken from.
///
/// A flag wins over the environment, the environment over the context, and the context over the default. `--context`
/// is a flag, so its target wins over the environment's. A context that no flag chose counts only where its own target
/// is used: its key never goes to a panel that was named elsewhere.
package struct ClientSettings: Sendable {
    /// Seconds for one request.
    package static let timeouts: ClosedRange<Int64> = 1...600
    /// Requests under way at once.
    package static let parallelisms: ClosedRange<Int64> = 1...256
    /// The variable with the key of whichever panel is chosen.
    package static let keyVariable = "PHOENIX_API_KEY"

    package let target: Setting<Target>
    /// There is one for every panel, and none for a store.
    package let key: Setting<KeySource>?
    package let caFile: Setting<String>?
    package let timeout: Setting<Int>
    package let parallelism: Setting<Int>

    /// - Parameters:
    ///   - flags: the options of the command.
    ///   - environment: gives the variables; nil for those not set.
    ///   - contexts: reads the contexts; called only where one can count, and once at most.
    /// - Throws: everything that is wrong, as diagnostics; all of it is for the user to mend.
    package init(
        flags: ClientFlags, environment: @escaping (String) -> String?, contexts: @escaping () -> ContextsFile
    ) throws(SettingsFailure) {
        var choice = ContextChoice(flags: flags, environment: environment, contexts: contexts)
        let target = choice.target()
        guard let target, !choice.diagnostics.hasErrors else { throw choice.failure }
        var key: Setting<KeySource>?
        if case .panel = target.value { key = choice.key() }
        let caFile = choice.caFile()
        let timeout = choice.number("--timeout", flags.timeout, Self.timeouts, \.timeout, standard: 30)
        let parallelism = choice.number(
            "--parallelism", flags.parallelism, Self.parallelisms, \.parallelism, standard: 8)
        guard !choice.diagnostics.hasErrors else { throw choice.failure }
        self.target = target
        self.key = key
        self.caFile = caFile
        self.timeout = timeout
        self.parallelism = parallelism
    }

    /// One line for each setting, as `--verbose` shows them: `panel https://panel.example.com, from flag --panel`.
    package var lines: [String] {
        let target =
            switch self.target.value {
            case .panel(let url): "panel \(url)"
            case .store(let store): "store \(PanelURL.withoutPassword(store))"
            case .standardStore: "the embedded panel's own store"
            }
        var lines = ["\(target), from \(self.target.origin)"]
        if let key { lines.append("API key of \(key.value), from \(key.origin)") }
        if let caFile { lines.append("CA file \(caFile.value), from \(caFile.origin)") }
        if case .panel = self.target.value {
            lines.append("timeout \(timeout.value) s, from \(timeout.origin)")
            lines.append("parallelism \(parallelism.value), from \(parallelism.origin)")
        }
        return lines
    }
}
