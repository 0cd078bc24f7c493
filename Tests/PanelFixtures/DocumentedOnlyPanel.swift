/// A proxy that makes a panel look like one that implements nothing but the documented endpoints and fields.
///
/// - It answers the documented fields only, without `ETag`, `Location` and limits, and pages of its own length.
/// - It takes `name`, `description`, `schedule`, `enabled` and `task`, and drops other keys without a word; it knows
///   no query parameter but `page`, and neither `If-Match` nor `Idempotency-Key`.
/// - A `PUT` replaces: an absent description becomes empty, an absent `enabled` true, and without a name (for tasks a
///   schedule and a task too) it is refused.
///
/// The panel behind it must take `per_page`. For faults put a `FaultProxy` in front.
package struct DocumentedOnlyPanel: Sendable {
    package let address: ServerAddress
    private let log: RequestLog

    fileprivate init(address: ServerAddress, log: RequestLog) {
        self.address = address
        self.log = log
    }

    /// Without a slash at its end.
    package var url: String { address.url }

    /// Every request until now, as it came and in that order.
    package var requests: [RecordedRequest] { log.requests }
}

/// Runs a `DocumentedOnlyPanel` while `body` runs; all of it has ended when this returns or throws.
package func withDocumentedOnlyPanel<Result>(
    upstream: ServerAddress, options: DocumentedOnlyOptions = DocumentedOnlyOptions(),
    isolation: isolated (any Actor)? = #isolation, _ body: (DocumentedOnlyPanel) async throws -> Result
) async throws -> Result {
    let rules = DocumentedOnlyRules(options: options, upstream: Upstream(address: upstream))
    return try await withLoopbackServer(reply: { .answer(await rules.answer(to: $0)) }) { address in
        try await body(DocumentedOnlyPanel(address: address, log: rules.log))
    }
}
