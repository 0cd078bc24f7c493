import HTTPTransport
import PhoenixModel
import Testing
import TransportFixtures

@testable import PanelClient

@Suite("Reading everything")
struct ReadingTests {
    @Test("takes one request for each hundred objects", arguments: [0, 1, 99, 100, 101, 250, 1_000])
    func takesOneRequestForEachHundredObjects(count: Int) async throws {
        let api = FakeAPI(.tasks(count))
        let transport = ScriptedTransport { request, _ in api.answer(request) }
        let live = try await HTTPPanel(transport).readAll()
        #expect(live.objects == api.objects)
        #expect(transport.requests.count == max(1, (count + 99) / 100))
        #expect(transport.lines.first == "GET /api/v1/services?per_page=100&page=1")
        #expect(transport.requests.allSatisfy { $0.method == "GET" })
    }

    @Test(
        "finds every page, however they are linked",
        arguments: [PanelTraits.Links.relative, .absolute, .forgetful, .cursors, .none, .emptyList])
    func findsEveryPage(links: PanelTraits.Links) async throws {
        var traits = PanelTraits.complete
        traits.links = links
        let api = FakeAPI(.tasks(320), traits: traits)
        let transport = ScriptedTransport { request, _ in api.answer(request) }
        #expect(try await HTTPPanel(transport).readAll().objects == api.objects)
        #expect(transport.requests.count == 4)
    }

    @Test("follows the size of pages that a panel insists on", arguments: [true, false])
    func followsTheSizeOfPagesThatAPanelInsistsOn(hasTotals: Bool) async throws {
        var traits = PanelTraits.complete
        traits.fixedPageSize = 20
        traits.hasTotals = hasTotals
        traits.links = .forgetful
        let api = FakeAPI(.tasks(90), traits: traits)
        let transport = ScriptedTransport { request, _ in api.answer(request) }
        #expect(try await HTTPPanel(transport).readAll().objects == api.objects)
        #expect(transport.requests.count == 5)
    }

    @Test("sorts ids as numbers, in whatever order they come and whatever type they have")
    func sortsIdsAsNumbers() async throws {
        var traits = PanelTraits.complete
        traits.idsAreNumbers = true
        let api = FakeAPI([.task(10), .task(9), .task(100), .service(2)], traits: traits)
        let transport = ScriptedTransport { request, _ in api.answer(request) }
        #expect(try await HTTPPanel(transport).readAll().objects.map(\.id) == ["2", "9", "10", "100"])
    }

    @Test("starts again when the list changes between pages")
    func startsAgainWhenTheListChangesBetweenPages() async throws {
        let api = FakeAPI(.tasks(150))
        let transport = ScriptedTransport { request, number in
            if number == 2 { api.change { $0.removeFirst() } }
            return api.answer(request)
        }
        let live = try await HTTPPanel(transport).readAll()
        #expect(live.objects.map(\.id) == (2...150).map(String.init))
        #expect(transport.requests.count == 4)
    }

    @Test("starts again when one object goes and another comes")
    func startsAgainWhenOneObjectGoesAndAnotherComes() async throws {
        let api = FakeAPI(.tasks(150))
        let transport = ScriptedTransport { request, number in
            if number == 2 {
                api.change {
                    $0.append(.task(151))
                    $0.insert(.task(500), at: 0)
                    $0.removeLast(2)
                }
            }
            return api.answer(request)
        }
        let live = try await HTTPPanel(transport).readAll()
        #expect(live.objects.count == 150 && live.objects.last?.id == "500")
    }

    @Test("gives up on a panel that never stops changing")
    func givesUpOnAPanelThatNeverStopsChanging() async throws {
        let api = FakeAPI(.tasks(150))
        let transport = ScriptedTransport { request, number in
            api.change { $0.append(.task(1_000 + number)) }
            return api.answer(request)
        }
        let panel = try HTTPPanel(transport)
        let error = await panelError { try await panel.readAll() }
        #expect(error?.code == .unexpectedAnswer)
        #expect(error?.message.contains("keeps changing") == true)
        #expect(transport.requests.count == 8)
    }

    @Test(
        "never takes the key to another place",
        arguments: [
            "https://evil.example.com/api/v1/services?page=2", "https://panel.example.com:444/api/v1/services?page=2",
            "//evil.example.com/api/v1/services?page=2",
            "https://panel.example.com@evil.example.com/api/v1/services?page=2",
            "/elsewhere?page=2", "services?page=2", "/api/v1/services/../../admin?page=2",
            "/api/v1/%2e%2E/admin?page=2",
            "https://panel.example.com/api/v1/./../x?page=2", "/api/v1/services%2f..%2f..?page=2",
            "/api/v1\\..\\x?page=2",
        ])
    func neverTakesTheKeyToAnotherPlace(link: String) async throws {
        let transport = ScriptedTransport { _, _ in
            .json(
                200,
                [
                    "data": [["id": "1", "name": "a", "type": "system"]],
                    "meta": ["pagination": ["total": 2, "per_page": 1, "links": ["next": .string(link)]]],
                ])
        }
        let panel = try HTTPPanel(transport)
        let error = await panelError { try await panel.readAll() }
        #expect(error?.code == .unexpectedAnswer)
        #expect(error?.message.contains("not on this panel") == true)
        #expect(transport.requests.count == 1)
    }

    @Test("stays on https where the links of the panel forget about it")
    func staysOnHttpsWhereTheLinksOfThePanelForgetAboutIt() async throws {
        let api = FakeAPI(.tasks(101))
        let transport = ScriptedTransport { request, _ in
            var answer = api.answer(request)
            let text = String(decoding: answer.body, as: UTF8.self)
            answer.body = Array(text.replacing("\"/api", with: "\"http://panel.example.com/api").utf8)
            return answer
        }
        #expect(try await HTTPPanel(transport).readAll().objects.count == 101)
        #expect(transport.requests.allSatisfy { $0.url.hasPrefix("https://panel.example.com/") })
    }

    @Test("keeps to the path that the panel is served under")
    func keepsToThePathThatThePanelIsServedUnder() async throws {
        let api = FakeAPI(.tasks(101))
        let transport = ScriptedTransport { request, _ in api.answer(request) }
        let panel = try HTTPPanel(transport, at: "https://example.com/panel/")
        #expect(try await panel.readAll().objects.count == 101)
        #expect(transport.lines.last == "GET /panel/api/v1/services?per_page=100&page=2")
    }

    @Test("refuses links that go round in a circle")
    func refusesLinksThatGoRoundInACircle() async throws {
        let transport = ScriptedTransport { request, _ in
            .json(
                200,
                [
                    "data": [["id": "1", "name": "a", "type": "system"]],
                    "meta": ["pagination": ["links": ["next": "/api/v1/services?cursor=a"]]],
                ])
        }
        let panel = try HTTPPanel(transport)
        #expect(await panelError { try await panel.readAll() }?.message.contains("loop") == true)
        #expect(transport.requests.count == 2)
    }

    /// A panel that links on for ever, each time to a place of its own.
    private func endless(_ objects: @escaping @Sendable (Int) -> [Value]) throws -> (HTTPPanel, ScriptedTransport) {
        let transport = ScriptedTransport { _, number in
            .json(
                200,
                [
                    "data": .list(objects(number)),
                    "meta": ["pagination": ["links": ["next": .string("/api/v1/services?cursor=\(number)")]]],
                ])
        }
        return (try HTTPPanel(transport), transport)
    }

    @Test("does not follow empty pages that link on")
    func doesNotFollowEmptyPagesThatLinkOn() async throws {
        let (panel, transport) = try endless { _ in [] }
        let error = await panelError { try await panel.readAll() }
        #expect(error?.code == .unexpectedAnswer)
        #expect(error?.message.hasSuffix("has a link to another page on a page without services") == true)
        #expect(transport.requests.count == 1)
    }

    @Test("does not follow pages that bring the same object again and again")
    func doesNotFollowPagesThatBringTheSameObjectAgainAndAgain() async throws {
        let (panel, transport) = try endless { _ in [["id": "1", "name": "a", "type": "system"]] }
        #expect(await panelError { try await panel.readAll() }?.message.contains("keeps changing") == true)
        #expect(transport.requests.count == 8)
    }

    @Test(
        "does not ask for a million pages because a panel says so",
        arguments: [["total": 1_000_000, "per_page": 1], ["total_pages": 1_000_000]] as [ValueMap])
    func doesNotAskForAMillionPagesBecauseAPanelSaysSo(pagination: ValueMap) async throws {
        let transport = ScriptedTransport { _, _ in
            .json(
                200,
                ["data": [["id": "1", "name": "a", "type": "system"]], "meta": ["pagination": .map(pagination)]])
        }
        let panel = try HTTPPanel(transport)
        let error = await panelError { try await panel.readAll() }
        #expect(error?.message.hasSuffix("has a list of 1000000 pages; phoenix reads at most 20,000") == true)
        #expect(transport.requests.count == 1)
    }

    @Test("stops at the first page that does not hold what was promised")
    func stopsAtTheFirstPageThatDoesNotHoldWhatWasPromised() async throws {
        let data = Value.list((1...100).map { ["id": .integer($0), "name": "a", "type": "system"] })
        let transport = ScriptedTransport { request, _ in
            .json(
                200,
                [
                    "data": request.target.hasSuffix("page=1") ? data : [],
                    "meta": ["pagination": ["total": 1_000_000, "per_page": 100]],
                ])
        }
        let panel = try HTTPPanel(transport)
        #expect(await panelError { try await panel.readAll() }?.message.contains("keeps changing") == true)
        #expect(transport.requests.count <= 4 * (1 + 2 * 8))
    }

    @Test("refuses more than a million objects")
    func refusesMoreThanAMillionObjects() async throws {
        let transport = ScriptedTransport { request, _ in
            .json(200, ["data": [], "meta": ["pagination": ["total": 1_000_001, "per_page": 100]]])
        }
        let panel = try HTTPPanel(transport)
        #expect(await panelError { try await panel.readAll() }?.message.contains("at most 1,000,000") == true)
    }

    @Test("says which service cannot be read, and why")
    func saysWhichServiceCannotBeRead() async throws {
        let transport = ScriptedTransport { request, _ in
            .json(200, ["data": [["id": "7", "name": "a", "type": "scheduled", "timeout": "long"]]])
        }
        let panel = try HTTPPanel(transport)
        let error = await panelError { try await panel.readAll() }
        #expect(error?.code == .unexpectedAnswer)
        #expect(
            error?.message == """
                https://panel.example.com responded with a service that cannot be read (id 7): \
                'timeout' must be a whole number, not text
                """)
    }
}
