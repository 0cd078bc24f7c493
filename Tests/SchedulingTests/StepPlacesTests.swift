import PhoenixTestSupport
import Testing

@testable import Scheduling

@Suite(.mustEnd)
struct StepPlacesTests {
    private static let limits = {
        var limits = RunLimits()
        limits.stepsPerServer = 1
        limits.stepsPerNode = 2
        limits.backupsPerNode = 1
        return limits
    }()

    private let places = StepPlaces(limits: limits)

    @Test("a server, a node and the backups of a node have their places")
    func limitsHold() {
        #expect(places.takeAtOnce(for: .on("alpha", isBackup: true)))
        #expect(!places.takeAtOnce(for: .on("alpha")))
        #expect(!places.takeAtOnce(for: .on("beta", isBackup: true)))
        #expect(places.takeAtOnce(for: .on("beta")))
        #expect(!places.takeAtOnce(for: .on("gamma")))
        #expect(places.takeAtOnce(for: .on("delta", node: "n2", isBackup: true)))
        places.giveBack(for: .on("alpha", isBackup: true))
        #expect(places.takeAtOnce(for: .on("gamma", isBackup: true)))
    }

    @Test("who waits longest gets the place")
    func fairness() async {
        #expect(places.takeAtOnce(for: .on("alpha", isBackup: true)))
        await withTaskGroup(of: String.self) { group in
            for (index, name) in ["beta", "gamma", "delta"].enumerated() {
                group.addTask {
                    _ = await places.take(for: .on(name, isBackup: true))
                    return name
                }
                while places.waiterCount <= index { await Task.yield() }
            }
            var order: [String] = []
            var holder = "alpha"
            for _ in 0..<3 {
                places.giveBack(for: .on(holder, isBackup: true))
                holder = await group.next() ?? ""
                order.append(holder)
            }
            #expect(order == ["beta", "gamma", "delta"])
        }
    }

    @Test("who waits for a backup does not hold up other steps of the node")
    func backupsDoNotBlockNode() {
        #expect(places.takeAtOnce(for: .on("alpha", isBackup: true)))
        #expect(!places.takeAtOnce(for: .on("beta", isBackup: true)))
        #expect(places.takeAtOnce(for: .on("gamma")))
    }

    @Test("who gives up waiting takes nothing")
    func cancellation() async {
        #expect(places.takeAtOnce(for: .on("alpha")))
        let isTaken = await withTaskGroup(of: Bool.self) { group in
            group.addTask { await places.take(for: .on("alpha")) }
            while places.waiterCount == 0 { await Task.yield() }
            group.cancelAll()
            return await group.next()
        }
        #expect(isTaken == false)
        places.giveBack(for: .on("alpha"))
        #expect(places.takeAtOnce(for: .on("alpha")))
    }
}
