import RandomFixtures
import Testing

@testable import Cron

@Suite("Canonical form and equality")
struct CanonicalTests {
    private static func allTexts() throws -> Set<String> {
        Set(
            try [
                "cron_vectors.jsonl", "cron_reference_dst.jsonl", "cron_panel_lowering.jsonl", "cron_from_suites.jsonl",
            ]
            .flatMap { try VectorFile(name: $0).vectors.map(\.expression) })
    }

    private static let lowerings: [(String, String)] = [
        ("0 0 L * *", "0 0 L * *"), ("0 0 l * *", "0 0 L * *"), ("0 0 015w * *", "0 0 15W * *"),
        ("0 0 * * FRI#2", "0 0 * * 5#2"), ("0 0 * * 7L", "0 0 * * 0L"), ("0 0 * * sunL", "0 0 * * 0L"),
        ("0 0 * * 7#1", "0 0 * * 0#1"), ("0 0 ? * ?", "0 0 * * *"), ("0 0 1 * ?", "0 0 1 * *"),
        ("0 0 1-31 * 1", "0 0 * * *"), ("0 0 13 * 0-6", "0 0 * * *"), ("0 0 L * 0-6", "0 0 * * *"),
        ("0 0 1-31 * 5#1", "0 0 * * *"), ("0 0 */1 * 5", "0 0 * * 5"), ("0 0 15,* * 1", "0 0 * * 1"),
        ("0 0 L * 5", "0 0 L * 5"), ("0 0 * * SAT-SUN", "0 0 * * 0,6"), ("0 0 * * 6-0", "0 0 * * 0,6"),
        ("0 0 * * SUN-TUE", "0 0 * * 0-2"), ("0 0 * * 7", "0 0 * * 0"), ("0 0 * * SUN-SUN", "0 0 * * 0"),
        ("0 0 * * 7/3", "0 0 * * 0,3,6"), ("\t5   2\t* * *  ", "5 2 * * *"), ("@YEARLY", "0 0 1 1 *"),
        ("@annually", "0 0 1 1 *"), ("@Monthly", "0 0 1 * *"), ("@weekly", "0 0 * * 0"), ("@daily", "0 0 * * *"),
        ("@midnight", "0 0 * * *"), (" @hourly ", "0 * * * *"), ("0,30 * * * *", "0,30 * * * *"),
        ("0 0 30,31 1-3 *", "0 0 30,31 1-3 *"), ("5/15 * * * *", "5,20,35,50 * * * *"),
    ]

    @Test("each spelling is lowered to the one that all readers share", arguments: lowerings)
    func lowering(text: String, canonical: String) throws {
        #expect(try CronExpression(text).canonical == canonical)
    }

    @Test("the canonical form of every accepted vector parses to an equal expression and is its own canonical form")
    func canonicalIsStable() throws {
        var accepted = 0
        for text in try Self.allTexts() {
            guard let expression = try? CronExpression(text) else { continue }
            accepted += 1
            let again = try CronExpression(expression.canonical)
            #expect(again == expression, "\(text)")
            #expect(again.canonical == expression.canonical)
            #expect(again.isWild == expression.isWild)
            #expect(expression.canonical.utf8.count <= 191)
        }
        #expect(accepted > 1200)
    }

    @Test("expressions are equal exactly when their canonical forms and their explanations are")
    func equalityIsMeaning() throws {
        var byCanonical: [String: CronExpression] = [:]
        var byExpression: [CronExpression: String] = [:]
        var byExplanation: [String: CronExpression] = [:]
        var accepted = 0
        for text in try Self.allTexts() {
            guard let expression = try? CronExpression(text) else { continue }
            accepted += 1
            let canonical = expression.canonical
            #expect(byCanonical[canonical, default: expression] == expression, "\(text)")
            #expect(byExpression[expression, default: canonical] == canonical, "\(text)")
            let explanation = expression.explanation()
            let namesake = byExplanation[explanation, default: expression]
            #expect(namesake == expression, "\(text) and \(namesake.canonical) both read '\(explanation)'")
            byCanonical[canonical] = expression
            byExpression[expression] = canonical
            byExplanation[explanation] = expression
        }
        #expect(byCanonical.count > 1200 && byCanonical.count < accepted)
        #expect(byExplanation.count == byCanonical.count)
    }

    @Test("random sets survive the way through the parser, and different ones read differently")
    func randomSets() throws {
        var generator = SeededGenerator(seed: 5)
        var byExplanation: [String: CronExpression] = [:]
        for _ in 0..<2000 {
            let schedule = RandomSchedule(using: &generator)
            let expression = try CronExpression(schedule.text)
            #expect(Set(CanonicalField.bits(expression.minutes)) == schedule.minute.values, "\(schedule.text)")
            #expect(Set(CanonicalField.bits(UInt64(expression.hours))) == schedule.hour.values, "\(schedule.text)")
            #expect(Set(CanonicalField.bits(UInt64(expression.months))) == schedule.month.values, "\(schedule.text)")
            #expect(expression.isWild == schedule.isWild, "\(schedule.text)")
            let namesake = byExplanation.updateValue(expression, forKey: expression.explanation())
            #expect(namesake ?? expression == expression, "\(schedule.text)")
        }
    }
}
