import RandomFixtures
import Testing

@testable import Cron

@Suite("The parser on broken bytes")
struct ParserFuzzTests {
    @Test("mutated expressions are accepted or rejected with a place inside the text, and never trap")
    func mutations() throws {
        let seeds =
            try VectorFile(name: "cron_panel_lowering.jsonl").vectors.map { Array($0.expression.utf8) }
            + VectorFile(name: "cron_invalid.txt").lines.map { Array($0.utf8) }
            + ["H(0-29)/10 H H * H", "0 0 15W * 5#2", "@every 1h30m", "TZ=UTC 0 0 L * *", "0 0 * * FRIL"].map {
                Array($0.utf8)
            }
        let alphabet =
            Array("0123456789*/,-?#LWHMONFRISUNJA()~@+=TZ \t".utf8) + [0, 0x80, 0xC2, 0xA0, 0xE2, 0xF0, 0xFF]
        var generator = SeededGenerator(seed: 2026)
        var accepted = 0
        for round in 0..<12_000 {
            var bytes = seeds[round % seeds.count]
            for _ in 0..<Int.random(in: 1...3, using: &generator) {
                let byte = alphabet[Int.random(in: 0..<alphabet.count, using: &generator)]
                let index = Int.random(in: 0...bytes.count, using: &generator)
                switch Int.random(in: 0..<4, using: &generator) {
                case 0 where index < bytes.count: bytes[index] = byte
                case 1 where index < bytes.count: bytes.remove(at: index)
                case 2 where index < bytes.count: bytes.append(contentsOf: bytes[index...].prefix(7))
                default: bytes.insert(byte, at: index)
                }
            }
            let count = bytes.count
            let result = bytes.withUnsafeBufferPointer { buffer in
                Result { () throws(CronError) in
                    try CronExpression(utf8: buffer, hash: round % 2 == 0 ? { UInt64($0.rawValue) &* 77 } : nil)
                }
            }
            switch result {
            case .success(let expression):
                accepted += 1
                #expect(try CronExpression(expression.canonical) == expression)
                #expect(expression.next(after: 1_800_000_000, in: .utc) != nil)
            case .failure(let error):
                #expect(error.column >= 1 && error.length >= 0 && error.column + error.length <= count + 2)
            }
        }
        #expect(accepted > 300)
    }

    @Test("a suggestion that replaces a part gives an expression that parses or has another error further on")
    func suggestions() throws {
        for text in try VectorFile(name: "cron_invalid.txt").lines {
            let error = try #require(throws: CronError.self) { try CronExpression(text) }
            guard let rewritten = error.rewriting(text) else { continue }
            do throws(CronError) {
                _ = try CronExpression(rewritten)
            } catch let next {
                #expect(next.column > error.column, "\(text) became \(rewritten): \(next)")
            }
        }
    }
}
