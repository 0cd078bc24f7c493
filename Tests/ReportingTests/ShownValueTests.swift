import Diagnostics
import PhoenixModel
import PhoenixTestSupport
import RandomFixtures
import Testing

@testable import Reporting

@Suite("Values that differ are shown differently")
struct ShownValueTests {
    private func text(_ value: Value) -> String {
        ValueText.texts(of: FieldChange(field: .config, before: nil, after: .value(value), span: nil)).after ?? ""
    }

    @Test(
        "a text that could be taken for something else is quoted",
        arguments: [
            ("a", "a"), ("0 2 * * *", "0 2 * * *"), ("one, two", "one, two"), ("say hi: now", "say hi: now"),
            ("", #""""#), (" a", #"" a""#), ("null", #""null""#), ("true", #""true""#), ("08", #""08""#),
            ("-1.5", #""-1.5""#), ("[a]", #""[a]""#), ("{ a: 1 }", #""{ a: 1 }""#), ("(secret)", #""(secret)""#),
            ("(secret #1)", #""(secret #1)""#), ("(none)", #""(none)""#), ("a → b", #""a → b""#),
            ("a\nb", #""a\nb""#), (#"a\nb"#, #"a\nb"#), ("a\u{202E}b", #""a\u{202E}b""#), ("…a", #""…a""#),
        ])
    func scalars(_ string: String, _ shown: String) {
        #expect(text(.string(string)) == shown)
    }

    @Test("within lists and mappings, what separates them is quoted too")
    func nested() {
        #expect(text(["a, b", "c"]) == #"["a, b", c]"#)
        #expect(text(["a", "b", "c"]) == "[a, b, c]")
        #expect(text(["a": "b: c", "d, e": "f"]) == #"{ a: "b: c", "d, e": f }"#)
        #expect(text(["name:lobby-*", "*.log"]) == "[name:lobby-*, *.log]")
        #expect(text([.secret(Secret(number: 2)), "(secret #2)"]) == #"[(secret #2), "(secret #2)"]"#)
    }

    @Test("no two generated values look alike", arguments: 0..<40)
    func injective(_ seed: Int) {
        var random = RandomValues(seed: seed)
        var values: [String: Value] = [:]
        for _ in 0..<2_000 {
            let value = random.value(depth: 3)
            let shown = text(value)
            // What is cut is told apart only beside its other side.
            if shown.hasSuffix("…") { continue }
            let other = values.updateValue(value, forKey: shown) ?? value
            #expect(other == value, "\(other) and \(value) are both shown as \(shown)")
        }
        #expect(values.count > 300)
    }

    @Test("the two sides of a change never look alike, cut or not, in any report", arguments: 0..<40)
    func sides(_ seed: Int) {
        var random = RandomValues(seed: seed)
        for _ in 0..<300 {
            let before = random.value(depth: 3)
            let after = Bool.random(using: &random.generator) ? random.changed(before) : random.value(depth: 3)
            if before == after { continue }
            let change = FieldChange(
                field: .config, path: "a", before: .value(before), after: .value(after), label: .drift, span: nil)
            let (left, right) = ValueText.texts(of: change)
            #expect(left != right, "\(before) and \(after)")
            for report in reports(of: change) {
                #expect(!report.hasSameSides, "\(before) and \(after): \(report.text)")
            }
        }
    }

    private struct Sides {
        let text: String
        let hasSameSides: Bool
    }

    /// The change as the reports have it that draw its two sides, beside the same change turned round.
    private func reports(of change: FieldChange) -> [Sides] {
        let turned = FieldChange(
            field: change.field, path: change.path, before: change.after, after: change.before, label: change.label,
            span: nil)
        let render: [(FieldChange) -> String] = [
            { MarkdownReport(report(of: $0)).text }, { JSONReport(report(of: $0)).text },
        ]
        return render.map { Sides(text: $0(change), hasSameSides: $0(change) == $0(turned)) }
    }

    private func report(of change: FieldChange) -> RunReport {
        var plan = Plan(target: PanelTarget(name: "p", isEmbedded: false), project: "p")
        plan.actions = [
            PhoenixModel.Action(.update, kind: .system, key: "a", name: "a", objectID: "1", changes: [change])
        ]
        return RunReport(.plan, plan: plan, outcomes: nil, diagnostics: [], sources: SourceMap())
    }
}

/// Values of every kind out of few parts, so that many of them nearly are one another.
private struct RandomValues {
    var generator: SeededGenerator

    init(seed: Int) { generator = SeededGenerator(seed: UInt64(seed)) }

    private static let parts = [
        "a", "b", ",", " ", ":", "[", "]", "{", "}", "\"", "\\", "\n", "…", "→", "(secret #1)", "null", "true", "1",
        ".",
        "\u{202E}", "\\n", "é", "set",
    ]

    private mutating func text() -> String {
        let count = Int.random(in: 0...3, using: &generator)
        let text = (0..<count).map { _ in Self.parts.randomElement(using: &generator) ?? "" }.joined()
        return Int.random(in: 0..<12, using: &generator) == 0 ? String(repeating: "long ", count: 40) + text : text
    }

    mutating func value(depth: Int) -> Value {
        switch Int.random(in: 0..<(depth == 0 ? 6 : 9), using: &generator) {
        case 0: return .null
        case 1: return .bool(Bool.random(using: &generator))
        case 2: return .integer(Int64.random(in: -2...2, using: &generator))
        case 3: return .secret(Secret(number: Int.random(in: 1...2, using: &generator)))
        case 4, 5: return .string(text())
        case 6, 7:
            let count = Int.random(in: 0...3, using: &generator)
            var elements: [Value] = []
            for _ in 0..<count { elements.append(value(depth: depth - 1)) }
            return .list(elements)
        default:
            var map = ValueMap()
            for _ in 0..<Int.random(in: 0...2, using: &generator) { map[text()] = value(depth: depth - 1) }
            // The mark of a write-only value is shown as one.
            return map == ["set": true] ? .map([:]) : .map(map)
        }
    }

    /// Nearly the same value.
    mutating func changed(_ value: Value) -> Value {
        switch value {
        case .string(let string): return .string(string + text())
        case .list(let elements) where !elements.isEmpty:
            var changed = elements
            let position = Int.random(in: elements.indices, using: &generator)
            changed[position] = self.changed(elements[position])
            return .list(changed)
        default: return self.value(depth: 2)
        }
    }
}
