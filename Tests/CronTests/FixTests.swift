import RandomFixtures
import Testing

@testable import Cron

/// What tools apply unasked. Each case has what the author meant, in the five fields that mean it.
@Suite("A suggestion")
struct FixTests {
    struct Case: CustomTestStringConvertible, Sendable {
        var text: String
        var meant: String

        init(_ text: String, _ meant: String) {
            self.text = text
            self.meant = meant
        }

        var testDescription: String { text }
    }

    private static let unambiguous: [Case] = [
        // Quartz and Spring, whose weekdays have names.
        Case("0 0 12 ? * MON-FRI", "0 12 * * 1-5"), Case("0 30 2 * * MON", "30 2 * * 1"),
        Case("0 15 10 ? * *", "15 10 * * *"), Case("0 15 10 * * ?", "15 10 * * *"),
        Case("0 0 12 1 * ?", "0 12 1 * *"), Case("0 0 12 ? * MON-FRI *", "0 12 * * 1-5"),
        // AWS.
        Case("0 12 ? * MON-FRI *", "0 12 * * 1-5"), Case("15 10 * * ? *", "15 10 * * *"),
        // A crontab of the system, with a user and a command.
        Case("5 2 * * * root /usr/bin/backup", "5 2 * * *"), Case("*/5 * * * * /bin/true", "*/5 * * * *"),
        Case("daily", "0 0 * * *"), Case("@minutely", "* * * * *"),
        Case("0 2 * * monday-friday", "0 2 * * 1-5"), Case("0 2 * * Tues,Thurs", "0 2 * * 2,4"),
        Case("0 2 * september *", "0 2 * 9 *"),
        Case("0 22-2 * * *", "0 0-2,22,23 * * *"), Case("0 0 * * FRI-MON", "0 0 * * 0,1,5,6"),
        Case("0\u{A0}2 * * *", "0 2 * * *"), Case("0 2 1–5 * *", "0 2 1-5 * *"),
    ]

    @Test("runs at the instants that were meant", arguments: unambiguous)
    func instants(_ fix: Case) throws {
        let fixed = try CronExpression(try apply(to: fix.text))
        let meant = try CronExpression(fix.meant)
        for zone in ["UTC", "Europe/Berlin", "America/New_York"] {
            let rules = try ZoneDatabase.system.zone(named: zone)
            #expect(
                fixed.fires(after: 1_795_478_400, in: rules, count: 200).map(\.instant)
                    == meant.fires(after: 1_795_478_400, in: rules, count: 200).map(\.instant))
        }
    }

    /// The expression with every suggestion applied, one after the other.
    private func apply(to text: String) throws -> String {
        var text = text
        for _ in 0..<5 {
            do throws(CronError) {
                _ = try CronExpression(text)
                return text
            } catch {
                text = try #require(error.rewriting(text), "\(error.message): \(error.help ?? "no help")")
            }
        }
        return text
    }

    @Test(
        "is missing where dialects differ, or something might be lost",
        arguments: [
            "0 0 12 ? * 2-6", "0 0 12 * * *", "0 0 12 * * 1", "0 0 12 1 * MON", "0 12 ? * 2-6 *", "0 0 12 1 * ? 2027",
            "*/10 * * * * *", "@every 90m", "@every 30s", "@every 5m", "@weekdays", "@dayly", "@daily 5", "0 2 * * MOO",
            "0 2 * * Mo", "1,,2 * * * *", "? 2 * * *", "6~15 2 * * *", "TZ=Europe/Berlin 0 2 * * *",
            "0 2 * * mon-fryday", "0 2 * * monday-99",
        ])
    func missing(_ text: String) throws {
        let error = try #require(throws: CronError.self) { try CronExpression(text, hash: { _ in 0 }) }
        #expect(error.suggestion == nil)
    }

    @Test("makes any expression valid, for recorded and for damaged ones")
    func valid() throws {
        var texts = try VectorFile(name: "cron_invalid.txt").lines
        var generator = SeededGenerator(seed: 4)
        for text in Self.unambiguous.map(\.text) + texts {
            var bytes = Array(text.utf8)
            for _ in 0..<3 where !bytes.isEmpty {
                bytes[Int.random(in: 0..<bytes.count, using: &generator)] =
                    Array("0159*/,-?#LWH MONfri@~".utf8).randomElement(using: &generator) ?? 0x2A
                texts.append(String(decoding: bytes, as: UTF8.self))
            }
        }
        var applied = 0
        for text in texts {
            do throws(CronError) {
                _ = try CronExpression(text)
            } catch {
                guard let rewritten = error.rewriting(text) else { continue }
                applied += 1
                #expect(throws: Never.self, "\(text) to \(rewritten)") { try CronExpression(rewritten) }
            }
        }
        #expect(applied > 20)
    }
}
