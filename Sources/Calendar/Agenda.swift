package import Cron

/// What starts in a window, in the order of time.
package struct Agenda: Sendable {
    package struct Item: Sendable, Hashable {
        /// Place in the list of tasks.
        package let task: Int
        package let fire: CronFire
    }

    /// By instant, then in the order of the tasks.
    package let items: [Item]
    /// Whether there is more in the window than `limit` allowed.
    package let isCut: Bool

    /// Costs a logarithm of the tasks for each start; starts beyond `limit` cost nothing.
    package init(of tasks: [CalendarTask], in window: CalendarWindow, limit: Int) {
        var queue = FireQueue()
        for (index, task) in tasks.enumerated() { queue.add(task, index, after: window.start - 1, before: window.end) }
        var items: [Item] = []
        while items.count < limit, let next = queue.takeFirst() {
            items.append(next)
            queue.add(tasks[next.task], next.task, after: next.fire.instant, before: window.end)
        }
        self.items = items
        isCut = !queue.isEmpty
    }
}

/// The next start of each task, the earliest first: a binary heap.
private struct FireQueue {
    private var heap: [Agenda.Item] = []

    var isEmpty: Bool { heap.isEmpty }

    mutating func add(_ task: CalendarTask, _ index: Int, after instant: Int64, before end: Int64) {
        guard let fire = task.expression.fires(after: instant, in: task.zone, count: 1).first, fire.instant < end else {
            return
        }
        heap.append(Agenda.Item(task: index, fire: fire))
        var place = heap.count - 1
        while place > 0, isBefore(heap[place], heap[(place - 1) / 2]) {
            heap.swapAt(place, (place - 1) / 2)
            place = (place - 1) / 2
        }
    }

    mutating func takeFirst() -> Agenda.Item? {
        guard let first = heap.first else { return nil }
        let last = heap.removeLast()
        guard !heap.isEmpty else { return first }
        heap[0] = last
        var place = 0
        while true {
            let children = [2 * place + 1, 2 * place + 2].filter { $0 < heap.count }
            guard let least = children.min(by: { isBefore(heap[$0], heap[$1]) }),
                isBefore(heap[least], heap[place])
            else { return first }
            heap.swapAt(place, least)
            place = least
        }
    }

    private func isBefore(_ left: Agenda.Item, _ right: Agenda.Item) -> Bool {
        (left.fire.instant, left.task) < (right.fire.instant, right.task)
    }
}
