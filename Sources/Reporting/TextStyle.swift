/// How text for people is coloured; `plain` leaves it as it is.
package struct TextStyle: Sendable {
    private let usesColour: Bool

    private init(usesColour: Bool) { self.usesColour = usesColour }

    package static let plain = TextStyle(usesColour: false)
    /// ANSI colours, for terminals.
    package static let coloured = TextStyle(usesColour: true)

    /// The meanings that colours stand for.
    package enum Role: String, Sendable {
        case strong = "1"
        case faint = "2"
        case error = "1;31"
        case warning = "1;33"
        case removed = "31"
        case added = "32"
        case changed = "33"
        case place = "36"
    }

    package func callAsFunction(_ role: Role, _ text: String) -> String {
        usesColour && !text.isEmpty ? "\u{1B}[\(role.rawValue)m\(text)\u{1B}[0m" : text
    }
}
