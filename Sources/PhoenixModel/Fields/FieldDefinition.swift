/// One row of the table of fields: everything that is known of a field, in one place.
///
/// A class, because it has many parts to copy and is looked at for every field of every object.
package final class FieldDefinition: Sendable {
    /// In the API and in manifests.
    package let name: String
    /// The kinds of object that have it.
    package let kinds: [ObjectKind]
    package let form: FieldForm
    /// The rules of its value in the API. Of `dependencies` the ids, of `notifications` the entries.
    package let schema: ValueSchema
    /// What it means when nothing is said of it, in the API and in the manifest of a task alike; nil where something
    /// must be said.
    package let defaultValue: Value?
    /// Whether every panel stores it; the others are additions that a panel may lack.
    package let isDocumented: Bool
    /// The name of its slot in the digests of an ownership line: at most eight of the letters a-z. It must never change,
    /// nor be given to another field: it stands on panels.
    package let digestSlot: String
    /// One sentence for people, as `phoenix explain` prints it: of a task's field, and of a service's.
    package let summaries: (task: String, service: String)
    /// What it means that a panel does not have it, to stand behind a colon.
    package let lack: String

    package init(
        _ name: String, of kinds: [ObjectKind] = [.scheduled], form: FieldForm, schema: ValueSchema,
        default defaultValue: Value? = nil, documented: Bool = false, slot: String,
        lack: String = "it is left out", summary: String, serviceSummary: String? = nil
    ) {
        self.name = name
        self.kinds = kinds
        self.form = form
        self.schema = schema
        self.defaultValue = defaultValue
        isDocumented = documented
        digestSlot = slot
        summaries = (summary, serviceSummary ?? summary)
        self.lack = lack
    }
}
