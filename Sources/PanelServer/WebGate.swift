package import PanelService
package import PanelStore

/// The limits of the server, which requests for pages share with those for the API.
package struct WebGate: Sendable {
    private let counted: @Sendable (APIKeyRecord) -> ServiceError?
    private let countedFailure: @Sendable () -> ServiceError?

    /// - Parameters:
    ///   - counted: counts a request of a key; answers why it is one too many.
    ///   - countedFailure: counts an attempt to sign in that failed; answers why it is one too many.
    package init(
        counted: @escaping @Sendable (APIKeyRecord) -> ServiceError?,
        countedFailure: @escaping @Sendable () -> ServiceError?
    ) {
        self.counted = counted
        self.countedFailure = countedFailure
    }

    /// Counts a request of a key, and notes that the key is in use.
    /// - Throws: `rate_limited`.
    package func admit(_ key: APIKeyRecord) throws(ServiceError) {
        if let error = counted(key) { throw error }
    }

    /// Counts an attempt to sign in that failed.
    /// - Throws: `rate_limited` for an address that failed too often.
    package func countFailure() throws(ServiceError) {
        if let error = countedFailure() { throw error }
    }
}
