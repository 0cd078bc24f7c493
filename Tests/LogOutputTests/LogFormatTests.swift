import LogOutput
import Logging
import PhoenixModel
import PhoenixTestSupport
import Testing

@Suite("Log lines")
struct LogFormatTests {
    private func line(_ format: LogFormat, _ message: String, _ metadata: Logger.Metadata) -> String {
        format.line(Timestamp(seconds: 0), .warning, logger: "phoenix", message, metadata)
    }

    @Test("text has its metadata sorted, in quotes where a value is not one word")
    func text() {
        #expect(
            line(.text, "request", ["b": .stringConvertible(3), "a": "two words", "c": ""])
                == "1970-01-01T00:00:00Z warning request a=\"two words\" b=3 c=\"\"\n")
    }

    @Test("nothing in an event can fake a line or command a terminal", arguments: LogFormat.allCases)
    func injection(_ format: LogFormat) {
        let line = line(format, "a\nb\u{1B}[2J", ["k\r\n": "v\n1970 fake", "q": "\" x=\"1"])
        #expect(line.utf8.allSatisfy { $0 >= 0x20 || $0 == 0x0A })
        #expect(line.filter { $0.isNewline }.count == 1)
    }

    @Test("text for people is readable in every language, without what acts on a terminal")
    func unicode() {
        #expect(
            line(.text, "Türme", ["name": "Zürich", "rest": "a\u{202E}b\u{1B}"])
                == "1970-01-01T00:00:00Z warning Türme name=\"Zürich\" rest=\"a\\u{202E}b\\u{1B}\"\n")
    }

    @Test("JSON has numbers as numbers, and a field of an event never hides one of the log")
    func json() {
        #expect(
            line(.json, "m", ["status": .stringConvertible(200), "level": "x", "list": ["a", "b"]])
                == #"{"time":"1970-01-01T00:00:00Z","level":"warning","logger":"phoenix","message":"m","#
                + #""level_":"x","list":["a","b"],"status":200}"# + "\n")
    }
}
