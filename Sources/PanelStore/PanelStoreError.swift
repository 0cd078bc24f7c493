package import PhoenixModel

/// Why a store cannot work. Nothing was changed by the call that threw it.
package struct PanelStoreError: Error, Sendable, Hashable {
    package let fault: PanelError.StoreFault
    /// One sentence part for the people who run the store; it may have paths in it.
    package let message: String
    /// What to do about it.
    package let help: String?

    package init(_ fault: PanelError.StoreFault, _ message: String, help: String? = nil) {
        self.fault = fault
        self.message = message
        self.help = help
    }
}

extension PanelStoreError: CustomStringConvertible {
    package var description: String { message }
}
