import ClientAPI
import ClockFixtures
import HTTPTransport
import PhoenixModel
import Testing
import TransportFixtures

@Suite("A call of the Client API")
struct CallTests {
    private let time = ManualTime()
    private static let throttled = HTTPResponse.panelError(
        429, "TooManyRequestsHttpException", "Only 2 backups may be generated within a 600 second span of time.",
        [("Retry-After", "599"), ("X-RateLimit-Limit", "720"), ("X-RateLimit-Remaining", "1")])
    private static let tooMany = HTTPResponse.panelError(
        429, "ThrottleRequestsException", "Too Many Attempts.", [("Retry-After", "5")])
    private static let created: Value = [
        "object": "backup",
        "attributes": [
            "uuid": "b-1", "name": "n", "created_at": "2026-11-28T22:03:54+00:00", "completed_at": .null,
            "is_successful": false, "is_locked": false,
        ],
    ]

    // MARK: Throttles

    @Test("waits for the account's limit, and is sent again")
    func waitsForTheAccountsLimit() async throws {
        let transport = ScriptedTransport { _, number in number == 1 ? Self.tooMany : .text(204, "") }
        let api = try ClientAPI(transport, clock: time.clock())
        try await api.send(.restart, to: "1")
        #expect(transport.requests.count == 2)
        #expect(time.waits == [.seconds(5)])
    }

    @Test("says until when the account's limit is used up")
    func saysUntilWhen() async throws {
        let limit = HTTPResponse.panelError(429, "ThrottleRequestsException", "Too Many", [("Retry-After", "59")])
        let api = try ClientAPI(ScriptedTransport { _, _ in limit }, clock: time.clock())
        let error = await clientError { () throws(ClientAPIError) in try await api.send(.stop, to: "1") }
        #expect(error?.code == .rateLimited(until: time.now + .seconds(59)))
        #expect(error?.mayBeDone == false)
    }

    @Test("does not wait for the throttle of backups, and tells how long it is")
    func doesNotWaitForTheThrottleOfBackups() async throws {
        let transport = ScriptedTransport { _, _ in Self.throttled }
        let api = try ClientAPI(transport, clock: time.clock())
        let backup = NewBackup(name: "n")
        let error = await clientError { () throws(ClientAPIError) in try await api.createBackup(backup, on: "1") }
        #expect(error?.code == .backupThrottled(wait: .seconds(599)))
        #expect(error?.mayBeDone == false)
        #expect(transport.requests.count == 1)
    }

    @Test("is not held up by a limit that only creates have")
    func isNotHeldUpByALimitThatOnlyCreatesHave() async throws {
        let ownLimit = [(name: "X-RateLimit-Limit", value: "2"), (name: "X-RateLimit-Remaining", value: "0")]
        let transport = ScriptedTransport { request, _ in
            request.method == "POST" ? .json(200, Self.created, ownLimit) : .admin
        }
        let api = try ClientAPI(transport, clock: time.clock())
        _ = try await api.createBackup(NewBackup(name: "n"), on: "1")
        _ = try await api.createBackup(NewBackup(name: "n"), on: "2")
        _ = try await api.account()
        #expect(time.waits.isEmpty)
    }

    // MARK: Repeating

    @Test("that reads is sent again where a proxy cannot reach the panel, or the panel is in maintenance")
    func thatReadsIsSentAgain() async throws {
        for failure in [
            HTTPResponse.page(502, "Bad Gateway"), .page(504, "Timeout"),
            .panelError(503, "HttpException", "Service Unavailable"),
        ] {
            let transport = ScriptedTransport { _, number in number < 3 ? failure : .admin }
            #expect(try await ClientAPI(transport).account().isAdmin)
            #expect(transport.requests.count == 3)
        }
    }

    @Test("that is no read is never sent again where it may have been carried out")
    func thatIsNoReadIsNeverSentAgain() async throws {
        let outcomes: [Result<HTTPResponse, TransportError>] = [
            .failure(.reset), .failure(.late), .success(.page(502, "Bad Gateway")), .success(.page(500, "Error")),
            .success(.page(200, "Welcome")), .success(.panelError(500, "TypeError", "An unexpected error")),
            .success(.panelError(504, "DaemonConnectionException", "Could not establish a connection")),
        ]
        for outcome in outcomes {
            let transport = ScriptedTransport { _, _ throws(TransportError) in try outcome.get() }
            let api = try ClientAPI(transport)
            let command = await clientError { () throws(ClientAPIError) in try await api.sendCommand("say", to: "1") }
            #expect(command?.mayBeDone == true, "\(command?.message ?? "")")
            #expect(transport.requests.count == 1)
            let create = await clientError { () throws(ClientAPIError) in
                try await api.createBackup(NewBackup(name: "n"), on: "1")
            }
            #expect(transport.requests.count == 2)
            #expect(create?.mayBeDone == true, "\(create?.message ?? "")")
        }
    }

    @Test("that is no read is sent again where nothing was done")
    func thatIsNoReadIsSentAgainWhereNothingWasDone() async throws {
        let transport = ScriptedTransport { _, number throws(TransportError) in
            switch number {
            case 1: throw .refused
            case 2: .panelError(503, "HttpException", "Service Unavailable")
            default: .text(204, "")
            }
        }
        // Something has come back before, so that the panel is known to be there.
        let api = try ClientAPI(transport)
        try await api.sendCommand("say", to: "1")
        #expect(transport.requests.count == 3)
    }

    @Test("that the panel refuses is known not to be done")
    func thatThePanelRefusesIsKnownNotToBeDone() async throws {
        let cases: [(HTTPResponse, ClientAPIError.Code)] = [
            (
                .panelError(502, "HttpException", "Server must be online in order to send commands."), .serverOffline
            ),
            (.panelError(409, "ServerStateConflictException", "This server is currently suspended"), .serverState),
            (.panelError(403, "AuthorizationException", "This action is unauthorized."), .permissionDenied),
            (.panelError(404, "NotFoundHttpException", "The requested resource could not be found"), .notFound),
            (.panelError(404, "DaemonConnectionException", "not on this machine"), .nodeRefused(status: 404)),
            (.panelError(422, "ValidationException", "The selected signal is invalid."), .invalidRequest),
        ]
        for (response, code) in cases {
            let transport = ScriptedTransport { _, _ in response }
            let api = try ClientAPI(transport)
            let error = await clientError { () throws(ClientAPIError) in try await api.send(.stop, to: "1") }
            #expect(error?.code == code)
            #expect(error?.mayBeDone == false)
            #expect(transport.requests.count == 1)
        }
    }

    @Test("whose validation error comes with the status 200 has failed")
    func whoseValidationErrorComesWithTheStatus200HasFailed() async throws {
        let error = HTTPResponse.panelError(422, "ValidationException", "The command field is required.")
        let response = HTTPResponse(
            status: 200, headers: [("Content-Type", "text/html")], body: [0xEF, 0xBB, 0xBF] + error.body)
        let api = try ClientAPI(always: response)
        let found = await clientError { () throws(ClientAPIError) in try await api.sendCommand("", to: "1") }
        #expect(found?.code == .invalidRequest)
        #expect(found?.message == "the panel does not accept the request: The command field is required")
    }

    @Test("names the permission that the key's owner lacks")
    func namesThePermission() async throws {
        let api = try ClientAPI(always: .panelError(403, "HttpForbiddenException", "This action is unauthorized."))
        let error = await clientError { () throws(ClientAPIError) in try await api.send(.kill, to: "1") }
        #expect(error?.help == "the owner of the key needs the permission control.stop on this server")
    }

    @Test("does not leave its path, whatever the id is", arguments: ["..", "%2e%2e", "", "a/../b"])
    func doesNotLeaveItsPath(id: String) async throws {
        let transport = ScriptedTransport { _, _ in .text(204, "") }
        let api = try ClientAPI(transport)
        #expect(await clientError { () throws(ClientAPIError) in try await api.send(.stop, to: id) } != nil)
        #expect(transport.requests.isEmpty)
    }

    // MARK: Decoding

    @Test("takes no value for granted")
    func takesNoValueForGranted() async throws {
        for body in [
            "{}", "[]", "null", "7", "{\"data\":{}}", "{\"attributes\":[]}", "{\"attributes\":{}}", "{\"data\":[1]}",
            "{\"attributes\":{\"current_state\":7,\"uuid\":[],\"created_at\":\"never\"}}",
            String(repeating: "[", count: 10_000),
        ] {
            let api = try ClientAPI(always: .text(200, body))
            _ = await clientError { () throws(ClientAPIError) in try await api.servers() }
            _ = await clientError { () throws(ClientAPIError) in try await api.files(in: "/", of: "1") }
            _ = await clientError { () throws(ClientAPIError) in try await api.backups(of: "1") }
            let resources = await clientError { () throws(ClientAPIError) in try await api.resources(of: "1") }
            #expect(resources?.code == .unexpectedAnswer, "\(body.prefix(40))")
            let create = await clientError { () throws(ClientAPIError) in
                try await api.createBackup(NewBackup(name: "n"), on: "1")
            }
            #expect(create?.mayBeDone == true, "\(body.prefix(40))")
        }
    }

    @Test("takes no amount that cannot be one", arguments: ["-1", "1e300", "true", "\"7\"", "null"])
    func takesNoImpossibleAmount(text: String) async throws {
        let body = """
            {"attributes":{"current_state":"running","resources":{"cpu_absolute":\(text),"memory_bytes":2048}}}
            """
        let resources = try await ClientAPI(always: .text(200, body)).resources(of: "1")
        #expect(resources.cpu == nil)
        #expect(resources.memory == 2_048)
    }

    @Test("leaves out names of files that lead elsewhere")
    func leavesOutNamesThatLeadElsewhere() async throws {
        let names: [Value] = ["a.log", "../b.log", "..", ".", "c/d", "e\u{0}f", "", 7]
        let api = try ClientAPI(always: .list(names.map { ["name": $0, "is_file": true] }))
        #expect(try await api.files(in: "/", of: "1").map(\.name) == ["a.log"])
    }
}
