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

    @Test("are given on in order, each as soon as those before are there", .timeLimit(.minutes(20)))
    func areGivenOnInOrder() async throws {
        let (done, isDone) = AsyncStream.makeStream(of: Void.self)
        var received: [Int] = []
        try await Array(1...6).concurrentForEach(limit: 3) { number throws(Third) in
            if number == 2 { for await _ in done {} }
            return number
        } receive: { number throws(Third) in
            received.append(number)
            // The second, behind which the third has long come, ends only then.
            if number == 1 { isDone.finish() }
        }
        #expect(received == [1, 2, 3, 4, 5, 6])
    }

    @Test("end with the first one that is not taken")
    func endWithTheFirstThatIsNotTaken() async {
        var received: [Int] = []
        await #expect(throws: Third()) {
            try await Array(1...100).concurrentForEach(limit: 1) { number throws(Third) in
                number
            } receive: { number throws(Third) in
                if number == 3 { throw Third() }
                received.append(number)
            }
        }
        #expect(received == [1, 2])
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
