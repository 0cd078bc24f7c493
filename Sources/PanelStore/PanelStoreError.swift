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

    /// A unit of work did not come to its end within its time.
    package static func notInTime(_ store: String, _ limit: Duration) -> Self {
        Self(
            .unavailable, "\(store) did not start its work within \(limit)",
            help: "check what else uses the store, and how busy its disk is")
    }
}

extension PanelStoreError: CustomStringConvertible {
    package var description: String { message }
}
