import PanelStore
import StoreCopying
import Testing

@Suite("The digest of a table")
struct TableDigestTests {
    private static func digest(_ rows: [[ColumnValue]]) -> TableDigest {
        var digest = TableDigest()
        for row in rows { digest.add(row) }
        return digest
    }

    @Test("is the same for the same rows in another order, and for no others")
    func order() {
        let rows: [[ColumnValue]] = [[.integer(1), .text("a")], [.integer(2), .text("b")], [.integer(3), .null]]
        #expect(Self.digest(rows) == Self.digest(rows.reversed()))
        #expect(Self.digest(rows) != Self.digest(Array(rows.dropFirst())))
        #expect(Self.digest(rows) != Self.digest(rows + [rows[0]]))
        #expect(Self.digest([rows[0], rows[0]]) != Self.digest([rows[1], rows[1]]))
        #expect(Self.digest([]).text == String(repeating: "0", count: 64))
        #expect(Self.digest(rows).text.count == 64)
    }

    @Test("tells apart what looks alike")
    func values() {
        let rows: [[ColumnValue]] = [
            [.null], [.text("")], [.bytes([])], [.integer(0)], [.boolean(false)], [.boolean(true)], [.integer(1)],
            [.text("a"), .text("bc")], [.text("ab"), .text("c")], [.text("abc")], [.bytes([97, 98, 99])],
            [.text("é")], [.text("e\u{301}")], [],
        ]
        #expect(Set(rows.map { Self.digest([$0]).text }).count == rows.count)
    }
}
