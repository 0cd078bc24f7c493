import Diagnostics
import Manifests
import PhoenixModel
import Testing

@Suite("Defaults of a file")
struct DefaultsTests {
    @Test("every field but name, formerly and task.data can have one, and a task's own value wins")
    func all() async {
        let loaded = await ManifestCase.check(
            """
            defaults:
              description: By the file.
              schedule: "H 2 * * *"
              timezone: Europe/Berlin
              enabled: false
              depends_on: [wings]
              protect: true
              ignore: [overlap]
              overlap: queue
              misfire: run_once
              timeout: 60
              notify: []
              task: { type: backup }
            services: { wings: { name: Wings Daemon } }
            tasks:
              a: { task: { data: { servers: [all] } } }
              b:
                { schedule: "0 1 * * *", protect: false, ignore: [], depends_on: [], enabled: true,
                  task: { type: server_command, data: { servers: [all], command: stop } } }
            """)
        let (a, b) = (loaded.desired?.objects.first, loaded.desired?.objects.dropFirst().first)
        #expect(a?.fields.description == "By the file.")
        #expect(a?.fields.schedule?.hasSuffix(" 2 * * *") == true)
        #expect(a?.fields.schedule?.hasPrefix("H") == false)
        #expect(a?.fields.enabled == false)
        #expect(a?.fields.dependsOn == [.key("wings")])
        #expect(a?.isProtected == true)
        #expect(a?.ignored.map(\.field) == [.overlap])
        #expect(a?.fields.task == ["type": "backup", "data": ["servers": ["all"]]])
        #expect(b?.fields.schedule == "0 1 * * *")
        #expect(b?.isProtected == false)
        #expect(b?.ignored.isEmpty == true)
        #expect(b?.fields.dependsOn == [])
        #expect(b?.fields.enabled == true)
    }

    @Test("name, formerly and task.data cannot have one")
    func none() async {
        await ManifestCase.check(
            "defaults: { 1️⃣name: x, 2️⃣formerly: [y], task: { type: backup, 3️⃣data: { keep: 1 } } }\ntasks: {}",
            [.error(1, .unknownKey, "name"), .error(2, .unknownKey, "formerly"), .error(3, .unknownKey, "data")])
    }

    @Test("defaults take values of all layers")
    func values() async {
        let loaded = await ManifestCase.check(
            files: [
                "base/a.yaml": "values: { t: 5 }\ndefaults: { timeout: \"${values.t}\" }\n" + LayerTests.task("a"),
                "prod/b.yaml": "values: { t: 6 }",
            ], layers: ["base", "prod"])
        #expect(loaded.desired?.objects.first?.fields.timeout == 6)
    }
}
