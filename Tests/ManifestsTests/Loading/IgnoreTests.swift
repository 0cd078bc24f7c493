import Diagnostics
import Manifests
import PhoenixModel
import Testing

@Suite("Ignored fields")
struct IgnoreTests {
    private func task(_ ignore: String) -> String {
        """
        tasks:
          t:
            schedule: "0 2 * * *"
            ignore:
        \(ignore)
            task: { type: backup, data: { servers: [all] } }
        """
    }

    @Test("an entry is a name, or a mapping with a reason and a last day")
    func forms() async {
        let loaded = await ManifestCase.check(
            task("      - description\n      - { field: enabled, reason: incident 12, until: 2026-12-01 }"))
        let ignored = loaded.desired?.objects.first?.ignored ?? []
        #expect(ignored.map(\.field) == [.description, .enabled])
        #expect(ignored.map(\.reason) == [nil, "incident 12"])
        #expect(ignored.map(\.untilDay) == [nil, 20_788])
        #expect(ignored.first?.span.start == SourceLocation(line: 5, column: 9))
    }

    @Test("an entry counts through its last day and is reported after it")
    func expiry() async {
        await ManifestCase.check(task("      - { field: enabled, until: 2026-11-24 }"))
        let loaded = await ManifestCase.check(
            task("      - 1️⃣{ field: enabled, until: 2026-11-23 }"), [.warning(1, .ignoreExpired, "until 2026-11-23")])
        #expect(loaded.desired?.objects.first?.ignored.first?.untilDay == 20_780)
    }

    @Test("a reason and a last day are no secrets")
    func secrets() async {
        await ManifestCase.check(
            task(
                """
                      - field: enabled
                        reason: 1️⃣${secret:env:WHY}
                        until: 2️⃣${secret:env:DAY}
                """),
            [.error(1, .secretNotAllowed, "reason"), .error(2, .secretNotAllowed, "until")])
    }

    @Test("what is no field, no day or there twice is an error")
    func mistakes() async {
        await ManifestCase.check(
            task(
                """
                      - 1️⃣descripton
                      - { field: enabled, until: 2️⃣2026-02-30 }
                      - { field: timeout, 3️⃣untill: 2026-02-28 }
                      - 4️⃣{ reason: x }
                      - 7️⃣name
                      - 5️⃣name
                      - 6️⃣config
                """),
            [
                .error(1, .valueOutOfRange, "must be one of", fix: "description"),
                .error(2, .valueOutOfRange, "must be a day written as YYYY-MM-DD"),
                .error(3, .unknownKey, "has no key 'untill'", fix: "until"),
                .error(4, .missingKey, "lacks 'field'"), .error(5, .valueOutOfRange, "ignored twice", notes: [7]),
                .error(6, .valueOutOfRange, "must be one of"),
            ])
    }
}
