import HTTPTransport
import PhoenixModel
import Testing
import TransportFixtures

@testable import PanelClient

@Suite("Writing to a panel")
struct WritingTests {
    @Test("creates with a key, and gives what the panel then has")
    func createsWithAKey() async throws {
        let api = FakeAPI(.tasks(1))
        let transport = ScriptedTransport { request, _ in api.answer(request) }
        let object = try await HTTPPanel(transport).create(.task(), idempotencyKey: "k1")
        #expect(object.id == "2" && object.etag == "\"1\"" && object.ownership == .owned(ObjectWrite.ownership))
        #expect(object.fields.description == "every night")
        let request = try #require(transport.requests.first)
        #expect(request.line == "POST /api/v1/services/scheduled")
        #expect(request.header("Idempotency-Key") == "k1")
        #expect(request.header("Content-Type") == "application/json")
        #expect(request.header("Accept") == "application/json")
        #expect(request.header("User-Agent") == "phoenix/1.2.3")
        #expect(request.header("Authorization") == "Bearer \(HTTPPanel.sampleKey)")
        #expect(transport.requests.count == 1)
    }

    @Test("reads back what was created where the answer does not tell")
    func readsBackWhatWasCreatedWhereTheAnswerDoesNotTell() async throws {
        for location in ["Location", "X-Location", "Location of all"] {
            var traits = PanelTraits.complete
            traits.answersCreates = false
            let api = FakeAPI(.tasks(1), traits: traits)
            let transport = ScriptedTransport { request, _ in
                var answer = api.answer(request)
                if location != "Location", request.method == "POST" {
                    answer.headers = location == "X-Location" ? [] : [("Location", "/api/v1/services/scheduled")]
                }
                return answer
            }
            let object = try await HTTPPanel(transport).create(.task(), idempotencyKey: "k1")
            #expect(object.id == "2")
            #expect(transport.requests.count == (location == "Location of all" ? 3 : 2))
        }
    }

    @Test("accepts an answer without what the task does")
    func acceptsAnAnswerWithoutWhatTheTaskDoes() async throws {
        let api = FakeAPI(.tasks(1), traits: .documented)
        let transport = ScriptedTransport { request, _ in api.answer(request) }
        let object = try await HTTPPanel(transport).create(.task(), idempotencyKey: "k1")
        #expect(object.fields.task == nil && object.ownership == .owned(ObjectWrite.ownership))
        #expect(transport.requests.count == 1)
    }

    @Test("says so when the panel does not keep the ownership line")
    func saysSoWhenThePanelDoesNotKeepTheOwnershipLine() async throws {
        var traits = PanelTraits.complete
        traits.keepsDescriptions = false
        let api = FakeAPI(.tasks(1), traits: traits)
        let transport = ScriptedTransport { request, _ in api.answer(request) }
        let panel = try HTTPPanel(transport)
        let error = await panelError { try await panel.create(.task(), idempotencyKey: "k1") }
        #expect(error?.code == .ownershipNotKept)
        #expect(error?.message == "the panel did not keep the ownership line of 'backup'")
        let other = try await panel.create(.task("b", ownership: .leave), idempotencyKey: "k2")
        #expect(other.ownership == .none)
    }

    @Test("updates what was observed, and only that")
    func updatesWhatWasObserved() async throws {
        let api = FakeAPI(.tasks(1))
        let transport = ScriptedTransport { request, _ in api.answer(request) }
        let panel = try HTTPPanel(transport)
        let object = try await panel.update(id: "1", .task("new"), ifMatch: "\"1\"")
        #expect(object.fields.name == "new" && object.etag == "\"2\"")
        let error = await panelError { try await panel.update(id: "1", .task("newer"), ifMatch: "\"1\"") }
        #expect(error == PanelError(.preconditionFailed, "it has changed"))
        #expect(transport.requests.map { $0.header("If-Match") } == ["\"1\"", "\"1\""])
        #expect(api.objects.first?.fields.name == "new")
    }

    @Test("reads back what was updated where the answer does not tell")
    func readsBackWhatWasUpdatedWhereTheAnswerDoesNotTell() async throws {
        let api = FakeAPI(.tasks(1))
        let transport = ScriptedTransport { request, _ in
            let answer = api.answer(request)
            return request.method == "PUT" ? .text(204, "") : answer
        }
        #expect(try await HTTPPanel(transport).update(id: "1", .task("new"), ifMatch: nil).fields.name == "new")
        #expect(transport.requests.first?.header("If-Match") == nil)
    }

    @Test("deletes, and says when there was nothing to delete")
    func deletes() async throws {
        let api = FakeAPI(.tasks(1))
        let transport = ScriptedTransport { request, _ in api.answer(request) }
        let panel = try HTTPPanel(transport)
        try await panel.delete(id: "1", ifMatch: "\"1\"")
        #expect(await panelError { try await panel.delete(id: "1", ifMatch: nil) }?.code == .notFound)
        #expect(transport.lines == ["DELETE /api/v1/services/1", "DELETE /api/v1/services/1"])
        #expect(transport.requests.first?.header("If-Match") == "\"1\"")
    }
}

@Suite("A time zone on a panel that may have none")
struct ZoneTests {
    private static let berlin = ObjectWrite.task(timezone: "Europe/Berlin")

    @Test("is tried on a disabled task, which is then enabled")
    func isTriedOnADisabledTask() async throws {
        let api = FakeAPI([.service(1)])
        let transport = ScriptedTransport { request, _ in api.answer(request) }
        let object = try await HTTPPanel(transport).create(Self.berlin, idempotencyKey: "k")
        #expect(object.fields.timezone == "Europe/Berlin" && object.fields.enabled == true)
        #expect(transport.lines == ["POST /api/v1/services/scheduled", "PUT /api/v1/services/2"])
        #expect(transport.requests.map { $0.json["enabled"] } == [false, true])
        #expect(transport.requests.last?.header("If-Match") == "\"1\"")
    }

    @Test("needs no second request for a task that stays disabled")
    func needsNoSecondRequestForATaskThatStaysDisabled() async throws {
        let api = FakeAPI([.service(1)])
        let transport = ScriptedTransport { request, _ in api.answer(request) }
        _ = try await HTTPPanel(transport).create(
            .task(timezone: "Europe/Berlin", enabled: false), idempotencyKey: "k")
        #expect(transport.requests.count == 1)
    }

    @Test("leaves nothing behind where it is not kept")
    func leavesNothingBehindWhereItIsNotKept() async throws {
        let api = FakeAPI([.service(1)], traits: .documented)
        let transport = ScriptedTransport { request, _ in api.answer(request) }
        let panel = try HTTPPanel(transport)
        let error = await panelError { try await panel.create(Self.berlin, idempotencyKey: "k") }
        #expect(
            error
                == PanelError(
                    .invalid, "the panel has no time zones: the schedule would run in UTC, not in Europe/Berlin",
                    help: "write the schedule in UTC, or pass --allow-unsupported"))
        #expect(api.objects.map(\.id) == ["1"])
        #expect(transport.requests.allSatisfy { $0.json["enabled"] != true })
        // And the next one is not tried at all.
        let count = transport.requests.count
        #expect(await panelError { try await panel.create(Self.berlin, idempotencyKey: "l") }?.code == .invalid)
        #expect(transport.requests.count == count)
    }

    @Test("is not taken for kept where every task is answered with UTC")
    func isNotTakenForKeptWhereEveryTaskIsAnsweredWithUTC() async throws {
        let api = FakeAPI([.service(1)])
        let transport = ScriptedTransport { request, _ in
            var answer = api.answer(request)
            let text = String(decoding: answer.body, as: UTF8.self)
            answer.body = Array(text.replacing("Europe/Berlin", with: "UTC").utf8)
            return answer
        }
        let panel = try HTTPPanel(transport)
        _ = try await panel.create(.task("utc"), idempotencyKey: "j")
        #expect(await panelError { try await panel.create(Self.berlin, idempotencyKey: "k") }?.code == .invalid)
        #expect(api.objects.map(\.fields.name) == ["service 1", "utc"])
        // Once tasks have been seen with a time zone, it is told.
        _ = try await panel.readAll()
        let error = await panelError { try await panel.create(Self.berlin, idempotencyKey: "k") }
        #expect(error?.message == "the panel accepted 'backup' (id 4), but runs it in the time zone UTC")
        #expect(
            await panelError { try await panel.update(id: "3", Self.berlin, ifMatch: nil) }?.code == .notFound)
        #expect(
            await panelError { try await panel.update(id: "2", Self.berlin, ifMatch: nil) }?.code == .unexpectedAnswer)
    }

    @Test("says what it has left behind, and that it is disabled")
    func saysWhatItHasLeftBehind() async throws {
        let api = FakeAPI([.service(1)], traits: .documented)
        let transport = ScriptedTransport { request, _ in
            request.method == "DELETE" ? .error(409, "service_conflict", "a run is in progress") : api.answer(request)
        }
        let panel = try HTTPPanel(transport)
        let error = await panelError { try await panel.create(Self.berlin, idempotencyKey: "k") }
        #expect(error?.message.hasSuffix("; the disabled task is still there (id 2)") == true)
    }

    @Test("is given up where that was asked for")
    func isGivenUpWhereThatWasAskedFor() async throws {
        let api = FakeAPI([.service(1)], traits: .documented)
        let transport = ScriptedTransport { request, _ in api.answer(request) }
        let panel = try HTTPPanel(transport, allowsUnsupported: true)
        _ = try await panel.create(Self.berlin, idempotencyKey: "k")
        #expect(api.objects.last?.fields.enabled == true)
        _ = try await panel.create(.task("b", timezone: "Europe/Berlin"), idempotencyKey: "l")
        #expect(api.objects.count == 3)
    }

    @Test("is not tried on a panel whose tasks have shown theirs")
    func isNotTriedOnAPanelWhoseTasksHaveShownTheirs() async throws {
        let api = FakeAPI(.tasks(1))
        let transport = ScriptedTransport { request, _ in api.answer(request) }
        let panel = try HTTPPanel(transport)
        _ = try await panel.readAll()
        _ = try await panel.create(Self.berlin, idempotencyKey: "k")
        #expect(transport.lines.dropFirst() == ["POST /api/v1/services/scheduled"])
    }

    @Test("is refused by a panel whose tasks have shown none")
    func isRefusedByAPanelWhoseTasksHaveShownNone() async throws {
        let api = FakeAPI(.tasks(1), traits: .documented)
        let transport = ScriptedTransport { request, _ in api.answer(request) }
        let panel = try HTTPPanel(transport)
        _ = try await panel.readAll()
        #expect(await panelError { try await panel.create(Self.berlin, idempotencyKey: "k") }?.code == .invalid)
        #expect(!transport.lines.contains { $0.hasPrefix("POST") })
    }

    @Test("is tried once, however many creates there are at once")
    func isTriedOnce() async throws {
        let api = FakeAPI([.service(1)])
        let transport = ScriptedTransport { request, _ in api.answer(request) }
        let panel = try HTTPPanel(transport)
        try await withThrowingTaskGroup { group in
            for number in 1...12 {
                group.addTask {
                    _ = try await panel.create(
                        .task("t\(number)", timezone: "Europe/Berlin"), idempotencyKey: "\(number)")
                }
            }
            try await group.waitForAll()
        }
        #expect(api.objects.count == 13)
        #expect(transport.requests.filter { $0.json["enabled"] == false }.count == 1)
        #expect(transport.lines.prefix(2) == ["POST /api/v1/services/scheduled", "PUT /api/v1/services/2"])
    }

    @Test("is tried by the next one where the first fails")
    func isTriedByTheNextOneWhereTheFirstFails() async throws {
        let api = FakeAPI([.service(1)])
        let transport = ScriptedTransport { request, number in
            number == 1 ? .error(422, "validation_failed", "no") : api.answer(request)
        }
        let panel = try HTTPPanel(transport)
        #expect(await panelError { try await panel.create(Self.berlin, idempotencyKey: "k") }?.code == .invalid)
        #expect(try await panel.create(Self.berlin, idempotencyKey: "l").fields.enabled == true)
    }

    @Test("does not hold up UTC")
    func doesNotHoldUpUTC() async throws {
        let api = FakeAPI([.service(1)])
        let transport = ScriptedTransport { request, _ in api.answer(request) }
        _ = try await HTTPPanel(transport).create(.task(), idempotencyKey: "k")
        #expect(transport.requests.map { $0.json["enabled"] } == [true])
    }

    @Test("waits no longer than its task")
    func waitsNoLongerThanItsTask() async throws {
        let trial = ZoneTrial()
        #expect(try await trial.turn() == .first)
        let waiting = Task { await panelError { try await trial.turn() } }
        waiting.cancel()
        #expect(await waiting.value == .cancelled)
    }
}
