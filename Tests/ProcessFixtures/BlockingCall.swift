import Foundation

/// Runs a call that blocks on a thread of its own, so that the tasks of other tests go on meanwhile.
package func blockingCall<T: Sendable>(_ body: @escaping @Sendable () throws -> T) async throws -> T {
    try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread { continuation.resume(with: Result(catching: body)) }
    }
}
