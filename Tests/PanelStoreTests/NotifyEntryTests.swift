import PanelStore
import PhoenixModel
import Testing

@Suite("Entries of notify")
struct NotifyEntryTests {
    @Test("An entry without events has the standard ones")
    func standardEvents() {
        let entries = NotifyEntry.all(in: [
            ["type": "webhook", "url": "https://a.example/x", "secret": "0123456789abcdef"]
        ])
        #expect(entries.map(\.kind) == ["webhook"])
        #expect(entries.first?.address == "https://a.example/x")
        #expect(entries.first?.secret == "0123456789abcdef")
        #expect(entries.first?.events == ["failed", "partial", "missed", "recovered", "stopped"])
    }

    @Test("An entry prints nothing of its address and key")
    func printing() {
        let entries = NotifyEntry.all(
            in: [["type": "discord", "url": "https://discord.example/secret-token", "on": ["stopped"]]])
        #expect(entries.first?.events == ["stopped"])
        #expect("\(entries)" == "[discord (secret)]")
        #expect(!String(reflecting: entries).contains("token"))
    }
}
