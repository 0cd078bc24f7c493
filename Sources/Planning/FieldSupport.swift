import Diagnostics
import PhoenixModel

/// What of the files a panel cannot hold, collected: one warning a field, however many objects declare it.
struct FieldSupport {
    private let capabilities: PanelCapabilities
    private let allowsUnsupported: Bool
    /// Whether the panel stores every field there is.
    let isComplete: Bool
    private var first: [Field: DesiredObject] = [:]
    private var counts: [Field: Int] = [:]

    init(capabilities: PanelCapabilities, allowsUnsupported: Bool) {
        self.capabilities = capabilities
        self.allowsUnsupported = allowsUnsupported
        isComplete = Field.allCases.allSatisfy(capabilities.has)
    }

    /// Whether the panel stores the field; where it does not, a declared value that means something is noted.
    mutating func has(_ field: Field, for object: DesiredObject) -> Bool {
        if capabilities.has(field) { return true }
        let value = object.fields.canonicalValue(of: field)
        guard value != nil, value != ServiceFields.defaultValue(of: field) else { return false }
        if field == .timezone, !allowsUnsupported { return false }
        if first[field] == nil { first[field] = object }
        counts[field, default: 0] += 1
        return false
    }

    /// Why the object must not be written: in another time zone than meant it would run at the wrong hour.
    func refusal(of object: DesiredObject) -> Diagnostic? {
        guard !allowsUnsupported, !capabilities.has(.timezone), let zone = object.fields.timezone,
            .string(zone) != ServiceFields.defaultValue(of: .timezone)
        else { return nil }
        return .timeZoneUnsupported(object, zone)
    }

    func warnings() -> [Diagnostic] {
        Field.allCases.compactMap { field in
            first[field].map { .fieldUnsupported(field, first: $0, count: counts[field] ?? 1) }
        }
    }
}
