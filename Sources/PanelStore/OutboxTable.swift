import PhoenixModel

/// Messages that are still to be delivered, in memory.
struct OutboxTable: Sendable {
    /// By sequence.
    private var messages = JournaledTable<Int64, OutboxMessage>()
    private(set) var sequences = SortedArray<Int64>()
    private var sequencesByID: [String: Int64] = [:]
    /// Oldest first.
    private(set) var sequencesByAddress: [String: SortedArray<Int64>] = [:]
    var lastSequence: Int64 = 0
    private var committedLastSequence: Int64 = 0

    subscript(sequence: Int64) -> OutboxMessage? { messages[sequence] }

    subscript(id: String) -> OutboxMessage? { sequencesByID[id].flatMap { messages[$0] } }

    mutating func set(_ message: OutboxMessage?, at sequence: Int64) {
        index(messages.set(message, at: sequence))
        lastSequence = max(lastSequence, sequence)
    }

    mutating func commit() {
        messages.commit()
        committedLastSequence = lastSequence
    }

    mutating func rollBack() {
        for change in messages.rollBack() { index(change) }
        lastSequence = committedLastSequence
    }

    private mutating func index(_ change: JournaledTable<Int64, OutboxMessage>.Change) {
        switch (change.before, change.after) {
        case (nil, let message?):
            sequences.insert(change.key)
            sequencesByID[message.id] = change.key
            sequencesByAddress[message.address, default: SortedArray()].insert(change.key)
        case (let message?, nil):
            sequences.remove(change.key)
            sequencesByID[message.id] = nil
            sequencesByAddress[message.address]?.remove(change.key)
            if sequencesByAddress[message.address]?.elements.isEmpty == true {
                sequencesByAddress[message.address] = nil
            }
        default: break
        }
    }
}
