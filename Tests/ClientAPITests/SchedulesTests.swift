import ClientAPI
import ClientPanelFixtures
import ClockFixtures
import HTTPTransport
import PhoenixModel
import Synchronization
import Testing
import TransportFixtures

@Suite("Schedules over the Client API")
struct SchedulesTests {
    private let time = ManualTime()
    private static let content = ScheduleContent(
        name: "Nightly", cron: CronFields(minute: "0", hour: "4", dayOfMonth: "*", month: "*", dayOfWeek: "*"),
        isActive: false, onlyWhenOnline: true)

    private static func schedule(_ id: Int64, tasks: [Value] = []) -> Value {
        [
            "object": "server_schedule",
            "attributes": [
                "id": .integer(id), "name": "Nightly",
                "cron": ["day_of_week": "*", "day_of_month": "*", "month": "*", "hour": "4", "minute": "0"],
                "is_active": false, "is_processing": false, "only_when_online": true, "last_run_at": .null,
                "next_run_at": "2027-07-01T04:00:00+02:00",
                "relationships": ["tasks": ["object": "list", "data": .list(tasks)]],
            ],
        ]
    }

    private static func task(_ id: Int64, sequence: Int64) -> Value {
        [
            "object": "schedule_task",
            "attributes": [
                "id": .integer(id), "sequence_id": .integer(sequence), "action": "command",
                "payload": .string("say \(id)"),
                "time_offset": 0, "is_queued": false, "continue_on_failure": false,
            ],
        ]
    }

    // MARK: Reading

    @Test("are read as a real panel was recorded to list them")
    func areReadAsARealPanelListsThem() async throws {
        let recorded = try RecordedExchange.all(of: .exchanges)
        let exchange = try #require(recorded.first { $0.name == "list_with_tasks" })
        let response = HTTPResponse(status: exchange.status, headers: exchange.headers, body: exchange.body)
        let schedules = try await ClientAPI(always: response).schedules(of: "11111111")
        let first = try #require(schedules.first)
        #expect(schedules.map(\.id) == schedules.map(\.id).sorted())
        #expect(first.content.name == "partial")
        #expect(first.content.cron.text == "0 4 * * *")
        #expect(first.tasks.map(\.sequence) == first.tasks.map(\.sequence).sorted())
        #expect(first.tasks.prefix(2).map(\.payload) == ["say restarting", "inserted at 2"])
        #expect(first.nextRun?.offset == 0)
    }

    @Test("have their tasks in the order in which they run, and tell the zone of the panel")
    func haveTheirTasksInOrder() async throws {
        let listed = Self.schedule(7, tasks: [Self.task(3, sequence: 9), Self.task(4, sequence: 2)])
        let schedule = try await ClientAPI(always: .json(200, listed)).schedule(7, of: "1")
        #expect(schedule.tasks.map(\.id) == [4, 3])
        #expect(schedule.nextRun?.offset == 7_200)
        #expect(schedule.nextRun?.moment.description == "2027-07-01T02:00:00Z")
    }

    @Test("are not taken for absent where one of them cannot be read")
    func areNotTakenForAbsent() async throws {
        let broken: Value = ["object": "server_schedule", "attributes": ["id": 8, "name": "x"]]
        let withoutTasks: Value = [
            "object": "server_schedule",
            "attributes": [
                "id": 8, "name": "x",
                "cron": ["day_of_week": "*", "day_of_month": "*", "month": "*", "hour": "4", "minute": "0"],
            ],
        ]
        for item in [broken, withoutTasks, 7] {
            let list: Value = ["object": "list", "data": [Self.schedule(7), item]]
            let api = try ClientAPI(always: .json(200, list))
            let error = await clientError { () throws(ClientAPIError) in try await api.schedules(of: "1") }
            #expect(error?.code == .unexpectedAnswer)
        }
    }

    // MARK: Writing

    @Test("are written with every field, and fields of cron as text")
    func areWrittenWithEveryField() async throws {
        let transport = ScriptedTransport { _, _ in .json(200, Self.schedule(7)) }
        let api = try ClientAPI(transport)
        _ = try await api.createSchedule(Self.content, on: "1", within: api.separateBudget())
        _ = try await api.updateSchedule(7, to: Self.content, of: "1")
        let expected: Value = [
            "name": "Nightly", "minute": "0", "hour": "4", "day_of_month": "*", "month": "*", "day_of_week": "*",
            "is_active": false, "only_when_online": true,
        ]
        for request in transport.requests { #expect(try Value(json: request.body ?? []) == expected) }
        #expect(
            transport.requests.map(\.target) == [
                "/api/client/servers/1/schedules", "/api/client/servers/1/schedules/7",
            ])
    }

    @Test("are created once, and said to be open where the answer is lost or cannot be read")
    func areCreatedOnce() async throws {
        let outcomes: [Result<HTTPResponse, TransportError>] = [
            .failure(.reset), .success(.page(502, "Bad Gateway")), .success(.json(200, ["attributes": [:]])),
        ]
        for outcome in outcomes {
            let transport = ScriptedTransport { _, _ throws(TransportError) in try outcome.get() }
            let api = try ClientAPI(transport)
            let error = await clientError { () throws(ClientAPIError) in
                try await api.createSchedule(Self.content, on: "1", within: api.separateBudget())
            }
            #expect(error?.mayBeDone == true)
            let task = await clientError { () throws(ClientAPIError) in
                try await api.createTask(TaskContent(action: "power", payload: "stop"), in: 7, of: "1")
            }
            #expect(task?.mayBeDone == true)
            #expect(transport.requests.count == 2)
        }
    }

    @Test("never show a secret payload that a panel sends back")
    func neverShowASecretPayload() async throws {
        let api = try ClientAPI(
            always: .panelError(500, "QueryException", "insert into `tasks` values ('login hunter22')"))
        let content = TaskContent(action: "command", payload: "login hunter22", hasSecret: true)
        let error = await clientError { () throws(ClientAPIError) in
            try await api.createTask(content, in: 7, of: "1")
        }
        #expect(error?.message.contains("hunter22") == false)
        #expect(error?.message.contains("(secret)") == true)
    }

    // MARK: The limit of creates

    @Test("wait for the limit that creates have of their own on each server, and nothing else waits for it")
    func waitForTheLimitOfCreates() async throws {
        let own = [(name: "X-RateLimit-Limit", value: "2")]
        let created = Mutex<[String: Int]>([:])
        let transport = ScriptedTransport { request, _ in
            guard request.method == "POST" else {
                return .json(
                    200, ["object": "user", "attributes": ["admin": true]],
                    [("X-RateLimit-Limit", "720"), ("X-RateLimit-Remaining", "700")])
            }
            let count = created.withLock { counts in
                counts[request.target, default: 0] += 1
                return counts[request.target] ?? 0
            }
            let left = (2 - (count - 1) % 2 - 1)
            return .json(200, Self.schedule(7), own + [("X-RateLimit-Remaining", "\(left)")])
        }
        let api = try ClientAPI(transport, clock: time.clock())
        _ = try await api.account()
        let budgets = [api.separateBudget(), api.separateBudget()]
        for server in 0..<2 {
            for _ in 0..<2 { _ = try await api.createSchedule(Self.content, on: "\(server)", within: budgets[server]) }
        }
        _ = try await api.account()
        #expect(time.waits.isEmpty)
        #expect(await api.accountLimit == 720)
        _ = try await api.createSchedule(Self.content, on: "0", within: budgets[0])
        #expect(time.waits == [.seconds(60)])
    }

    @Test("are told until when creates are refused, and the other calls go on")
    func areToldUntilWhenCreatesAreRefused() async throws {
        let refused = HTTPResponse.panelError(
            429, "ThrottleRequestsException", "Too Many Attempts.",
            [("X-RateLimit-Limit", "2"), ("X-RateLimit-Remaining", "0"), ("Retry-After", "60")])
        let transport = ScriptedTransport { request, _ in request.method == "POST" ? refused : .admin }
        let api = try ClientAPI(transport, clock: time.clock())
        let budget = api.separateBudget()
        let error = await clientError { () throws(ClientAPIError) in
            try await api.createSchedule(Self.content, on: "1", within: budget)
        }
        #expect(error?.code == .rateLimited(until: time.now + .seconds(60)))
        _ = try await api.account()
        #expect(time.waits.isEmpty)
    }

    @Test("do not leave their path, whatever the id is", arguments: ["..", "", "a/../b"])
    func doNotLeaveTheirPath(id: String) async throws {
        let transport = ScriptedTransport { _, _ in .text(204, "") }
        let api = try ClientAPI(transport)
        _ = await clientError { () throws(ClientAPIError) in try await api.deleteSchedule(7, of: id) }
        #expect(transport.requests.allSatisfy { !$0.target.contains("..") && !$0.target.contains("servers//") })
    }
}
