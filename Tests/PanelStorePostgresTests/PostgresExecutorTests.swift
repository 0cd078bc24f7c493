import Dispatch
import PanelStorePostgres
import PhoenixTestSupport
import Synchronization
import Testing

@Suite("The thread of a connection", .mustEnd)
struct PostgresExecutorTests {
    @Test("a call that blocks beyond its deadline, as the look-up of a host name may, is not waited for")
    func deadline() async {
        let executor = PostgresExecutor()
        let isReleased = DispatchSemaphore(value: 0)
        let late = Mutex<Int?>(nil)
        let answer = await executor.call(until: .now + .milliseconds(50)) {
            isReleased.wait()
            return 7
        } late: { value in
            late.withLock { $0 = value }
        }
        #expect(answer == nil)
        isReleased.signal()
        // The thread is free again, and what came late was taken care of.
        #expect(await executor.call(until: .now + .seconds(600), { 8 }, late: { _ in }) == 8)
        #expect(late.withLock { $0 } == 7)
    }
}
