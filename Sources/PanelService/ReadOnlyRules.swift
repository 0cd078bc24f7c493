import PanelStore
import PhoenixModel

/// The rules of the keys that a PUT accepts and ignores.
enum ReadOnlyRules {
    /// - Parameters:
    ///   - body: the request's JSON.
    ///   - record: what is there.
    ///   - object: the same as the API answers it.
    /// - Returns: one problem for each key that must not differ.
    static func problems(
        in body: Value, of record: ServiceRecord, object: () -> Value
    ) -> [ServiceProblem] {
        guard case .map(let sent) = body else { return [] }
        let readOnly = sent.filter { ServiceBody.readOnlyKeys.contains($0.key) && $0.value != .null }
        guard !readOnly.isEmpty, case .map(let current) = object() else { return [] }
        let different = readOnly.filter { current[$0.key] != $0.value }.map(\.key)
        var fixed = different.filter { ["id", "type", "kind"].contains($0) }
        // Nobody sends such a body but to change what it names.
        let isNothingElse = sent.allSatisfy { ServiceBody.readOnlyKeys.contains($0.key) }
        if isNothingElse { fixed = different }
        return fixed.map { .field($0, "is set by the panel and cannot be changed") }
    }
}
