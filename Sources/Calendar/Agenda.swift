package import Cron

/// What starts in a window, in the order of time.
package struct Agenda: Sendable {
    package struct Item: Sendable, Hashable {
        /// Place in the list of tasks.
        package let task: Int
        /// When it starts, in Unix seconds.
        package let instant: Int64
        /// The time of the schedule that makes it start; earlier where it is a later step of one.
        package let fire: CronFire
    }

    /// By instant, then in the order of the tasks.
    package let items: [Item]
    /// Whether there is more in the window than `limit` allowed.
    package let isCut: Bool

    /// Costs a logarithm of the tasks for each start; starts beyond `limit` cost nothing.
    package init(of tasks: [CalendarTask], in window: CalendarWindow, limit: Int) {
        var queue = StartQueue()
        for (index, task) in tasks.enumerated() { queue.add(task, index, after: window.start - 1, before: window.end) }
        var items: [Item] = []
        while items.count < limit, let next = queue.takeFirst() {
            let task = tasks[next.task]
            for fire in task.expression.fires(after: next.instant - task.delay - 1, in: task.zone, count: 1) {
                items.append(Item(task: next.task, instant: next.instant, fire: fire))
            }
            queue.add(task, next.task, after: next.instant, before: window.end)
        }
        self.items = items
        isCut = !queue.isEmpty
    }
}

/// The next start of each task, the earliest first: a binary heap.
private struct StartQueue {
    struct Start {
        let instant: Int64
        /// Place in the list of tasks.
        let task: Int
    }

    private var heap: [Start] = []

    var isEmpty: Bool { heap.isEmpty }

    mutating func add(_ task: CalendarTask, _ index: Int, after instant: Int64, before end: Int64) {
        guard let next = task.expression.next(after: instant - task.delay, in: task.zone), next + task.delay < end
        else { return }
        heap.append(Start(instant: next + task.delay, task: index))
        var place = heap.count - 1
        while place > 0, isBefore(heap[place], heap[(place - 1) / 2]) {
            heap.swapAt(place, (place - 1) / 2)
            place = (place - 1) / 2
        }
    }

    mutating func takeFirst() -> Start? {
        guard let first = heap.first else { return nil }
        let last = heap.removeLast()
        guard !heap.isEmpty else { return first }
        heap[0] = last
        var place = 0
        while true {
            var least = place
            for child in [2 * place + 1, 2 * place + 2] where child < heap.count && isBefore(heap[child], heap[least]) {
                least = child
            }
            guard least != place else { return first }
            heap.swapAt(place, least)
            place = least
        }
    }

    private func isBefore(_ left: Start, _ right: Start) -> Bool {
        (left.instant, left.task) < (right.instant, right.task)
    }
}
