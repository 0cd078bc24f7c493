import Diagnostics
import PhoenixModel
import Reporting
import Testing

@Suite("Times of the steps of schedules")
struct ScheduleTimesTests {
    private func schedule(_ key: String, _ steps: Value, at schedule: String = "H 4 * * *") -> DesiredSchedule {
        var fields = ServiceFields(name: key)
        fields.steps = steps
        return DesiredSchedule(
            key: key, servers: [], schedule: schedule, fields: fields, span: SourceSpan(startOf: SourceFileID(index: 0))
        )
    }

    @Test("are counted from the start, and entries with the same steps are shown once")
    func times() {
        let steps: Value = [
            ["action": "command", "payload": "say \u{1B}Restart", "offset": 0],
            [
                "action": "command", "payload": .secret(Secret(reference: "${secret:env:A}", value: "hush")),
                "offset": 540,
            ],
            ["action": "power", "payload": "restart", "offset": 65],
            ["action": "backup", "payload": "", "offset": 900],
        ]
        #expect(
            ScheduleTimes(["a", "b", "c", "d"].map { schedule($0, steps) }).text == """
                a, b, c and 1 more (H 4 * * *, UTC)
                   0:00  command say \\u{1B}Restart
                   9:00  command (secret)
                  10:05  power restart
                  25:05  backup

                """)
        #expect(
            ScheduleTimes([schedule("a", steps), schedule("b", steps, at: "0 5 * * *")]).text.hasPrefix("a, b\n"))
        #expect(ScheduleTimes([]).text.isEmpty)
        let many = (0..<25).map { schedule("s\($0)", [["action": "command", "payload": .string("say \($0)")]]) }
        #expect(
            ScheduleTimes(many).text.hasSuffix(
                "s19 (H 4 * * *, UTC)\n  0:00  command say 19\nand 5 other lists of steps\n"))
    }
}
