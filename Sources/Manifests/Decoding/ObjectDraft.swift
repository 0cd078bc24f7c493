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
        details = ObjectDetails(kind, key)
    }

    // What is taken is moved out: to copy it would count every text and list of every object once more.

    /// The object as it is read. Its fields are gone from the draft.
    mutating func takeObject() -> DesiredObject {
        var fields = ServiceFields(name: "")
        swap(&fields, &self.fields)
        var spans: [DesiredObject.FieldSpan] = []
        swap(&spans, &fieldSpans)
        return DesiredObject(
            kind: details.kind, key: key.text, formerly: details.formerly.map(\.text), fields: consume fields,
            isProtected: isProtected ?? false, ignored: ignored ?? [], span: key.span, fieldSpans: consume spans)
    }

    /// What is known of it besides, which is gone from the draft too.
    mutating func takeDetails() -> ObjectDetails {
        var taken = ObjectDetails(details.kind, key)
        swap(&taken, &details)
        return taken
    }
}
