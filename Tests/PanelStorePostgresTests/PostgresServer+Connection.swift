import PanelStorePostgres
import PostgresFixtures

extension PostgresServer {
    /// Runs `body` with a connection to the database.
    func withConnection<T>(_ body: (PostgresConnection) async throws -> T) async throws -> T {
        try await PostgresConnection.withConnection(to: location, body)
    }
}

extension PostgresConnection {
    static func withConnection<T>(
        to location: PostgresLocation, _ body: (PostgresConnection) async throws -> T
    ) async throws -> T {
        let connection = try await connect(to: location, until: .soon)
        do {
            let result = try await body(connection)
            await connection.close()
            return result
        } catch {
            await connection.close()
            throw error
        }
    }
}

extension ContinuousClock.Instant {
    /// Far later than anything takes that works.
    static var soon: Self { .now + .seconds(600) }
}
