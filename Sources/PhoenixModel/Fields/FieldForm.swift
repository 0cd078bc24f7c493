/// How a field's values are read, compared and shown. Everything that treats fields in one way for all goes by it.
package enum FieldForm: UInt8, Sendable, Hashable, CaseIterable {
    /// Text for people, compared without the white space around it.
    case text
    /// Cron text, compared by its canonical form.
    case schedule
    /// The name of an IANA time zone.
    case timeZone
    /// One of a few words.
    case word
    case boolean
    case integer
    /// A mapping or a list, with secrets where its schema allows them. Its differences are shown one by one.
    case tree
    /// A tree that manifests write as a list of names of `notifications`.
    case notifications
    /// Other services: by key in manifests, by id on a panel.
    case dependencies

    /// Whether values are compared key by key, by the schema.
    package var isStructured: Bool { self == .tree || self == .notifications }
}
