import PanelService
import PanelStore
import PhoenixModel
import PhoenixTestSupport
import ServicesAPI
import Testing

@Suite("GET /services")
struct ListTests {
    @Test("answers pages with counts and links that keep the query", arguments: StoreKind.embedded)
    func pages(_ kind: StoreKind) async throws {
        try await Panel.run(on: kind) { panel async throws in
            for number in 1...4 { try await panel.create("task \(number)") }
            func pagination(_ parameters: [QueryParameter]) async throws -> Value {
                let page = try await panel.services.list(ListRequest(parameters))
                return try page.answer(path: "/api/v1/services", panel.services.object).asMap()["meta"] ?? .null
            }
            #expect(
                try await pagination([.init("per_page", "2")]) == [
                    "pagination": [
                        "total": 8, "count": 2, "per_page": 2, "current_page": 1, "total_pages": 4,
                        "links": ["next": "/api/v1/services?per_page=2&page=2"],
                    ]
                ])
            #expect(
                try await pagination([.init("page", "2"), .init("per_page", "3"), .init("filter[type]", "scheduled")])
                    == [
                        "pagination": [
                            "total": 4, "count": 1, "per_page": 3, "current_page": 2, "total_pages": 2,
                            "links": [
                                "previous": "/api/v1/services?per_page=3&filter%5Btype%5D=scheduled&page=1"
                            ],
                        ]
                    ])
            #expect(
                try await pagination([.init("page", "999999999")]) == [
                    "pagination": [
                        "total": 8, "count": 0, "per_page": 50, "current_page": 999_999_999, "total_pages": 1,
                        "links": ["previous": "/api/v1/services?page=1"],
                    ]
                ])
        }
    }

    @Test("carries the same objects as one read", arguments: StoreKind.embedded)
    func objects(_ kind: StoreKind) async throws {
        try await Panel.run(on: kind) { panel async throws in
            try await panel.create("a", ["depends_on": ["1", "2"]])
            let page = try await panel.services.list(ListRequest())
            let data = try page.answer(path: "/", panel.services.object).asMap()["data"]
            var expected: [Value] = []
            for id in 1...5 { expected.append(.map(try await panel.get("\(id)"))) }
            #expect(data == .list(expected))
            #expect(try await panel.get("1")["status"] == "unknown")
            #expect(
                try await panel.get("1").map(\.key) == [
                    "id", "name", "description", "status", "type", "created_at", "updated_at", "kind", "critical",
                    "enabled", "depends_on", "notify", "config",
                ])
        }
    }

    @Test("filters and sorts", arguments: StoreKind.embedded)
    func filters(_ kind: StoreKind) async throws {
        try await Panel.run(on: kind) { panel async throws in
            try await panel.create("Backup B")
            try await panel.create("backup a", ["enabled": false])
            func names(_ parameters: (String, String)..., only: ObjectKind? = nil) async throws -> [String] {
                let request = try ListRequest(parameters.map { .init($0.0, $0.1) }, kind: only)
                return try await panel.services.list(request).elements.map(\.name)
            }
            #expect(try await names(("filter", "BACKUP")) == ["Backup B", "backup a"])
            #expect(try await names(("filter[status]", "disabled")) == ["backup a"])
            #expect(try await names(("filter[name]", " backup a ")) == ["backup a"])
            #expect(try await names(("filter[type]", "system"), ("sort", "-name")).first == "Wings Daemon")
            #expect(try await names(("sort", "-id"), only: .scheduled) == ["backup a", "Backup B"])
            #expect(try await names(("filter[type]", "system"), only: .scheduled).isEmpty)
            #expect(try await names(("sort", "next_run,-id")).prefix(2) == ["Backup B", "backup a"])
        }
    }

    @Test(
        "refuses a query that is malformed or unknown",
        arguments: [
            ("page", "0"), ("page", "-1"), ("page", "x"), ("page", "1234567890"), ("page", ""), ("per_page", "0"),
            ("per_page", "1.5"), ("filter", "\0"), ("filter", "a\u{85}"), ("filter[name]", "a\0b"),
            ("filter[type]", "sys"), ("filter[status]", "ok"), ("sort", ""), ("sort", "name,"),
            ("sort", "size"), ("sort", "id,-id"), ("pgae", "1"), ("filter[foo]", "x"),
        ])
    func badQueries(_ name: String, _ value: String) throws {
        let error = try #require(throws: ServiceError.self) { try ListRequest([.init(name, value)]) }
        #expect(error.problems.map(\.code) == [.badRequest])
        #expect(error.problems.fields == [name])
    }

    @Test("refuses a parameter that is given twice")
    func repeated() throws {
        #expect(throws: ServiceError.self) { try ListRequest([.init("page", "1"), .init("page", "1")]) }
    }

    @Test("clamps per_page to 100", arguments: ["101", "99999999999999999999"])
    func clamped(_ text: String) throws {
        #expect(try ListRequest([.init("per_page", text)]).query.limit == 100)
    }
}
