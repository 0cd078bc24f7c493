import ClientAPI
import Reporting

/// What can be told of the panel that tasks are run on.
struct RunnerChecks {
    private let panel: RunnerPanel

    init(_ panel: RunnerPanel) { self.panel = panel }

    var all: [Check] {
        get async throws {
            [try await panel.withClient { client in Self.check(panel, await Self.vitals(of: client)) }]
        }
    }

    private static func vitals(of client: ClientAPI) async -> Result<ClientAPIVitals, ClientAPIError> {
        do throws(ClientAPIError) { return .success(try await client.check()) } catch { return .failure(error) }
    }

    private static func check(_ panel: RunnerPanel, _ vitals: Result<ClientAPIVitals, ClientAPIError>) -> Check {
        switch vitals {
        case .success(let vitals):
            let servers = vitals.serverCount.map { "the key sees \(Plural.text($0, "server"))" } ?? "the key works"
            return Check("client API", .ok, "\(panel.address) answers; \(servers)")
        case .failure(let error): return Check("client API", .problem, error.message, help: error.help)
        }
    }
}
