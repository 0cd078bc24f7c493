import ClientAPI
import ClientPanelFixtures
import HTTPTransport
import PhoenixModel
import Testing

@Suite("What a real panel was recorded to answer")
struct RecordedExchangeTests {
    private static func answers() throws -> [(exchange: RecordedExchange, answer: ClientAnswer)] {
        try RecordedExchange.Recording.allCases.flatMap { try RecordedExchange.all(of: $0) }
            .filter { $0.method != "HEAD" && !$0.isCutOff }
            .map { exchange in
                let response = HTTPResponse(status: exchange.status, headers: exchange.headers, body: exchange.body)
                return (exchange, ClientAnswer(response))
            }
    }

    @Test("is there")
    func isThere() throws {
        #expect(try Self.answers().count == 293)
    }

    @Test("is a success exactly where the panel did it")
    func isASuccessExactlyWhereThePanelDidIt() throws {
        for (exchange, answer) in try Self.answers() {
            // A validation error may come with the status 200, behind a byte order mark.
            let isRefused = String(decoding: exchange.body, as: UTF8.self).contains("\"errors\"")
            let isDone = if case .done = answer { true } else { false }
            #expect(isDone == ((200..<300).contains(exchange.status) && !isRefused), "\(exchange.name)")
        }
    }

    @Test("is a refusal with its own status wherever the panel speaks its own format")
    func isARefusalWithItsOwnStatus() throws {
        var statuses: [Int: Int] = [:]
        for (exchange, answer) in try Self.answers() {
            guard case .refused(let refusal) = answer else { continue }
            statuses[refusal.status, default: 0] += 1
            #expect(refusal.status == exchange.status || exchange.status == 200, "\(exchange.name)")
            #expect(refusal.reason != .other || refusal.status == 419, "\(exchange.name)")
            #expect(!refusal.text.isEmpty, "\(exchange.name)")
        }
        #expect(statuses[422] == 27)
        #expect(statuses[409] == 12)
    }

    @Test(
        "means what it says",
        arguments: [
            ("server_unknown", .notFound), ("server_view_internal_id", .notFound),
            ("api_v1_404", .unknownRoute), ("server_view_suspended_resources", .serverState),
            ("status_transferring", .serverState), ("node_maintenance_create", .serverState),
            ("resources_no_wings", .nodeUnreachable), ("power_no_wings", .nodeUnreachable),
            ("backup_delete_no_wings", .nodeUnreachable), ("power_bad", .invalidRequest),
            ("ob0_422", .invalidRequest), ("ob0_500_month_number", .panelFailed),
            ("schedule_create_no_month", .panelFailed), ("backup_limit_reached", .backupLimit),
            ("backup_throttle_429", .backupThrottled), ("ratelimit_low_4", .rateLimited),
            ("ip_not_allowed", .addressNotAllowed), ("key_expired", .unauthenticated),
            ("2fa_required", .twoFactorRequired), ("artisan_down", .maintenance), ("l_create3", .rateLimited),
            ("client_filter_bogus", .invalidRequest),
        ] as [(String, ClientRefusal.Reason)])
    func meansWhatItSays(name: String, reason: ClientRefusal.Reason) throws {
        let found = try Self.answers().first { $0.exchange.name == name }
        guard case .refused(let refusal)? = found?.answer else {
            Issue.record("\(name) is no refusal")
            return
        }
        #expect(refusal.reason == reason)
    }

    @Test("is known as a page or a redirect where it is one")
    func isKnownAsAPage() throws {
        for (exchange, answer) in try Self.answers() where exchange.body.starts(with: "<!DOCTYPE".utf8) {
            let isPage =
                switch answer {
                case .foreign, .redirect: true
                case .done, .refused: false
                }
            #expect(isPage, "\(exchange.name)")
        }
    }

    @Test("of an application key is told from a missing permission")
    func ofAnApplicationKey() throws {
        let reasons = try Self.answers().compactMap { exchange, answer -> ClientRefusal.Reason? in
            guard case .refused(let refusal) = answer, exchange.status == 403 else { return nil }
            return refusal.reason
        }
        #expect(reasons.contains(.applicationKey))
        #expect(reasons.contains(.permissionDenied))
        #expect(reasons.contains(.addressNotAllowed))
        #expect(Set(reasons).count == 3)
    }
}
