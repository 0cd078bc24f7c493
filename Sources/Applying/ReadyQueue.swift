/// The actions that may start, the first of the plan first: a binary heap.
struct ReadyQueue {
    private var heap: [Int] = []

    var first: Int? { heap.first }

    mutating func insert(_ action: Int) {
        var child = heap.count
        heap.append(action)
        while child > 0, heap[(child - 1) / 2] > action {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    mutating func removeFirst() -> Int? {
        guard let first = heap.first, let last = heap.popLast() else { return nil }
        guard !heap.isEmpty else { return first }
        heap[0] = last
        var parent = 0
        while true {
            let left = 2 * parent + 1
            guard left < heap.count else { return first }
            let child = left + 1 < heap.count && heap[left + 1] < heap[left] ? left + 1 : left
            guard heap[child] < heap[parent] else { return first }
            heap.swapAt(child, parent)
            parent = child
        }
    }
}
