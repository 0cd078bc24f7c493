/// What the options of a command say of the panel; nil for what was not given.
package struct ClientFlags: Sendable {
    package var panel: String?
    package var store: String?
    package var context: String?
    package var keyFile: String?
    /// Whether others may read the key file.
    package var isKeyFileShared: Bool
    package var caFile: String?
    package var timeout: Int?
    package var parallelism: Int?

    package init(
        panel: String? = nil, store: String? = nil, context: String? = nil, keyFile: String? = nil,
        isKeyFileShared: Bool = false, caFile: String? = nil, timeout: Int? = nil, parallelism: Int? = nil
    ) {
        self.panel = panel
        self.store = store
        self.context = context
        self.keyFile = keyFile
        self.isKeyFileShared = isKeyFileShared
        self.caFile = caFile
        self.timeout = timeout
        self.parallelism = parallelism
    }
}
