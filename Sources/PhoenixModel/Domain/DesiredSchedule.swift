package import Diagnostics

/// One entry of `schedules:` as the manifests want it, before it is known which servers it means: one object for each.
///
/// Immutable, and a class for the reasons of `DesiredObject`.
package final class DesiredSchedule: Sendable {
    /// Unique over the services, tasks and schedules of the project.
    package let key: String
    /// Keys it had before, oldest first.
    package let formerly: [String]
    package let servers: [ServerReference]
    /// Valid cron text, with `H` still in it.
    package let schedule: String
    /// All managed fields but the schedule.
    package let fields: ServiceFields
    package let isProtected: Bool
    package let ignored: [IgnoredField]
    /// Where the key stands.
    package let span: SourceSpan
    /// Where the fields stand that the manifest writes out, each at its key.
    package let fieldSpans: [DesiredObject.FieldSpan]

    /// One entry of `servers`.
    package struct ServerReference: Sendable, Hashable {
        /// As it was written: `all`, `name:GLOB`, `node:NAME`, an identifier or a uuid, each with `!` in front or not.
        package let text: String
        package let span: SourceSpan

        package init(_ text: String, _ span: SourceSpan) {
            self.text = text
            self.span = span
        }
    }

    package init(
        key: String, formerly: [String] = [], servers: [ServerReference], schedule: String, fields: ServiceFields,
        isProtected: Bool = false, ignored: [IgnoredField] = [], span: SourceSpan,
        fieldSpans: [DesiredObject.FieldSpan] = []
    ) {
        self.key = key
        self.formerly = formerly
        self.servers = servers
        self.schedule = schedule
        self.fields = fields
        self.isProtected = isProtected
        self.ignored = ignored
        self.span = span
        self.fieldSpans = fieldSpans
    }

    /// The entry itself as an object, with its own key and the cron text as it was written: what is rewritten where the
    /// panel's values are accepted.
    package var entry: DesiredObject {
        var fields = fields
        fields.schedule = schedule
        return DesiredObject(
            kind: .native, key: key, formerly: formerly, fields: fields, isProtected: isProtected, ignored: ignored,
            span: span, fieldSpans: fieldSpans)
    }

    /// The place of a field in its manifest: its own, or the entry's where the field is not written out.
    package func span(of field: Field) -> SourceSpan {
        fieldSpans.first { $0.field == field }?.span ?? span
    }
}
