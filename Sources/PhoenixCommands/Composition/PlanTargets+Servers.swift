import Diagnostics
import PhoenixModel

extension PlanTargets {
    /// Reads the schedules of the servers that selectors mean, as manifests write them; of all where there are none.
    /// - Throws: that a selector means no server.
    func readSchedules(of selectors: [String]) async throws -> LiveState {
        try await read { try Self.select(selectors, from: $0) }
    }

    private static func select(_ selectors: [String], from servers: [GameServer]) throws -> [GameServer] {
        if selectors.isEmpty { return servers }
        let selection = ServerSelection(selectors)
        let unmatched = selection.included.filter { !servers.contains(where: $0.matches) }
        guard unmatched.isEmpty else {
            throw CommandError(
                .serverUnmatched,
                "no server that the key may see matches \(unmatched.map { "'\($0.text)'" }.joined(separator: ", "))",
                help: "selectors are all, name:GLOB, node:NAME, an identifier or a uuid", status: .error)
        }
        // Without anything to take in, `!…` takes out of all.
        let takesAll = selection.included.isEmpty
        return servers.filter { server in
            takesAll ? !selection.excluded.contains { $0.matches(server) } : selection.matches(server)
        }
    }
}
