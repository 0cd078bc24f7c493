package import Diagnostics
package import PhoenixModel

/// The target of a run by every name that a manifest may give it.
package struct TargetNames: Sendable {
    private let target: Setting<Target>
    private let readContexts: @Sendable () -> ContextsFile

    /// `contexts` reads the contexts; called only where the files of a set name a panel.
    package init(_ target: Setting<Target>, contexts: @escaping @Sendable () -> ContextsFile) {
        self.target = target
        readContexts = contexts
    }

    /// Holds the target against what the files of a set are meant for.
    /// - Throws: the places that mean another one, or a context that does not exist.
    package func check(_ bindings: [PanelBinding], _ sources: SourceMap) throws(SettingsFailure) {
        if bindings.isEmpty { return }
        let contexts = readContexts()
        let problems = bindings.compactMap { problem(with: $0, contexts) }
        guard problems.isEmpty else { throw SettingsFailure(diagnostics: problems, sources: sources) }
    }

    private func problem(with binding: PanelBinding, _ contexts: ContextsFile) -> Diagnostic? {
        if binding.targets.contains(where: { isNamed($0, contexts) }) { return nil }
        if let unknown = binding.targets.first(where: { !isAddress($0) && contexts[$0] == nil }) {
            return Diagnostic(
                .contextUnknown, "'panel' names the context '\(unknown)', which does not exist", at: binding.span,
                help: contexts.isPresent
                    ? contexts.help(for: unknown)
                    : "there is no \(contexts.shownPath), which would contain the contexts")
        }
        let meant = binding.targets.map { "'\($0)'" }.joined(separator: " or ")
        let first = binding.targets.first ?? ""
        let option = isAddress(first) ? (first.hasPrefix("http") ? "--panel" : "--store") : "--context"
        return Diagnostic(
            .targetNotMeant, "these files are meant for \(meant), but the target is \(shown)", at: binding.span,
            help: "pass \(option) \(first), or the files of the other environment")
    }

    private var shown: String {
        let address =
            switch target.value {
            case .panel(let url): url
            case .store(let store): PanelURL.withoutPassword(store)
            case .standardStore: "the embedded panel's own store"
            }
        if case .context(let name, _) = target.origin { return "the context '\(name)' (\(address))" }
        return address
    }

    private func isAddress(_ name: String) -> Bool { name.contains(":") }

    private func isNamed(_ name: String, _ contexts: ContextsFile) -> Bool {
        guard isAddress(name) else {
            if case .context(name, _) = target.origin { return true }
            return contexts[name]?.target.map { Self.address(of: $0.value) == Self.address(of: target.value) } ?? false
        }
        return Self.comparable(name) == Self.address(of: target.value)
    }

    private static func address(of target: Target) -> String {
        switch target {
        case .panel(let url): comparable(url)
        case .store(let store): comparable(store)
        case .standardStore: ""
        }
    }

    /// Schemes and hosts have no case, and a slash at the end says nothing.
    private static func comparable(_ address: String) -> String {
        guard address.lowercased().hasPrefix("http") else { return PanelURL.withoutPassword(address) }
        let names = address.split(separator: "/", omittingEmptySubsequences: true)
        guard names.count > 1 else { return address }
        return ([names[0].lowercased(), names[1].lowercased()] + names.dropFirst(2).map(String.init))
            .joined(separator: "/")
    }
}
