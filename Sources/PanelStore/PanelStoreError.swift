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

    /// `store` is as people name it.
    package static func tooNew(_ store: String) -> Self {
        Self(
            .tooNew, "the store \(store) was written by a newer version of phoenix",
            help: "use that version, or another store")
    }

    /// It cannot be read before it is migrated.
    package static func tooOld(_ store: String) -> Self {
        Self(
            .unavailable, "the store \(store) was written by an older version of phoenix and must be migrated",
            help: "'phoenix serve' and 'phoenix apply' migrate it")
    }

    /// `place` is where there is no store: `at /srv/panel.db`.
    package static func missing(_ place: String) -> Self {
        Self(.missing, "there is no store \(place)", help: "'phoenix serve' and 'phoenix apply' create one")
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
