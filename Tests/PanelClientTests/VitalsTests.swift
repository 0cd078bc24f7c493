import HTTPTransport
import PhoenixModel
import ServicesAPI
import Testing
import TransportFixtures

@testable import PanelClient

@Suite("How a panel is to talk to")
struct VitalsTests {
    private static let list = "GET /api/v1/services?per_page=1&page=1"
    private static let probes = [
        "POST /api/v1/services/scheduled", "PUT /api/v1/services/0", "DELETE /api/v1/services/0",
    ]

    /// A panel with one service, whose answers to anything but reads come from `refuse`.
    private func transport(
        traits: PanelTraits = .complete, date: String? = nil,
        _ refuse: @escaping @Sendable (String) -> HTTPResponse = { _ in .missing }
    ) -> ScriptedTransport {
        let api = FakeAPI([.service(1)], traits: traits)
        return ScriptedTransport { request, _ in
            guard request.method == "GET" else { return refuse(request.method) }
            var answer = api.answer(request)
            answer.headers += [("X-RateLimit-Limit", "720"), ("X-RateLimit-Remaining", "700")]
            if let date { answer.headers.append(("Date", date)) }
            return answer
        }
    }

    private func grants(_ transport: ScriptedTransport) async throws -> [Permission: Bool?] {
        let permissions = try await HTTPPanel(transport).vitals().permissions
        return Dictionary(uniqueKeysWithValues: permissions.map { ($0.permission, $0.isGranted) })
    }

    @Test("a refusal before the body is looked at is a permission that is missing")
    func aRefusalBeforeTheBodyIsLookedAtIsAPermissionThatIsMissing() async throws {
        let transport = transport { method in
            switch method {
            case "POST": .error(403, "permission_denied", "no")
            case "PUT": .error(422, "validation_failed", "no field")
            default: .missing
            }
        }
        let grants = try await grants(transport)
        #expect(grants == [.read: true, .create: false, .update: true, .delete: true])
        #expect(transport.lines == [Self.list] + Self.probes)
        let bodies = transport.requests.map { $0.body.map { String(decoding: $0, as: UTF8.self) } }
        #expect(bodies == [nil, "{}", "{}", nil])
    }

    @Test("a panel that does not show the additions is sent nothing but a read")
    func aPanelThatDoesNotShowTheAdditionsIsSentNothingButARead() async throws {
        let transport = transport(traits: .documented)
        let grants = try await grants(transport)
        #expect(grants == [.read: true, .create: nil, .update: nil, .delete: nil])
        #expect(transport.lines == [Self.list])
    }

    @Test("a panel without anything on it is sent nothing but a read")
    func aPanelWithoutAnythingOnItIsSentNothingButARead() async throws {
        let api = FakeAPI()
        let transport = ScriptedTransport { request, _ in api.answer(request) }
        _ = try await grants(transport)
        #expect(transport.lines == [Self.list])
    }

    @Test(
        "any other answer tells nothing",
        arguments: [
            HTTPResponse.text(403, "<h1>403 Forbidden</h1>"), .text(404, "nothing here"), .text(204, ""),
            .error(500, "internal_error", "no"), .error(404, "not_found", "no route"), .error(403, "blocked", "no"),
            .error(200, "permission_denied", "odd"),
        ])
    func anyOtherAnswerTellsNothing(_ answer: HTTPResponse) async throws {
        let grants = try await grants(transport { _ in answer })
        #expect(grants == [.read: true, .create: nil, .update: nil, .delete: nil])
    }

    // The clock of these tests says Fri, 15 Jan 2027 08:00:00 GMT.
    @Test(
        "the Date of an answer tells how far the clocks are apart",
        arguments: [
            ("Fri, 15 Jan 2027 08:00:00 GMT", Duration.milliseconds(500)),
            ("Fri, 15 Jan 2027 09:00:00 GMT", .milliseconds(3_600_500)),
            ("Fri, 15 Jan 2027 07:59:00 GMT", .milliseconds(-59_500)),
        ])
    func theDateOfAnAnswerTellsHowFarTheClocksAreApart(_ date: String, _ skew: Duration) async throws {
        #expect(try await HTTPPanel(transport(date: date)).vitals().clockSkew == skew)
    }

    @Test("without a Date that can be read nothing is said of the clock", arguments: [nil, "yesterday"])
    func withoutADateThatCanBeReadNothingIsSaidOfTheClock(_ date: String?) async throws {
        #expect(try await HTTPPanel(transport(date: date)).vitals().clockSkew == nil)
    }

    @Test("the rate limit is told with what is left of it")
    func theRateLimitIsToldWithWhatIsLeftOfIt() async throws {
        let vitals = try await HTTPPanel(transport()).vitals()
        #expect(vitals.rateLimit == 720)
        #expect(vitals.remaining == 700)
    }

    @Test("a refused read is the panel's error")
    func aRefusedReadIsThePanelError() async throws {
        let transport = ScriptedTransport { _, _ in .error(401, "unauthenticated", "who?") }
        let error = await panelError { try await HTTPPanel(transport).vitals() }
        #expect(error?.code == .unauthenticated)
        #expect(transport.requests.count == 1)
    }
}
