import Calendar
import Cron
import Testing

@Suite("The load of nodes")
struct NodeLoadTests {
    private static let week = CalendarWindow(from: 1_795_478_400, minutes: 7 * 1_440)

    private func task(_ schedule: String, on nodes: [String]?) throws -> CalendarTask {
        CalendarTask("task", try CronExpression(schedule), in: .utc, nodes: nodes)
    }

    @Test("a task counts on each of its nodes; the node with the worst minute is the first, what is not known the last")
    func order() throws {
        let tasks = [
            try task("0 4 * * *", on: ["b"]), try task("0 4 * * *", on: ["b", "a", "b"]),
            try task("0 * * * *", on: ["c"]), try task("0 4 * * *", on: nil), try task("0 4 * * *", on: []),
            try task("30 5 * * *", on: nil),
        ]
        let nodes = NodeLoad(of: tasks, in: Self.week).nodes
        #expect(nodes.map(\.name) == ["b", "a", "c", nil])
        #expect(nodes.map(\.tasks) == [2, 1, 1, 3])
        #expect(nodes.map(\.starts) == [14, 7, 168, 21])
        #expect(nodes.map { $0.worst?.starts } == [2, 1, 1, 2])
        #expect(nodes.map { $0.worst?.instant } == [4, 4, 0, 4].map { Self.week.start + $0 * 3_600 })
    }

    @Test("there are none where the nodes of no task are known")
    func unknown() throws {
        #expect(NodeLoad(of: [try task("0 4 * * *", on: nil)], in: Self.week).nodes.isEmpty)
        #expect(NodeLoad(of: [], in: Self.week).nodes.isEmpty)
    }

    @Test("a node on which nothing starts has no worst minute")
    func quiet() throws {
        let nodes = NodeLoad(of: [try task("0 0 29 2 *", on: ["a"])], in: Self.week).nodes
        #expect(nodes.map(\.starts) == [0])
        #expect(nodes.first?.worst == nil)
    }
}
