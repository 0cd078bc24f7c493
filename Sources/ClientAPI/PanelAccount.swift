/// The owner of a key.
package struct PanelAccount: Sendable, Hashable {
    /// A root admin sees the servers of everybody.
    package let isAdmin: Bool
}
