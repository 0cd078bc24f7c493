import Cron
import Diagnostics
import PhoenixModel
import PhoenixTestSupport
import Reporting
import Testing

@Suite("Texts of several lines")
struct LineDifferenceTests {
    private func render(_ before: String, _ after: String) -> String {
        let change = FieldChange(
            field: .description, before: .value(.string(before)), after: .value(.string(after)), label: .pending,
            span: nil)
        let action = Action(.update, kind: .scheduled, key: "a", name: "a", objectID: "5", changes: [change])
        var plan = Plan(target: PanelTarget(name: "panel", isEmbedded: false), project: "p")
        plan.actions = [action]
        let runs = NextRuns(now: Timestamp(seconds: 1_795_478_400), zones: .system)
        var text = PlanText(plan, sources: SourceMap(), style: .plain, nextRuns: runs)
        let lines = text.render().split(separator: "\n", omittingEmptySubsequences: false)
        return lines.drop { !$0.contains("update") }.dropFirst().prefix { $0.hasPrefix("    ") }.joined(separator: "\n")
    }

    @Test("differ by lines: what goes with -, what comes with +, and what stays is left out")
    func lines() {
        #expect(
            render("one\ntwo\nthree\nfour", "one\n2\nthree\nfour\nfive") == """
                    description:  [pending]
                      - two
                      + 2
                      + five
                """)
    }

    @Test("white space at the end of a line, and an empty line, can be seen")
    func whiteSpace() {
        #expect(
            render("one\ntwo", "one \ntwo\n") == """
                    description:  [pending]
                      - one
                      + "one "
                      + ""
                """)
    }

    @Test("a text of one line against one of several shows both")
    func oneLine() {
        #expect(
            render("one", "one\ntwo") == """
                    description:  [pending]
                      + two
                """)
    }

    @Test("many lines are cut, and counted")
    func many() {
        let text = render((0..<100).map { "a\($0)" }.joined(separator: "\n"), "b\nc")
        #expect(text.hasSuffix("… 62 more lines"), "\(text)")
    }
}
