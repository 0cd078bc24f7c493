import PhoenixModel

/// The fields of a PUT: all documented ones, declared where managed, else as read, so that a panel that replaces the
/// object loses nothing; of the others those that change.
struct UpdateWrite {
    private(set) var fields: ServiceFields
    /// A documented field that is neither managed nor told by the panel. It would be lost.
    private(set) var unreadable: Field?

    init(desired: DesiredObject, live: LiveObject, managed: [Field], changed: Set<Field>) {
        let isRenamed = desired.kind != .system && managed.contains(.name)
        fields = ServiceFields(name: isRenamed ? String(desired.fields.name.trimmed()) : live.fields.name)
        for field in Field.all(of: desired.kind) where field != .name {
            if managed.contains(field) {
                if field.isDocumented || changed.contains(field) { fields.take(field, from: desired.fields) }
            } else if field.isDocumented {
                fields.take(field, from: live.fields)
                if field == .description, fields.description == nil { fields.description = "" }
                if desired.kind != .system, !fields.has(field) { unreadable = field }
            }
        }
    }

    /// A PUT that leaves every documented field as it was read.
    static func unchanged(_ live: LiveObject) -> ServiceFields {
        var fields = ServiceFields(name: live.fields.name)
        for field in Field.all(of: live.kind) where field.isDocumented && field != .name {
            fields.take(field, from: live.fields)
        }
        fields.description = fields.description ?? ""
        return fields
    }
}
