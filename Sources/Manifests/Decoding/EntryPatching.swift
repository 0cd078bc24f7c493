import Diagnostics
import PhoenixModel
import ValueDecoding

/// The patches that one entry gets, for messages about them.
struct EntryPatching {
    let noun: String
    let key: NamedReference
    let patches: [Patch]
    /// How many messages there were before.
    let earlierDiagnostics: Int

    /// A message about a patch names the entry.
    func named(_ diagnostic: Diagnostic) -> Diagnostic {
        guard let span = diagnostic.span, patches.contains(where: { $0.contains(span) }) else { return diagnostic }
        var named = diagnostic
        named.notes.append(.init("it is a patch of \(noun) '\(key.text)', which stands here", at: key.span))
        return named
    }
}
