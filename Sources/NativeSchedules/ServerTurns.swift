import PhoenixModel

/// Lets the writes to one server go one after another; those to others do not wait for them.
actor ServerTurns {
    private var waiting: [GameServer.ID: [CheckedContinuation<Void, Never>]] = [:]

    /// Runs `body` when nobody else writes to the server.
    nonisolated func take<Result: Sendable>(
        _ server: GameServer.ID, _ body: () async throws(PanelError) -> Result
    ) async throws(PanelError) -> Result {
        await begin(server)
        do throws(PanelError) {
            let result = try await body()
            await end(server)
            return result
        } catch {
            await end(server)
            throw error
        }
    }

    private func begin(_ server: GameServer.ID) async {
        guard waiting[server] != nil else {
            waiting[server] = []
            return
        }
        await withCheckedContinuation { waiting[server]?.append($0) }
    }

    private func end(_ server: GameServer.ID) {
        guard let next = waiting[server]?.first else {
            waiting[server] = nil
            return
        }
        waiting[server]?.removeFirst()
        next.resume()
    }
}
