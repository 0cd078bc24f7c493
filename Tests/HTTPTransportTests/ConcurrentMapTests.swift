import HTTPTransport
import Synchronization
import Testing

@Suite("Requests side by side")
struct ConcurrentMapTests {
    private struct Third: Error, Equatable {}

    @Test("are no more at once than allowed, and come back in order", arguments: [1, 3, 50])
    func areNoMoreAtOnceThanAllowed(limit: Int) async throws {
        let running = Mutex((now: 0, peak: 0))
        let outputs = try await Array(1...40).concurrentMap(limit: limit) { number throws(Third) in
            running.withLock {
                $0.now += 1
                $0.peak = max($0.peak, $0.now)
            }
            await Task.yield()
            running.withLock { $0.now -= 1 }
            return number * 2
        }
        #expect(outputs == (1...40).map { $0 * 2 })
        #expect(running.withLock { $0.peak } <= limit)
    }

    @Test("end with the first error")
    func endWithTheFirstError() async {
        let started = Mutex(0)
        await #expect(throws: Third()) {
            try await Array(1...100).concurrentMap(limit: 2) { number throws(Third) in
                started.withLock { $0 += 1 }
                if number == 3 { throw Third() }
                // The others would take for ever.
                if number > 3 { try? await Task.sleep(for: .seconds(3_600)) }
                return number
            }
        }
        #expect(started.withLock { $0 } <= 4)
    }

    @Test("may be none")
    func mayBeNone() async throws {
        let outputs = try await [Int]().concurrentMap(limit: 8) { number throws(Third) in number }
        #expect(outputs.isEmpty)
    }
}
