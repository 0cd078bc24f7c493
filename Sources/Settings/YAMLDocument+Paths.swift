import PhoenixModel
import ValueDecoding

extension YAMLDocument {
    /// A path with what it counts from.
    mutating func path(_ entry: Entry, _ base: PathBase) -> Configured<String>? {
        resolvedText(entry, ContextSchema.path, base.resolved)
    }

    /// A store, whose path counts from the same place.
    mutating func store(_ entry: Entry, _ base: PathBase) -> Configured<String>? {
        let store = resolvedText(entry, ContextSchema.path, base.resolvedStore)
        // Databases are reached with a password.
        if let store, PanelURL.mayHavePassword(store.value) { hide(entry.value) }
        return store
    }

    private mutating func resolvedText(
        _ entry: Entry, _ rule: TextRule, _ resolve: (String) -> String?
    ) -> Configured<String>? {
        guard let text = text(entry.value, rule) else { return nil }
        guard let resolved = resolve(text) else {
            reportValue(
                "has a '~' that cannot be resolved", at: entry.value,
                help: "'~/' is the folder that HOME names; write the folders of other users in full")
            return nil
        }
        return Configured(resolved, at: span(of: entry.value))
    }

    /// A whole number of a schema that has its range.
    mutating func integer(_ entry: Entry, _ schema: ValueSchema) -> Configured<Int>? {
        guard case .integer(let number) = value(entry.value, schema) else { return nil }
        return Configured(Int(number), at: span(of: entry.value))
    }
}
