import LogOutput
import Logging
import Testing

@Suite("Failures that follow each other")
struct FailureStreakTests {
    @Test("the first one is said aloud, and so is the first one after an end")
    func firstOnes() {
        let failures = FailureStreak()
        #expect(failures.levelOfNext() == .error)
        #expect(failures.levelOfNext() == .debug)
        #expect(failures.end())
        #expect(!failures.end())
        #expect(failures.levelOfNext(.warning) == .warning)
    }
}
