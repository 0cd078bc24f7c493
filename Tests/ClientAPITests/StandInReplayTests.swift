import ClientPanelFixtures
import Testing

@Suite("A stand-in panel")
struct StandInReplayTests {
    /// What the stand-in has nothing of: no call of phoenix asks for it.
    private static let beyond: Set<String> = ["activity", "apikey_create"]

    @Test("answers every recorded request as the real panel did", arguments: RecordedExchange.Recording.allCases)
    func answersEveryRecordedRequest(recording: RecordedExchange.Recording) throws {
        let replay = try Replay(recording)
        var compared = 0
        for exchange in try RecordedExchange.all(of: recording) where !Self.beyond.contains(exchange.name) {
            replay.prepare(exchange)
            let differences = replay.run(exchange)
            #expect(differences.isEmpty, "\(exchange.name): \(differences.joined(separator: "; "))")
            compared += 1
        }
        #expect(compared == (recording == .exchanges ? 286 : 17))
    }
}
