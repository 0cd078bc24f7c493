package import PhoenixModel

/// Why a store cannot work. Nothing was changed by the call that threw it.
package struct PanelStoreError: Error, Sendable, Hashable {
    package let fault: PanelError.StoreFault
    /// One sentence part for the people who run the store; it may have paths in it.
    package let message: String
    /// What to do about it.
    package let help: String?
    /// Whether the same call may well succeed later, with nobody changing how the store is named or set up: a server
    /// that is away or starts, a disk that is full, a standby that is to take over.
    package let mayPass: Bool

    package init(
        _ fault: PanelError.StoreFault, _ message: String, help: String? = nil, mayPass: Bool = false
    ) {
        self.fault = fault
        self.message = message
        self.help = help
        self.mayPass = mayPass
    }

    /// The store has the beginning of a copy, and nothing else. Both stores are as people name them.
    package static func unfinishedCopy(of source: String, to target: String) -> Self {
        Self(
            .unavailable, "the store \(target) is an unfinished copy of \(source)",
            help: "finish it with 'phoenix store copy \(source) \(target)', or remove it")
    }

    /// A unit of work did not come to its end within its time.
    package static func notInTime(_ store: String, _ limit: Duration) -> Self {
        Self(
            .unavailable, "\(store) did not start its work within \(limit)",
            help: "check what else uses the store, and how busy its disk is", mayPass: true)
    }
}

extension PanelStoreError: CustomStringConvertible {
    package var description: String { message }
}
