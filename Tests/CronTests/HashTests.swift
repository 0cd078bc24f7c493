import Testing

@testable import Cron

@Suite("H")
struct HashTests {
    private func canonical(_ text: String, _ hash: UInt64) throws -> String {
        try CronExpression(text, hash: { _ in hash }).canonical
    }

    @Test("H is the hash modulo the range of its field, from the start of the range")
    func wholeRange() throws {
        #expect(try canonical("H H H * H", 0) == "0 0 1 * 0")
        #expect(try canonical("H * * * *", 61) == "1 * * * *")
        #expect(try canonical("0 H * * *", 47) == "0 23 * * *")
        #expect(try canonical("0 0 H * *", 27) == "0 0 28 * *")
        #expect(try canonical("0 0 H * *", 28) == "0 0 1 * *")
        #expect(try canonical("0 0 * * h", 13) == "0 0 * * 6")
        #expect(try canonical("H * * * *", .max) == "\(UInt64.max % 60) * * * *")
    }

    @Test("H with a range stays in it")
    func givenRange() throws {
        #expect(try canonical("H(10-19) * * * *", 25) == "15 * * * *")
        #expect(try canonical("0 0 * * H(MON-FRI)", 4) == "0 0 * * 5")
        #expect(try canonical("0 0 * * H(5-7)", 2) == "0 0 * * 0")
        #expect(try canonical("0 0 * * H(0-7)", 7) == "0 0 * * 0")
    }

    @Test("H with a step begins within the first step")
    func step() throws {
        #expect(try canonical("H/15 * * * *", 18) == "3,18,33,48 * * * *")
        #expect(try canonical("H/15 * * * *", 15) == "*/15 * * * *")
        #expect(try canonical("H(0-29)/10 * * * *", 7) == "7,17,27 * * * *")
        #expect(try canonical("0 0 H/7 * *", 6) == "0 0 7,14,21,28 * *")
        #expect(try canonical("0 H(8-11)/100 * * *", 6) == "0 10 * * *")
    }

    @Test("each field has its own hash")
    func hashPerField() throws {
        let expression = try CronExpression("H H H * *", hash: { UInt64($0.rawValue + 1) })
        #expect(expression.canonical == "1 2 4 * *")
    }

    private static let errors: [(String, CronError.Code)] = [
        ("H,5 * * * *", .extensionNotAlone), ("5,H * * * *", .extensionNotAlone), ("0 0 1 H *", .hashNotAllowed),
        ("H(5-70) * * * *", .valueOutOfRange), ("H(9-5) * * * *", .reversedRange),
        ("H(1-5 * * * *", .unexpectedCharacter),
        ("H/0 * * * *", .badStep), ("H5 * * * *", .unexpectedCharacter), ("H() * * * *", .unexpectedCharacter),
        ("HH * * * *", .unknownName), ("H- * * * *", .unexpectedCharacter),
    ]

    @Test("H in the wrong place or form is an error", arguments: errors)
    func wrong(text: String, code: CronError.Code) throws {
        let error = try #require(throws: CronError.self) { try CronExpression(text, hash: { _ in 7 }) }
        #expect(error.code == code)
    }

    @Test("H beyond day 28 is warned of")
    func beyond28() throws {
        #expect(try CronExpression("0 0 H(1-31) * *", hash: { _ in 4 }).warnings.map(\.code) == [.hashBeyond28])
        #expect(try CronExpression("0 0 H * *", hash: { _ in 4 }).warnings == [])
    }
}
