import PhoenixModel
import PhoenixTestSupport
import Planning
import ServicesAPI
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
                managed-by: phoenix demo/nightly digest=2.n:edn8,d:Eq4y,s:0_EE,tz:aBBU,en:tb6k,t:K3hZ,\
                ov:P8_n,mf:P8_n,to:izQE,dep:T1PN,nt:T1PN
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
                managed-by: phoenix demo/full digest=2.n:KzSX,d:LFnd,s:opCN,tz:4ooM,en:_Lzx,t:ZdbO,ov:bYae,\
                mf:YXTt,to:Ofqe,dep:T1PN,nt:wSRe \
                secrets=task.data.command,notify[0].url protected
                """)
    }

    @Test("the line of a system service never changes")
    func service() {
        let entry = DesiredObject.service(
            "sftp", name: "SFTP Server", config: ["probe": ["type": "sftp", "host": "n1", "port": 22]])
        #expect(
            line(entry) == """
                managed-by: phoenix demo/sftp digest=2.n:5WqM,cf:cETy
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

    @Test("a timeout has a slot of its own, and so has what reads the same as another field")
    func slots() {
        func slots(_ object: DesiredObject) -> [Substring] {
            line(object).split(separator: "digest=2.").last?.split(separator: ",") ?? []
        }
        let usual = slots(.task("a"))
        #expect(zip(usual, slots(.task("a", timeout: 60))).filter { $0 != $1 }.map(\.0.first) == ["t"])
        #expect(zip(usual, slots(.task("a", description: "true"))).filter { $0 != $1 }.map(\.0.first) == ["d"])
    }

    @Test("what is ignored has no digest")
    func ignored() {
        let text = line(.task("a", ignoring: [.field(.name), .field(.notify)]))
        #expect(text.contains("digest=2.d:"))
        #expect(!text.contains("nt:"))
    }
}
