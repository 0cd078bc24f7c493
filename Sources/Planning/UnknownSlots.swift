import Diagnostics
import PhoenixModel

/// Digests of fields that are not known here: a later version of phoenix has applied them. One warning for all objects.
struct UnknownSlots {
    private var first: DesiredObject?
    private var count = 0
    private var names: Set<Substring> = []

    /// Notes what the ownership of an object's match has of these.
    mutating func add(_ ownership: Ownership?, of object: DesiredObject) {
        guard let ownership, !ownership.unknownDigests.isEmpty else { return }
        first = first ?? object
        count += 1
        for slot in ownership.unknownDigests { names.insert(slot.prefix { $0 != ":" }) }
    }

    func warnings() -> [Diagnostic] {
        first.map { [.laterVersion($0, count: count, slots: names.sorted())] } ?? []
    }
}

extension Diagnostic {
    fileprivate static func laterVersion(_ first: DesiredObject, count: Int, slots: [Substring]) -> Self {
        let others = count > 1 ? " (the first of \(count) entries)" : ""
        return Self(
            .laterVersion, .warning,
            "a later version of phoenix applied '\(first.key)'\(others), with fields that this version does not know: "
                + "they are neither compared nor written",
            at: first.span,
            help:
                "use the later version here too; the ownership line calls these fields \(slots.joined(separator: ", "))"
        )
    }
}
