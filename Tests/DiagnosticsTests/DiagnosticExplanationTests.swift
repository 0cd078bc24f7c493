import Diagnostics
import Testing

@Suite("The explanations of diagnostic codes")
struct DiagnosticExplanationTests {
    @Test("have a title in one line, without a full stop", arguments: DiagnosticCode.allCases)
    func haveTitles(code: DiagnosticCode) {
        #expect(!code.title.isEmpty)
        #expect(!code.title.contains("\n"))
        #expect(!code.title.hasSuffix("."))
    }

    @Test("say at least two sentences", arguments: DiagnosticCode.allCases)
    func haveTwoSentences(code: DiagnosticCode) {
        let prose = code.explanation.split(separator: "\n").filter { !$0.hasPrefix("    ") }.joined(separator: " ")
        let sentences = prose.split(separator: " ").count { $0.hasSuffix(".") || $0.hasSuffix(":") }
        #expect(sentences >= 2, "\(prose)")
    }

    @Test("fit a terminal of 120 columns", arguments: DiagnosticCode.allCases)
    func fitTerminals(code: DiagnosticCode) {
        for line in code.explanation.split(separator: "\n") { #expect(line.count <= 120, "\(line)") }
    }

    @Test("differ from each other")
    func differ() {
        #expect(Set(DiagnosticCode.allCases.map(\.title)).count == DiagnosticCode.allCases.count)
        #expect(Set(DiagnosticCode.allCases.map(\.explanation)).count == DiagnosticCode.allCases.count)
    }

    @Test("belong to codes of the form PHX and four digits, in ascending order")
    func codesAscend() {
        let codes = DiagnosticCode.allCases.map(\.rawValue)
        #expect(codes.allSatisfy { $0.hasPrefix("PHX") && $0.utf8.count == 7 && Int($0.dropFirst(3)) != nil })
        #expect(zip(codes, codes.dropFirst()).allSatisfy { $0 < $1 })
    }
}
