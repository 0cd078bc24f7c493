package import Diagnostics

/// The Client API that a context names, of the context that counts: the one that an option or the environment chooses, or
/// the current one where nothing names another target.
package struct ChosenClientAPI: Sendable {
    /// nil where no context counts, or the one that does names none.
    package let settings: ClientAPISettings?
    /// The context's name and place.
    package let origin: SettingOrigin
    /// Whether that context names a panel with services or a store, too; nil where no context counts.
    package let contextHasTarget: Bool?
    /// The contexts file, for messages.
    package let sources: SourceMap

    /// - Throws: that the context does not exist, or what is wrong with the file.
    package init(
        flags: ClientFlags, environment: @escaping (String) -> String?, contexts: @escaping () -> ContextsFile
    ) throws(SettingsFailure) {
        var choice = ContextChoice(flags: flags, environment: environment, contexts: contexts)
        choice.chooseContext()
        guard !choice.diagnostics.hasErrors else { throw choice.failure }
        settings = choice.clientAPI?.value
        contextHasTarget = choice.contextHasTarget
        origin = choice.clientAPI?.origin ?? .standard
        sources = choice.failure.sources
    }
}
