import Diagnostics
import PhoenixModel

/// Changes of the files that may be of what the panel does not tell, and are therefore not sent: one warning a field,
/// however many objects there are, since many share one notification.
struct UnsentChanges {
    private struct Entry {
        let object: DesiredObject
        let live: LiveObject
        var keys: [String]
    }

    private var entries: [Field: Entry] = [:]

    mutating func add(_ field: Field, of object: DesiredObject, _ live: LiveObject) {
        entries[field, default: Entry(object: object, live: live, keys: [])].keys.append(object.key)
    }

    func warnings() -> [Diagnostic] {
        Field.allCases.compactMap { field in
            entries[field].map { .writeOnlyUnsent(field, first: $0.object, $0.live, keys: $0.keys) }
        }
    }
}
