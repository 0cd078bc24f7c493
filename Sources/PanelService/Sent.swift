/// What a request says of one field.
enum Sent<T> {
    case absent
    /// `null`
    case reset
    case value(T)

    var value: T? { if case .value(let value) = self { value } else { nil } }

    /// Puts what was sent into a field. `null` resets it to its default.
    func apply(to field: inout T, default defaultValue: T) {
        switch self {
        case .absent: break
        case .reset: field = defaultValue
        case .value(let value): field = value
        }
    }
}

extension Sent: Sendable where T: Sendable {}
