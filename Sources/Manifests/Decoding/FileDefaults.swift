import PhoenixModel

/// What a task has where its block says nothing: the file's defaults, or else the fields' own.
struct FileDefaults {
    /// Fields with their values. A task's notifications are named, and not among these.
    private(set) var values: [(field: Field, value: Value)]
    var notifyList: Int?

    init(_ fields: [Field]) {
        values = fields.compactMap { field in
            guard field.form != .notifications else { return nil }
            return field.defaultValue.map { (field, $0) }
        }
    }

    /// nil leaves the field's own default.
    mutating func set(_ field: Field, _ value: Value?) {
        guard let value, let index = values.firstIndex(where: { $0.field == field }) else { return }
        values[index].value = value
    }
}
