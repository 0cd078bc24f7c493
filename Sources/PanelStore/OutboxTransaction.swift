package import PhoenixModel

/// The messages that are still to be delivered.
package protocol OutboxTransaction {
    /// Adds a message.
    func insert(_ message: OutboxMessage) async throws

    /// Takes messages of addresses whose oldest message may be tried at `moment`, until `until`: nobody else gets
    /// messages of these addresses before. Of each address all that wait, oldest first, up to `perAddress`.
    func takeMessages(
        at moment: Timestamp, until: Timestamp, addresses: Int, perAddress: Int
    ) async throws -> [OutboxMessage]

    /// Removes messages that were delivered or given up.
    func removeMessages(_ ids: [String]) async throws

    /// Notes a failed try of a message and when its address is tried again. A message that is gone is passed over.
    func postpone(_ message: OutboxMessage) async throws

    /// How many messages wait, and since when the oldest has.
    func outboxLoad() async throws -> (count: Int, oldest: Timestamp?)
}
