/// The servers that a list of selectors means: those that one of them matches, without those that one behind a `!` takes
/// out again. The order of the list means nothing.
package struct ServerSelection: Sendable, Hashable {
    package let included: [ServerSelector]
    package let excluded: [ServerSelector]

    package init(_ texts: some Sequence<String>) {
        var included: [ServerSelector] = []
        var excluded: [ServerSelector] = []
        for text in texts {
            let text = text.trimmed()
            if text.hasPrefix("!") {
                excluded.append(ServerSelector(String(text.dropFirst())))
            } else {
                included.append(ServerSelector(String(text)))
            }
        }
        self.included = included
        self.excluded = excluded
    }

    package func matches(_ server: GameServer) -> Bool {
        included.contains { $0.matches(server) } && !excluded.contains { $0.matches(server) }
    }
}
