package import PhoenixModel

/// Which services a list shows, in which order, and which part of them.
package struct ServiceQuery: Sendable, Hashable {
    package struct Order: Sendable, Hashable {
        package let key: SortKey
        package let isDescending: Bool

        package init(_ key: SortKey, descending isDescending: Bool = false) {
            self.key = key
            self.isDescending = isDescending
        }
    }

    package var kind: ObjectKind?
    package var status: ServiceStatus?
    /// The whole name, compared like names are for uniqueness.
    package var name: String?
    /// A part of the name, whatever the case.
    package var namePart: String?
    /// What comes first decides first; ties by ascending id. A missing value is last in either direction.
    package var order: [Order] = []
    package var offset = 0
    package var limit = 50

    package init() {}

    /// Whether the list is in ascending order of the id and only the kind chooses: the one whose deep pages are cheap.
    package var isPlain: Bool {
        status == nil && name == nil && (namePart ?? "").isEmpty && (order.first ?? Order(.id)) == Order(.id)
    }
}
