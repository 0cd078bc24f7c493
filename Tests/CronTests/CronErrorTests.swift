import Testing

@testable import Cron

@Suite("Errors of expressions")
struct CronErrorTests {
    struct Case: CustomTestStringConvertible, Sendable {
        var text: String
        var code: CronError.Code
        var field: CronField?
        var column: Int
        var length: Int
        var suggestion: String?

        init(
            _ text: String, _ code: CronError.Code, _ field: CronField?, _ column: Int, _ length: Int,
            _ suggestion: String? = nil
        ) {
            self.text = text
            self.code = code
            self.field = field
            self.column = column
            self.length = length
            self.suggestion = suggestion
        }

        var testDescription: String { text }
    }

    private static let cases: [Case] = [
        Case("", .empty, nil, 1, 0),
        Case(" \t ", .empty, nil, 1, 3),
        Case("* * * *", .wrongFieldCount, nil, 1, 7),
        Case("  0 0 2 * * *", .wrongFieldCount, nil, 3, 11),
        Case("0 0 12 1 * ? 2027", .wrongFieldCount, nil, 1, 17),
        Case("5 2 * * * root cmd", .wrongFieldCount, nil, 1, 18, "5 2 * * *"),
        Case("daily", .wrongFieldCount, nil, 1, 5, "@daily"),
        Case("@daily 5", .wrongFieldCount, nil, 1, 8),
        Case("60 * * * *", .valueOutOfRange, .minute, 1, 2),
        Case("0 24 * * *", .valueOutOfRange, .hour, 3, 2),
        Case("0 0 0 * *", .valueOutOfRange, .dayOfMonth, 5, 1),
        Case("0 0 1,32 * *", .valueOutOfRange, .dayOfMonth, 7, 2),
        Case("0 0 * 1-13 *", .valueOutOfRange, .month, 9, 2),
        Case("0 0 * * 99999999999999999999", .valueOutOfRange, .dayOfWeek, 9, 20),
        Case("0 0 * * 1#6", .valueOutOfRange, .dayOfWeek, 11, 1),
        Case("0 0 * * 1#", .valueOutOfRange, .dayOfWeek, 10, 1),
        Case("0 0 32W * *", .valueOutOfRange, .dayOfMonth, 5, 2),
        Case("0 22-2 * * *", .reversedRange, .hour, 3, 4, "22-23,0-2"),
        Case("50-10/20 * * * *", .reversedRange, .minute, 1, 8, "50,10"),
        Case("0 0 * NOV-feb *", .reversedRange, .month, 7, 7, "NOV-DEC,JAN-FEB"),
        Case("0 0 * * FRI-MON", .reversedRange, .dayOfWeek, 9, 7, "FRI-SAT,SUN-MON"),
        Case("0 0 * * 1,7-4", .reversedRange, .dayOfWeek, 11, 3, "0-4"),
        Case("0 23-0 * * *", .reversedRange, .hour, 3, 4, "23,0"),
        Case("*/0 * * * *", .badStep, .minute, 3, 1),
        Case("*/ * * * *", .badStep, .minute, 3, 0),
        Case("*/-5 * * * *", .badStep, .minute, 3, 2),
        Case("1,*/x,3 * * * *", .badStep, .minute, 5, 1),
        Case("0 0 * * FRIDAY", .unknownName, .dayOfWeek, 9, 6, "FRI"),
        Case("0 0 * * tues", .unknownName, .dayOfWeek, 9, 4, "TUE"),
        Case("0 0 * * monday-friday", .unknownName, .dayOfWeek, 9, 13, "MON-FRI"),
        Case("0 0 * * tuesday,sat,Friday", .unknownName, .dayOfWeek, 9, 18, "TUE,sat,FRI"),
        Case("0 0 * * Mo", .unknownName, .dayOfWeek, 9, 2),
        Case("0 0 * * JAN", .unknownName, .dayOfWeek, 9, 3),
        Case("0 0 * FBE *", .unknownName, .month, 7, 3),
        Case("0 MON * * *", .unknownName, .hour, 3, 3),
        Case("1e1 * * * *", .unexpectedCharacter, .minute, 2, 1),
        Case("+5 * * * *", .unexpectedCharacter, .minute, 1, 1),
        Case("*5 * * * *", .unexpectedCharacter, .minute, 2, 1),
        Case("*/5/2 * * * *", .unexpectedCharacter, .minute, 4, 1),
        Case("1-2-3 * * * *", .unexpectedCharacter, .minute, 4, 1),
        Case("0 ? * * *", .unexpectedCharacter, .hour, 3, 1),
        Case("0\u{A0}2 * * *", .unexpectedCharacter, .minute, 2, 1, " "),
        Case("0\u{A0}2\u{A0}* * *", .unexpectedCharacter, .minute, 2, 3, " 2 "),
        Case("\u{FEFF}0 2 * * *", .unexpectedCharacter, .minute, 1, 1, ""),
        Case("0 １２ * * *", .unexpectedCharacter, .hour, 3, 2, "12"),
        Case("0 0 1–5 * *", .unexpectedCharacter, .dayOfMonth, 6, 1, "-"),
        Case("٥ * * * *", .unexpectedCharacter, .minute, 1, 1, "5"),
        Case("0 é * * *", .unexpectedCharacter, .hour, 3, 1),
        Case("0 2 * * *\n", .unexpectedCharacter, .dayOfWeek, 10, 1, " "),
        Case("1,,2 * * * *", .emptyElement, .minute, 1, 4),
        Case(", * * * *", .emptyElement, .minute, 1, 1),
        Case("0 0 * * 1-", .emptyElement, .dayOfWeek, 11, 0),
        Case("0 0 30 2 *", .neverFires, .dayOfMonth, 5, 2),
        Case("0 0 31W 2,4,6 *", .neverFires, .dayOfMonth, 5, 3),
        Case("0 0 31 4,6,9,11 ?", .neverFires, .dayOfMonth, 5, 2),
        Case("H * * * *", .hashNotAllowed, .minute, 1, 1),
        Case("@reboot", .unsupportedMacro, nil, 1, 7),
        Case("@every 90m", .unsupportedMacro, nil, 1, 10),
        Case("@every 5m", .unsupportedMacro, nil, 1, 9),
        Case("@every 24h", .unsupportedMacro, nil, 1, 10),
        Case("@every", .unsupportedMacro, nil, 1, 6),
        Case("@daly", .unsupportedMacro, nil, 1, 5),
        Case("@weekdays", .unsupportedMacro, nil, 1, 9),
        Case("0 0 LW * *", .unsupportedExtension, .dayOfMonth, 5, 2),
        Case("0 0 L-3 * *", .unsupportedExtension, .dayOfMonth, 5, 3),
        Case("0 0 * * L", .unsupportedExtension, .dayOfWeek, 9, 1),
        Case("0 0 15W,20 * *", .extensionNotAlone, .dayOfMonth, 5, 6),
        Case("0 0 1,L * *", .extensionNotAlone, .dayOfMonth, 5, 3),
        Case("0 0 * * 1#1,1#3", .extensionNotAlone, .dayOfWeek, 9, 7),
        Case("0 0 ?,1 * *", .extensionNotAlone, .dayOfMonth, 5, 3),
        Case("6~15 * * * *", .randomRange, .minute, 1, 4),
        Case("TZ=Europe/Berlin 0 2 * * *", .timezonePrefix, nil, 1, 26),
        Case("CRON_TZ=UTC 0 2 * *", .timezonePrefix, nil, 1, 19),
    ]

    @Test("each error tells its code, field, place and replacement", arguments: cases)
    func place(expected: Case) throws {
        let error = try #require(throws: CronError.self) { try CronExpression(expected.text) }
        #expect(error.code == expected.code)
        #expect(error.field == expected.field)
        #expect(error.column == expected.column)
        #expect(error.length == expected.length)
        #expect(error.suggestion == expected.suggestion)
        #expect(!error.message.isEmpty && !error.message.hasSuffix("."))
        if let rewritten = error.rewriting(expected.text) {
            #expect(throws: Never.self, "\(rewritten)") { try CronExpression(rewritten) }
        }
    }

    @Test("every code is covered by a case")
    func codes() {
        #expect(Set(Self.cases.map(\.code)) == Set(CronError.Code.allCases))
    }

    @Test("messages name the field, the value and what is allowed")
    func messages() {
        func message(_ text: String) -> String {
            do throws(CronError) {
                _ = try CronExpression(text)
                return ""
            } catch {
                return error.description
            }
        }
        #expect(message("0 24 * * *") == "column 3: hour 24 is out of range: hour takes 0 to 23")
        #expect(
            message("0 0 * * FRIDAY")
                == "column 9: unknown name 'FRIDAY': day of week takes 0 to 7 or SUN to SAT; "
                + "names are the first three letters in English")
        #expect(message("0 0 30 2 *") == "column 5: February never has a day 30: it has at most 29 days")
        #expect(
            message("0\u{A0}2 * * *")
                == "column 2: unexpected character U+00A0 NO-BREAK SPACE; "
                + "fields are plain ASCII, separated by spaces or tabs")
        #expect(message("* * *").hasSuffix("found 3 fields"))
        #expect(message("TZ=Asia/Tokyo 0 2 * * *").contains("timezone: Asia/Tokyo"))
    }

    @Test(
        "where only the author can choose, words say what to write",
        arguments: [
            (
                "0 0 2 * * *",
                #"write "0 2 * * *" if the first field is seconds or "0 0 2 * *" if the last field is a year"#
            ),
            (
                "0 0 12 ? * 2-6",
                #"write "0 12 ? * 2-6" if the first field is seconds; weekday 1 is Monday here, but Sunday in Quartz and AWS"#
            ),
            ("@daily 5", "write @daily alone"), ("0 0 * * Mo", "did you mean 'MON'?"),
            ("0 0 * FBE *", "did you mean 'FEB'?"), ("0 ? * * *", "write '*' for every hour"),
            ("1,,2 * * * *", "write '1,2' if nothing is missing"),
            ("@every 90m", "write the times of day; five fields cannot express this interval"),
            ("@every 30s", #"write "* * * * *" for every minute, the shortest interval"#),
            ("@every 1h", #"write "0 * * * *" for the same times of day"#),
            ("@every 40m", "write the times of day; five fields cannot express this interval"),
            ("@daly", "did you mean '@daily'?"),
            ("@weekdays", #"write "0 0 * * 1-5" for midnight of those days"#),
            ("TZ=Europe/Berlin 0 2 * * *", #"write "0 2 * * *", and separately timezone: Europe/Berlin"#),
            ("0 22-2 * * 9", "write '22-23,0-2' here"),
        ])
    func help(text: String, help: String) throws {
        let error = try #require(throws: CronError.self) { try CronExpression(text) }
        #expect(error.suggestion == nil)
        #expect(error.help == help)
    }

    @Test("a random range speaks of H where there is a key")
    func randomRangeOffersHash() throws {
        let error = try #require(throws: CronError.self) {
            try CronExpression("6~15 * * * *", hash: { _ in 3 })
        }
        #expect(error.suggestion == nil)
        #expect(error.help == "write 'H(6-15)' for one value that stays the same")
    }
}
