/// The key of a schedule on one of the servers that its entry selects: `nightly-restart@1a7ce997`.
package struct ScheduleKey: Sendable, Hashable {
    /// The key of the entry in the files.
    package let entry: String
    package let server: GameServer.ID

    package init(entry: String, server: GameServer.ID) {
        self.entry = entry
        self.server = server
    }

    /// nil for the key of anything else: those have no `@`.
    package init?(_ text: String) {
        guard let at = text.utf8.lastIndex(of: UInt8(ascii: "@")) else { return nil }
        entry = String(text[..<at])
        server = String(text[text.utf8.index(after: at)...])
    }

    package var text: String { "\(entry)@\(server)" }
}
