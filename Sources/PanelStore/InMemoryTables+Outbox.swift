import PhoenixModel
import Synchronization

extension InMemoryTables {
    func insert(_ message: OutboxMessage) throws {
        try state.withLock { state in
            guard state.outbox[message.id] == nil else { throw InMemoryConstraint.messageTaken }
            var message = message
            message.sequence = state.outbox.lastSequence + 1
            state.outbox.set(message, at: message.sequence)
        }
    }

    func takeMessages(
        at moment: Timestamp, until: Timestamp, addresses: Int, perAddress: Int
    ) -> [OutboxMessage] {
        state.withLock { state in
            let oldest = state.outbox.sequencesByAddress.values.compactMap(\.elements.first)
                .compactMap { state.outbox[$0] }
            let due = oldest.filter { $0.nextTry <= moment }
                .sorted { ($0.nextTry, $0.sequence) < ($1.nextTry, $1.sequence) }
            return due.prefix(addresses).flatMap { first in
                let sequences = state.outbox.sequencesByAddress[first.address]?.elements ?? []
                return sequences.prefix(perAddress).compactMap { sequence in
                    guard var message = state.outbox[sequence] else { return nil as OutboxMessage? }
                    message.nextTry = until
                    state.outbox.set(message, at: sequence)
                    return message
                }
            }
        }
    }

    func removeMessages(_ ids: [String]) {
        state.withLock { state in
            for id in ids {
                if let message = state.outbox[id] { state.outbox.set(nil, at: message.sequence) }
            }
        }
    }

    func postpone(_ message: OutboxMessage) {
        state.withLock { state in
            guard var stored = state.outbox[message.id] else { return }
            stored.nextTry = message.nextTry
            stored.attempts = message.attempts
            stored.lastFailure = message.lastFailure
            state.outbox.set(stored, at: stored.sequence)
        }
    }

    func outboxLoad() -> (count: Int, oldest: Timestamp?) {
        state.withLock { state in
            let sequences = state.outbox.sequences.elements
            return (sequences.count, sequences.first.flatMap { state.outbox[$0]?.createdAt })
        }
    }
}
