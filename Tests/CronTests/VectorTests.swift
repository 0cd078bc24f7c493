import Testing

@testable import Cron

@Suite("Recorded schedules")
struct VectorTests {
    @Test("every schedule on which two libraries agree runs at the recorded instants")
    func agreedVectors() throws {
        let vectors = try VectorFile(name: "cron_vectors.jsonl").vectors
        // Extensions in lists are not part of the dialect.
        let listed: Set<String> = ["0 0 * * 1#1,1#3", "0 0 15,L * *"]
        let kept = vectors.filter { !listed.contains($0.expression) }
        #expect(try kept.compactMap { try $0.mismatch(with: $0.next) } == [])
        #expect(vectors.count == 6300)
        #expect(kept.count == 6297)
        for text in listed { #expect(throws: CronError.self) { try CronExpression(text) } }
    }

    @Test("every schedule of the reference runs at the recorded instants around clock changes")
    func referenceAroundClockChanges() throws {
        let vectors = try VectorFile(name: "cron_reference_dst.jsonl").vectors
        let kept = vectors.filter { $0["day_rule"]?.hasPrefix("recommended") ?? true }
        #expect(try kept.compactMap { try $0.mismatch(with: $0.next) } == [])
        #expect(kept.count == 2617)
    }

    @Test("the tests of other libraries hold where the dialect is the same")
    func otherSuites() throws {
        let vectors = try VectorFile(name: "cron_from_suites.jsonl").vectors
        let kept = vectors.filter { ["same", "differs"].contains($0["recommended_dialect"]) }
        var failures: [String] = []
        for vector in kept {
            if let text = vector["must_not_fire_at"], let instant = instant(text) {
                let schedule = try CronExpression(vector.expression)
                let zone = try ZoneDatabase.system.zone(named: vector.zone)
                if schedule.next(after: instant - 1, in: zone) == instant { failures.append(vector.expression) }
                continue
            }
            let recommended = vector.fields["recommended_next"] as? [String]
            let expected = recommended?.compactMap(instant) ?? vector.next
            let inclusive = vector.fields["inclusive"] as? Bool ?? false
            if let mismatch = try vector.mismatch(with: expected, inclusive: inclusive) { failures.append(mismatch) }
        }
        #expect(failures == [])
        #expect(kept.count == 465)
    }

    @Test("the tests of other libraries for L, W and # hold where the field is theirs alone")
    func otherSuitesWithExtensions() throws {
        let vectors = try VectorFile(name: "cron_from_suites.jsonl").vectors
        var failures: [String] = []
        var count = 0
        for vector in vectors where vector["recommended_dialect"] == "not in the 5-field core" {
            guard vector.fields["options"] == nil, let schedule = try? CronExpression(vector.expression),
                schedule.days.monthExtension != nil || schedule.days.weekExtension != nil
            else { continue }
            count += 1
            let inclusive = vector.fields["inclusive"] as? Bool ?? false
            if let mismatch = try vector.mismatch(with: vector.next, inclusive: inclusive) { failures.append(mismatch) }
        }
        #expect(failures == [])
        #expect(count > 20)
    }

    @Test("what lies outside the dialect is rejected with a range to write instead")
    func outsideTheDialect() throws {
        let vectors = try VectorFile(name: "cron_from_suites.jsonl").vectors
        for vector in vectors where vector["recommended_dialect"]?.hasPrefix("outside") == true {
            let error = #expect(throws: CronError.self, "\(vector.expression)") {
                try CronExpression(vector.expression)
            }
            let rewritten = try #require(error?.rewriting(vector.expression))
            #expect(throws: Never.self, "\(rewritten)") { try CronExpression(rewritten) }
        }
    }

    @Test("every lowered expression has the recorded canonical form and the same runs")
    func panelLowering() throws {
        let vectors = try VectorFile(name: "cron_panel_lowering.jsonl").vectors
        var failures: [String] = []
        for vector in vectors {
            let canonical = try CronExpression(vector.expression).canonical
            if canonical != vector["canonical"] { failures.append("\(vector.expression): \(canonical)") }
            if let mismatch = try vector.mismatch(with: vector.next) { failures.append(mismatch) }
        }
        #expect(failures == [])
        #expect(vectors.count == 1567)
    }

    @Test("every expression that two libraries reject is rejected")
    func invalidExpressions() throws {
        let lines = try VectorFile(name: "cron_invalid.txt").lines
        let accepted = lines.filter { (try? CronExpression($0)) != nil }
        #expect(accepted == [])
        #expect(lines.count == 530)
    }
}
