import Applying
import Glibc
import Synchronization

/// Ctrl-C and SIGTERM while a command works: the first asks it to stop, the second one ends the process.
enum InterruptSignal {
    private static let flag = Atomic<Bool>(false)

    /// Runs `body` with the signals caught; `wasRaised` tells in it whether one came.
    static func caught<T>(_ body: (_ wasRaised: @escaping @Sendable () -> Bool) async throws -> T) async rethrows -> T {
        for number in [SIGINT, SIGTERM] { signal(number, handler) }
        defer { for number in [SIGINT, SIGTERM] { signal(number, SIG_DFL) } }
        return try await body { flag.load(ordering: .relaxed) }
    }

    private static let handler: @convention(c) (Int32) -> Void = { number in
        flag.store(true, ordering: .relaxed)
        signal(number, SIG_DFL)
    }
}
