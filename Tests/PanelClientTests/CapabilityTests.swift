import HTTPTransport
import PhoenixModel
import Testing
import TransportFixtures

@testable import PanelClient

@Suite("What a panel can do")
struct CapabilityTests {
    @Test("shows in the list of one that has all the additions")
    func showsInTheListOfOneThatHasAllTheAdditions() async throws {
        let api = FakeAPI([.service(1), .task(2), .task(3)])
        let transport = ScriptedTransport { request, _ in
            var answer = api.answer(request)
            answer.headers.append(("X-RateLimit-Limit", "720"))
            return answer
        }
        let capabilities = try await HTTPPanel(transport).readAll().capabilities
        #expect(capabilities.taskReports == .inLists)
        #expect(capabilities.additionalFields == PanelCapabilities.complete.additionalFields)
        #expect(capabilities.rateLimit == 720)
        #expect(transport.requests.count == 1)
    }

    @Test("is asked of each task where lists do not have what tasks do")
    func isAskedOfEachTaskWhereListsDoNotHaveWhatTasksDo() async throws {
        var traits = PanelTraits.complete
        traits.listsTasks = false
        let api = FakeAPI([.service(1)] + (2...12).map { .task($0) }, traits: traits)
        let transport = ScriptedTransport { request, _ in api.answer(request) }
        let live = try await HTTPPanel(transport).readAll()
        #expect(live.capabilities.taskReports == .singly)
        #expect(live.capabilities.hasETags)
        #expect(live.objects.map(\.id) == (1...12).map(String.init))
        #expect(live.objects.dropFirst().allSatisfy { $0.fields.task != nil && $0.etag == "\"1\"" })
        #expect(transport.requests.count == 12)
    }

    @Test("is asked of one task only where that does not have it either")
    func isAskedOfOneTaskOnlyWhereThatDoesNotHaveItEither() async throws {
        let api = FakeAPI([.service(1)] + (2...12).map { .task($0) }, traits: .documented)
        let transport = ScriptedTransport { request, _ in api.answer(request) }
        let capabilities = try await HTTPPanel(transport).readAll().capabilities
        #expect(capabilities == PanelCapabilities(taskReports: .never, additionalFields: [], hasETags: false))
        #expect(transport.lines == ["GET /api/v1/services?per_page=100&page=1", "GET /api/v1/services/2"])
    }

    @Test("is asked of each task where that tells of other fields than the list")
    func isAskedOfEachTaskWhereThatTellsOfOtherFieldsThanTheList() async throws {
        let api = FakeAPI(.tasks(3))
        let transport = ScriptedTransport { request, _ in
            var answer = api.answer(request)
            let isList = request.target.contains("?")
            answer.body = Array(
                String(decoding: answer.body, as: UTF8.self).replacing("\"task\":", with: "\"x\":")
                    .replacing("\"timezone\":", with: isList ? "\"y\":" : "\"timezone\":").utf8)
            return answer
        }
        let live = try await HTTPPanel(transport).readAll()
        #expect(live.capabilities.taskReports == .never && live.capabilities.has(.timezone))
        #expect(live.objects.map(\.fields.timezone) == ["UTC", "UTC", "UTC"])
        #expect(transport.requests.count == 4)
    }

    @Test("is found out although the first task goes meanwhile")
    func isFoundOutAlthoughTheFirstTaskGoesMeanwhile() async throws {
        var traits = PanelTraits.complete
        traits.listsTasks = false
        let api = FakeAPI(.tasks(3), traits: traits)
        let transport = ScriptedTransport { request, number in
            if number == 2 { api.change { $0.removeFirst() } }
            return api.answer(request)
        }
        let live = try await HTTPPanel(transport).readAll()
        #expect(live.capabilities.taskReports == .singly)
        #expect(live.objects.map(\.id) == ["2", "3"])
    }

    @Test("is taken to be all of it while there is no task")
    func isTakenToBeAllOfItWhileThereIsNoTask() async throws {
        let api = FakeAPI([.service(1)])
        let transport = ScriptedTransport { request, _ in api.answer(request) }
        let capabilities = try await HTTPPanel(transport).readAll().capabilities
        #expect(Field.all(of: .scheduled).allSatisfy { capabilities.has($0) && capabilities.reports($0) })
        #expect(transport.requests.count == 1)
    }

    @Test("is the union of what the objects show")
    func isTheUnionOfWhatTheObjectsShow() async throws {
        var second = LiveObject.task(2)
        second.fields.notify = nil
        second.fields.overlap = nil
        var first = LiveObject.task(1)
        first.fields.timezone = nil
        first.fields.overlap = nil
        let api = FakeAPI([first, second])
        let transport = ScriptedTransport { request, _ in api.answer(request) }
        let capabilities = try await HTTPPanel(transport).readAll().capabilities
        #expect(capabilities.additionalFields == [.timezone, .misfire, .timeout, .dependsOn, .notify])
    }
}

@Suite("Looking up one object")
struct LookupTests {
    @Test("gives it with its tag, or nothing")
    func givesItWithItsTag() async throws {
        let api = FakeAPI(.tasks(2))
        let transport = ScriptedTransport { request, _ in api.answer(request) }
        let panel = try HTTPPanel(transport)
        #expect(try await panel.read(id: "2")?.etag == "\"1\"")
        #expect(try await panel.read(id: "3") == nil)
        #expect(try await panel.read(id: "a/x y") == nil)
        #expect(transport.lines.last == "GET /api/v1/services/a%2Fx%20y")
    }

    @Test("asks for no id that leads to another path", arguments: ["", ".", "..", "../../admin", "%2e%2e"])
    func asksForNoIdThatLeadsToAnotherPath(id: String) async throws {
        let transport = ScriptedTransport { _, _ in .text(204, "") }
        let panel = try HTTPPanel(transport)
        #expect(await panelError { try await panel.read(id: id) }?.code == .unexpectedAnswer)
        #expect(await panelError { try await panel.update(id: id, .task(), ifMatch: nil) }?.code == .unexpectedAnswer)
        #expect(await panelError { try await panel.delete(id: id, ifMatch: nil) }?.code == .unexpectedAnswer)
        #expect(transport.requests.isEmpty)
    }

    @Test("takes no weak tag for one that writes can be bound to")
    func takesNoWeakTagForOneThatWritesCanBeBoundTo() async throws {
        let api = FakeAPI(.tasks(1))
        let transport = ScriptedTransport { request, _ in
            var answer = api.answer(request)
            answer.headers = [("etag", "W/\"1\"")]
            return answer
        }
        #expect(try await HTTPPanel(transport).read(id: "1")?.etag == nil)
    }

    @Test("refuses the answer for another one")
    func refusesTheAnswerForAnotherOne() async throws {
        let api = FakeAPI(.tasks(2))
        let transport = ScriptedTransport { _, _ in
            api.answer(
                HTTPRequest(method: "GET", url: "https://x/api/v1/services/2", headers: []))
        }
        let panel = try HTTPPanel(transport)
        #expect(await panelError { try await panel.read(id: "1") }?.code == .unexpectedAnswer)
    }

    @Test("asks by name")
    func asksByName() async throws {
        let api = FakeAPI([.task(1), .task(2, name: "a & b")])
        let transport = ScriptedTransport { request, _ in api.answer(request) }
        #expect(try await HTTPPanel(transport).find(name: "a & b").map(\.id) == ["2"])
        #expect(transport.lines == ["GET /api/v1/services?filter%5Bname%5D=a%20%26%20b&per_page=100&page=1"])
    }

    @Test("reads everything where the filter is ignored")
    func readsEverythingWhereTheFilterIsIgnored() async throws {
        let api = FakeAPI(.tasks(120), traits: .documented)
        let transport = ScriptedTransport { request, _ in api.answer(request) }
        #expect(try await HTTPPanel(transport).find(name: "task 117").map(\.id) == ["117"])
        #expect(transport.requests.count == 4)
    }

    @Test("reads everything where the filter is refused, or finds nothing")
    func readsEverythingWhereTheFilterIsRefused() async throws {
        let api = FakeAPI(.tasks(3))
        for refusal in [HTTPResponse.error(400, "bad_request", "what filter?"), .json(200, ["data": []])] {
            let transport = ScriptedTransport { request, _ in
                request.target.contains("filter") ? refusal : api.answer(request)
            }
            #expect(try await HTTPPanel(transport).find(name: "task 3").map(\.id) == ["3"])
        }
    }

    @Test("believes an empty answer of a panel that has all the additions")
    func believesAnEmptyAnswerOfAPanelThatHasAllTheAdditions() async throws {
        let api = FakeAPI(.tasks(3))
        let transport = ScriptedTransport { request, _ in api.answer(request) }
        let panel = try HTTPPanel(transport)
        _ = try await panel.readAll()
        #expect(try await panel.find(name: "nobody").isEmpty)
        #expect(transport.requests.count == 2)
    }

    @Test("reads what a task does singly where only that tells")
    func readsWhatATaskDoesSinglyWhereOnlyThatTells() async throws {
        var traits = PanelTraits.complete
        traits.listsTasks = false
        let api = FakeAPI(.tasks(3), traits: traits)
        let transport = ScriptedTransport { request, _ in api.answer(request) }
        let panel = try HTTPPanel(transport)
        _ = try await panel.readAll()
        #expect(try await panel.find(name: "task 2").first?.fields.task != nil)
    }
}
