import PanelStorePostgres
import PhoenixTestSupport
import PostgresFixtures
import ProcessFixtures
import Testing

@Suite("Values to a PostgreSQL server and back", .needs("postgres"), .mustEnd)
struct PostgresValueTests {
    static let values: [(PostgresValue, String)] = [
        (.null, "bigint"), (.null, "text"),
        (.text(""), "text"), (.text("naïve 🔥 e\u{301} \u{10FFFF}"), "text"), (.text("'; DROP TABLE x; --\\"), "text"),
        (.text("\0"), "text"), (.text("\0\0a\u{1}\u{2}\u{1}\0"), "text"), (.text("\u{1}\u{1}"), "text"),
        (.integer(0), "bigint"), (.integer(.min), "bigint"), (.integer(.max), "bigint"), (.integer(-1), "bigint"),
        (.integer(-7), "integer"), (.integer(300), "smallint"),
        (.boolean(true), "boolean"), (.boolean(false), "boolean"),
        (.bytes([]), "bytea"), (.bytes(Array(0...255)), "bytea"), (.bytes([0, 0]), "bytea"),
    ]

    @Test("a value of each kind comes back as it went", arguments: [false, true])
    func roundTrip(isPrepared: Bool) async throws {
        try await PostgresServer.withServer { server in
            try await server.withConnection { connection in
                for (value, type) in Self.values {
                    let statement = PostgresStatement("SELECT $1::\(type)", [value])
                    for _ in 0..<(isPrepared ? 3 : 1) {
                        let rows = try await connection.run(statement, until: .soon)
                        #expect(try rows.first?.value(0) == value)
                    }
                }
            }
        }
    }

    @Test("texts with U+0000 are equal, and in the order of their bytes, in a column as well")
    func order() async throws {
        let texts = ["", "\0", "\0\0", "\0a", "\u{1}", "\u{1}\0", "\u{1}\u{1}", "\u{2}", "a", "a\0", "a\u{1}", "b"]
        try await PostgresServer.withServer { server in
            try await server.withConnection { connection in
                _ = try await connection.run(
                    #"CREATE TABLE t (name text COLLATE "C" PRIMARY KEY)"#, until: .soon)
                let insert = "INSERT INTO t SELECT * FROM unnest($1::text[])"
                _ = try await connection.run(
                    PostgresStatement(insert, [.texts(texts.shuffled())]), until: .soon)
                let rows = try await connection.run("SELECT name FROM t ORDER BY name", until: .soon)
                #expect(try rows.map { try $0.text(0) } == texts)
                let found = try await connection.run(
                    PostgresStatement("SELECT name FROM t WHERE name = $1", ["\u{1}\0"]), until: .soon)
                #expect(try found.map { try $0.text(0) } == ["\u{1}\0"])
            }
        }
    }

    @Test("lists are parameters, with quotes, backslashes and braces in their texts")
    func lists() async throws {
        let texts = ["", "NULL", "a,b", "{}", #"say "no""#, #"\"#, "\0", " "]
        try await PostgresServer.withServer { server in
            try await server.withConnection { connection in
                let rows = try await connection.run(
                    PostgresStatement(
                        "SELECT n, t FROM unnest($1::bigint[], $2::text[]) AS l (n, t)",
                        [.integers(Array(1...8)), .texts(texts)]), until: .soon)
                #expect(try rows.map { try $0.integer(0) } == Array(1...8))
                #expect(try rows.map { try $0.text(1) } == texts)
                #expect(rows.columns == ["n", "t"])
                #expect(try rows.position(of: "t") == 1)
            }
        }
    }

    @Test("a value of another type than the reader expects is an error, not a wrong value")
    func mismatch() async throws {
        try await PostgresServer.withServer { server in
            try await server.withConnection { connection in
                let row = try #require(
                    try await connection.run("SELECT NULL::text, 'abc'::text, 1.5::float8", until: .soon).first)
                #expect(throws: PostgresError.self) { try row.text(0) }
                #expect(throws: PostgresError.self) { try row.integer(1) }
                #expect(throws: PostgresError.self) { try row.boolean(1) }
                #expect(throws: PostgresError.self) { try row.value(2) }
            }
        }
    }

    @Test("a statement says how many rows it changed")
    func affected() async throws {
        try await PostgresServer.withServer { server in
            try await server.withConnection { connection in
                _ = try await connection.run("CREATE TABLE t (n bigint)", until: .soon)
                let insert = try await connection.run("INSERT INTO t SELECT generate_series(1, 7)", until: .soon)
                #expect(insert.affectedCount == 7)
                #expect(insert.isEmpty)
                let update = try await connection.run("UPDATE t SET n = n WHERE n > 5", until: .soon)
                #expect(update.affectedCount == 2)
            }
        }
    }

    @Test("a large value goes both ways while the socket is full")
    func large() async throws {
        let text = String(repeating: "phoenix\0", count: 1_000_000)
        try await PostgresServer.withServer { server in
            try await server.withConnection { connection in
                let rows = try await connection.run(PostgresStatement("SELECT $1::text", [.text(text)]), until: .soon)
                #expect(try rows.first?.text(0) == text)
            }
        }
    }
}
