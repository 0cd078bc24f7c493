import PanelStore
import PhoenixModel

extension PostgresTransaction: OutboxTransaction {
    func insert(_ message: OutboxMessage) async throws { newMessages.append(message) }

    func writeMessages() async throws {
        let messages = newMessages
        newMessages = []
        // The rows of the addresses are locked before the messages get their numbers, in the order that all keep to.
        let first = messages.reversed().reduce(into: [:]) { $0[$1.address] = $1.nextTry }
        try await run(
            """
            INSERT INTO outbox_address (address, next_try)
            SELECT * FROM unnest($1::text[], $2::bigint[]) AS new (address, next_try) ORDER BY 1
            ON CONFLICT (address) DO UPDATE SET oldest = outbox_address.oldest WHERE false
            """, [.texts(first.keys), .array(first.values.map { .init($0) })])
        let rows = messages.enumerated().map { [.init($0.offset)] + OutboxRow.values($0.element) }
        let types = ["bigint"] + Self.messageTypes
        try await run(
            """
            WITH added AS (
                INSERT INTO outbox (\(OutboxRow.insertedColumns))
                SELECT \(OutboxRow.insertedColumns) FROM unnest(\(PostgresSQL.arrayPlaceholders(types)))
                    AS new (number, \(OutboxRow.insertedColumns)) ORDER BY number
                RETURNING address, sequence
            )
            UPDATE outbox_address SET oldest = first.sequence
            FROM (SELECT address, min(sequence) AS sequence FROM added GROUP BY address) AS first
            WHERE outbox_address.address = first.address AND oldest IS NULL
            """, PostgresValue.columns(of: rows, count: types.count))
    }

    private static let messageTypes = [
        "text", "bigint", "text", "text", "text", "text", "text", "text", "bigint", "bigint", "bigint", "text",
    ]

    func takeMessages(
        at moment: Timestamp, until: Timestamp, addresses: Int, perAddress: Int
    ) async throws -> [OutboxMessage] {
        let due = try await run(
            """
            SELECT address FROM outbox_address WHERE next_try <= $1 ORDER BY next_try, oldest LIMIT $2
            FOR UPDATE SKIP LOCKED
            """, [.integer(moment.seconds), .integer(Int64(addresses))], after: .messages
        ).map { try $0.text(0) }
        guard !due.isEmpty else { return [] }
        try await run(
            """
            WITH taken AS (
                SELECT sequence FROM unnest($1::text[]) AS due (due) CROSS JOIN LATERAL (
                    SELECT sequence FROM outbox WHERE address = due ORDER BY sequence LIMIT $2
                ) AS waiting
            ), postponed AS (UPDATE outbox_address SET next_try = $3 WHERE address = ANY ($1::text[]))
            UPDATE outbox SET next_try = $3 FROM taken WHERE outbox.sequence = taken.sequence
            """, [.texts(due), .integer(Int64(perAddress)), .integer(until.seconds)])
        let messages = try await run(
            """
            SELECT waiting.* FROM unnest($1::text[]) WITH ORDINALITY AS due (due, place) CROSS JOIN LATERAL (
                SELECT \(OutboxRow.columns) FROM outbox WHERE address = due ORDER BY sequence LIMIT $2
            ) AS waiting ORDER BY place, sequence
            """, [.texts(due), .integer(Int64(perAddress))])
        return try messages.map { try OutboxRow.message($0) }
    }

    func removeMessages(_ ids: [String]) async throws {
        let addresses = try await lockAddresses(ofMessages: ids)
        guard !addresses.isEmpty else { return }
        try await run("DELETE FROM outbox WHERE id = ANY ($1::text[])", [.texts(ids)])
        try await updateAddresses(addresses)
    }

    func postpone(_ message: OutboxMessage) async throws {
        let addresses = try await lockAddresses(ofMessages: [message.id])
        guard !addresses.isEmpty else { return }
        try await run(
            "UPDATE outbox SET next_try = $1, attempts = $2, last_failure = $3 WHERE id = $4",
            [
                .integer(message.nextTry.seconds), .integer(Int64(message.attempts)),
                PostgresValue(message.lastFailure),
                .text(message.id),
            ])
        try await updateAddresses(addresses)
    }

    func outboxLoad() async throws -> (count: Int, oldest: Timestamp?) {
        let row = try await run(
            """
            SELECT (SELECT count(*) FROM outbox), (SELECT created_at FROM outbox ORDER BY sequence LIMIT 1)
            """, after: .messages)[0]
        return (try row.count(0), try row.optionalTimestamp(1))
    }

    private func lockAddresses(ofMessages ids: [String]) async throws -> [String] {
        try await run(
            """
            SELECT address FROM outbox_address
            WHERE address IN (SELECT address FROM outbox WHERE id = ANY ($1::text[])) ORDER BY address FOR UPDATE
            """, [.texts(ids)], after: .messages
        ).map { try $0.text(0) }
    }

    /// An address is tried when its oldest message is; one without messages is forgotten.
    private func updateAddresses(_ addresses: [String]) async throws {
        try await run(
            """
            WITH oldest AS (
                SELECT address, waiting.next_try, waiting.sequence FROM unnest($1::text[]) AS known (address)
                LEFT JOIN LATERAL (
                    SELECT next_try, sequence FROM outbox WHERE outbox.address = known.address
                    ORDER BY sequence LIMIT 1
                ) AS waiting ON true
            ), forgotten AS (
                DELETE FROM outbox_address USING oldest
                WHERE outbox_address.address = oldest.address AND oldest.sequence IS NULL
            )
            UPDATE outbox_address SET next_try = oldest.next_try, oldest = oldest.sequence FROM oldest
            WHERE outbox_address.address = oldest.address AND oldest.sequence IS NOT NULL
            """, [.texts(addresses)])
    }
}
