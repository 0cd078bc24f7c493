/// Numbers by the hash of a text, where the texts themselves are kept elsewhere.
///
/// Looking one up touches no text unless the hashes are equal, which on large sets saves most of the time.
struct HashIndex {
    fileprivate struct Slot {
        var hash = 0
        /// -1 for an empty slot.
        var number: Int32 = -1
    }

    private var slots: [Slot]
    private let mask: Int

    /// - Parameter capacity: the most numbers that will be put in.
    init(capacity: Int) {
        var size = 16
        while size < capacity * 2 { size *= 2 }
        slots = Array(repeating: Slot(), count: size)
        mask = size - 1
    }

    /// The numbers under a hash: mostly one or none.
    func numbers(under hash: Int) -> Numbers { Numbers(hash: hash, place: hash & mask, slots: slots, mask: mask) }

    struct Numbers: Sequence, IteratorProtocol {
        fileprivate let hash: Int
        fileprivate var place: Int
        fileprivate let slots: [Slot]
        fileprivate let mask: Int

        mutating func next() -> Int? {
            while slots[place].number >= 0 {
                let slot = slots[place]
                place = (place + 1) & mask
                if slot.hash == hash { return Int(slot.number) }
            }
            return nil
        }
    }

    /// Puts in a number whose text is not there yet.
    mutating func insert(_ hash: Int, _ number: Int) {
        var place = hash & mask
        while slots[place].number >= 0 { place = (place + 1) & mask }
        slots[place] = Slot(hash: hash, number: Int32(clamping: number))
    }
}
