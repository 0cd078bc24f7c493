import Diagnostics
import PhoenixModel
import PhoenixTestSupport
import Reporting
import Testing

@Suite("What depends on what, drawn")
struct GraphTests {
    private static let graph = DependencyGraph(
        DesiredState(
            project: "p",
            objects: [
                .service("wings", name: "Wings Daemon"), .service("db", name: "Database Host"),
                .task(
                    "backup", name: "Back \"up\"; <all> &lt; #1\n`now` %%{init}%% $$x$$ fa:fa-car",
                    dependsOn: ["wings", "db"]),
                .task("restart", enabled: false, dependsOn: ["backup", "wings"]),
                .task("alone", protect: true), .task("after", dependsOn: ["restart"]),
            ]))

    @Test("looks as it did", arguments: GraphFormat.allCases)
    func golden(_ format: GraphFormat) throws {
        try GoldenFile.expect(format.render(Self.graph, style: .plain), named: "graph.\(format.rawValue)")
    }

    @Test("nothing is drawn of nothing", arguments: GraphFormat.allCases)
    func empty(_ format: GraphFormat) {
        let text = format.render(DependencyGraph(DesiredState(project: "p", objects: [])), style: .plain)
        #expect(!text.isEmpty)
    }

    @Test("a level that is too deep to be indented says how deep it is")
    func deep() {
        let objects = (0..<40).map { DesiredObject.task("t\($0)", dependsOn: $0 == 0 ? [] : ["t\($0 - 1)"]) }
        let graph = DependencyGraph(DesiredState(project: "p", objects: objects))
        let lines = GraphFormat.text.render(graph, style: .plain).split(separator: "\n").map { $0.trimmed() }
        #expect(lines[29...32] == ["t29", "t30", "(31) t31", "(32) t32"])
    }

    @Test("a chain of 20,000 and a star of 20,000 are a line an object", .mustEnd)
    func large() {
        func lines(_ dependency: (Int) -> String) -> Int {
            let objects = (0..<20_000).map { DesiredObject.task("t\($0)", dependsOn: $0 == 0 ? [] : [dependency($0)]) }
            let graph = DependencyGraph(DesiredState(project: "p", objects: objects))
            return GraphFormat.text.render(graph, style: .plain).split(separator: "\n").count
        }
        #expect(lines { "t\($0 - 1)" } == 20_001)
        #expect(lines { _ in "t0" } == 20_001)
    }
}
