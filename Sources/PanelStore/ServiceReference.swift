/// As much of a service as the rules of dependencies need.
package struct ServiceReference: Sendable, Hashable {
    package let id: Int64
    package let name: String
    package let isEnabled: Bool

    package init(id: Int64, name: String, isEnabled: Bool) {
        self.id = id
        self.name = name
        self.isEnabled = isEnabled
    }
}
