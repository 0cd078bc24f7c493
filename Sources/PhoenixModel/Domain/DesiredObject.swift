package import Diagnostics

/// One service, task or schedule of a server as the manifests want it, after substitution and expansion.
///
/// Immutable, and a class for one reason: it is passed around a great deal, and has many parts to copy.
package final class DesiredObject: Sendable {
    package let kind: ObjectKind
    /// Unique over the services, tasks and schedules of the project. Of a schedule with the server, as `ScheduleKey` has
    /// it, and so are the former ones.
    package let key: String
    /// Keys it had before, oldest first.
    package let formerly: [String]
    /// The managed fields. A task manages all of them (what its block leaves out has its default), a system service
    /// those that its block names.
    package let fields: ServiceFields
    package let isProtected: Bool
    package let ignored: [IgnoredField]
    /// Where the key stands.
    package let span: SourceSpan
    /// Where the fields stand that the manifest writes out, each at its key.
    package let fieldSpans: [FieldSpan]

    package struct FieldSpan: Sendable {
        package let field: Field
        package let span: SourceSpan

        package init(_ field: Field, _ span: SourceSpan) {
            self.field = field
            self.span = span
        }
    }

    package init(
        kind: ObjectKind, key: String, formerly: [String] = [], fields: ServiceFields, isProtected: Bool = false,
        ignored: [IgnoredField] = [], span: SourceSpan, fieldSpans: [FieldSpan] = []
    ) {
        self.kind = kind
        self.key = key
        self.formerly = formerly
        self.fields = fields
        self.isProtected = isProtected
        self.ignored = ignored
        self.span = span
        self.fieldSpans = fieldSpans
    }

    /// The server that a schedule is for; nil for services and tasks.
    package var server: GameServer.ID? { kind == .native ? ScheduleKey(key)?.server : nil }

    /// The key that stands in the files.
    package var entryKey: String { kind.entryKey(key) }

    /// The place of a field in its manifest: its own, or the object's where the field is not written out.
    package func span(of field: Field) -> SourceSpan {
        fieldSpans.first { $0.field == field }?.span ?? span
    }

    /// Whether it only names a system service for others to depend on. Any number of projects may hold one.
    package var isReference: Bool {
        kind == .system && Field.all(of: .system).allSatisfy { $0 == .name || !fields.has($0) }
    }
}

/// A field that the panel may hold with another value: left alone in compare and in write.
package struct IgnoredField: Sendable, Hashable {
    package let field: Field
    package let reason: String?
    /// The last day (UTC) on which it counts, as days since 1970-01-01; nil is for ever.
    package let untilDay: Int?
    package let span: SourceSpan

    package init(field: Field, reason: String? = nil, untilDay: Int? = nil, span: SourceSpan) {
        self.field = field
        self.reason = reason
        self.untilDay = untilDay
        self.span = span
    }
}
