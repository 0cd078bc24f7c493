import Diagnostics
import PhoenixModel
import ValueDecoding

/// One service or task while its block is read.
struct ObjectDraft {
    let key: NamedReference
    var fields: ServiceFields
    /// nil where nothing is said of it.
    var isProtected: Bool?
    var ignored: [IgnoredField]?
    var fieldSpans: [DesiredObject.FieldSpan] = []
    var details: ObjectDetails

    init(_ kind: ObjectKind, _ key: NamedReference) {
        self.key = key
        fields = ServiceFields(name: key.text)
        details = ObjectDetails(key)
    }
}
