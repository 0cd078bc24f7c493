import PhoenixModel
import PhoenixTestSupport
import Planning
import Testing

@Suite("Digests are what other versions of phoenix will compare with")
struct DigestTests {
    private func line(_ object: DesiredObject) -> String {
        let plan = Scenario().plan([object]) { $0.adopts = true }
        guard case .set(let ownership)? = plan.actions.first?.write?.ownership else { return "no line" }
        return OwnershipLine.text(of: ownership)
    }

    // These texts stand on panels. A change of them makes every object look changed by hand.
    @Test("the line of a task with defaults never changes")
    func defaults() {
        #expect(
            line(.task("nightly", name: "Nightly")) == """
                managed-by: phoenix demo/nightly digest=1.edn8Eq4y0_EEaBBUtb6kK3hZP8_nP8_nT1PNT1PN
                """)
    }

    @Test("the line of a task with everything never changes")
    func everything() {
        let entry = DesiredObject.task(
            "full", name: " Vollst\u{E4}ndig ", description: "text\nmore", schedule: "*/15 2 * * SUN",
            timezone: "Europe/Berlin", enabled: false, task: .command(.secret("CMD", "value")), overlap: "queue",
            misfire: "run_once", timeout: 60, notify: [["type": "discord", "url": .secret("OPS", "https://x")]],
            protect: true)
        #expect(
            line(entry) == """
                managed-by: phoenix demo/full digest=1.KzSXLFndopCN4ooM_LzxxA_4bYaeYXTtT1PNwSRe \
                secrets=task.data.command,notify[0].url protected
                """)
    }

    @Test("the line of a system service never changes")
    func service() {
        let entry = DesiredObject.service(
            "sftp", name: "SFTP Server", config: ["probe": ["type": "sftp", "host": "n1", "port": 22]])
        #expect(
            line(entry) == """
                managed-by: phoenix demo/sftp digest=1.5WqM----------------cETy----------------
                """)
    }

    @Test("a secret counts with its reference, not its value")
    func secrets() {
        let one = line(.task("a", task: .command(.secret("A", "one"))))
        #expect(one == line(.task("a", task: .command(.secret("A", "two")))))
        #expect(one != line(.task("a", task: .command(.secret("B", "one")))))
    }

    @Test("forms that mean the same have one digest")
    func canonical() {
        let one = line(.task("a", schedule: "0,30 * * * *", task: .backup()))
        let other = line(
            .task(
                "a", schedule: "*/30 * * * *",
                task: ["data": ["wait": true, "keep": 7, "servers": ["all"]], "type": "backup"]))
        #expect(one == other)
    }

    @Test("a timeout shows in the slot of the task, and only when it is not the usual one")
    func timeout() {
        #expect(line(.task("a", timeout: 3_600)) == line(.task("a")))
        #expect(line(.task("a", timeout: 60)) != line(.task("a")))
    }

    @Test("a description and a switch that read the same have digests of their own")
    func memo() {
        let text = line(.task("a", description: "true"))
        let digests = text.split(separator: "digest=1.").last.map { Array($0) } ?? []
        #expect(digests.count >= 40)
        #expect(digests[4..<8] != digests[16..<20])
    }

    @Test("what is ignored has no digest")
    func ignored() {
        let text = line(.task("a", ignoring: [.field(.name), .field(.notify)]))
        #expect(text.contains("digest=1.----"))
        #expect(text.hasSuffix("----"))
    }
}
