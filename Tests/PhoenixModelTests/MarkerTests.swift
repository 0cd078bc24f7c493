import PhoenixTestSupport
import RandomFixtures
import Testing

@testable import PhoenixModel

@Suite("The marker in a schedule's name")
struct MarkerTests {
    private static let marker = "{phx skyblock/nightly-restart 1.x4QzpaB2kLmN9oP}"

    private func read(_ name: String, commands: [String] = []) -> ScheduleName {
        ScheduleName(name, on: "1a7ce997", commandPaths: commands)
    }

    private func owner(_ name: String) -> Ownership? {
        if case .owned(let ownership) = read(name).ownership { ownership } else { nil }
    }

    private func damage(_ name: String) -> DamagedOwnership? {
        if case .unreadable(let damage) = read(name).ownership { damage } else { nil }
    }

    @Test("says whose it is, and what was last applied")
    func saysWhoseItIs() throws {
        let name = read("Nightly restart \(Self.marker)")
        let ownership = try #require(owner("Nightly restart \(Self.marker)"))
        #expect(name.text == "Nightly restart")
        #expect(ownership.project == "skyblock")
        #expect(ownership.key == "nightly-restart@1a7ce997")
        #expect(!ownership.isProtected)
        #expect(ownership.digests[.name] != ownership.digests[.steps])
        #expect(ScheduleMarker.name(name.text, with: ownership) == "Nightly restart \(Self.marker)")
    }

    @Test("comes back as it was written, protected, with secrets and with fields that are not managed")
    func comesBackAsItWasWritten() throws {
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<500 {
            var digests = FieldDigests(.short)
            for field in ScheduleMarker.fields where Bool.random(using: &generator) {
                digests[field] = UInt32.random(in: 0..<0x100_0000, using: &generator)
            }
            let hasSecrets = Bool.random(using: &generator)
            let ownership = Ownership(
                project: "p.1", key: "k_2@1a7ce997", digests: digests,
                secretPaths: hasSecrets ? ["steps[0].payload"] : [],
                isProtected: Bool.random(using: &generator))
            let text = ScheduleMarker.name("Name", with: ownership)
            let name = ScheduleName(text, on: "1a7ce997", commandPaths: ["steps[0].payload"])
            #expect(name.ownership == .owned(ownership), "\(text)")
            #expect(name.text == "Name")
        }
    }

    @Test("has the text that is documented")
    func hasTheDocumentedText() throws {
        let ownership = try #require(owner("x {phx a/b 1.AAA---ABCabc-_9}"))
        #expect(ownership.digests[.schedule] == nil)
        #expect(ownership.digests[.name] == 0)
        var other = ownership
        other.isProtected = true
        other.secretPaths = ["steps[0].payload"]
        #expect(ScheduleMarker.text(of: other) == "{phx a/b !s1.AAA---ABCabc-_9}")
    }

    @Test(
        "is recognised wherever it stands, whatever else was edited in the name",
        arguments: [
            ("\(marker)", ""), ("\(marker) Restart", "Restart"), ("  Re\(marker)start ", "Re start"),
            ("Restart\(marker)", "Restart"), ("Re {x} start {a/b} \(marker)", "Re {x} start {a/b}"),
        ])
    func isRecognisedAnywhere(name: String, text: String) {
        #expect(owner(name)?.key == "nightly-restart@1a7ce997")
        #expect(read(name).text == text)
    }

    @Test("is never relied upon where it was edited, cut off or doubled, and never lost")
    func isNeverReliedUponWhereItWasEdited() {
        let whole = "Restart \(Self.marker)"
        // Cut off anywhere behind its beginning.
        for end in "Restart {phx".count..<whole.count {
            let cut = String(whole.prefix(end))
            #expect(damage(cut) != nil, "\(cut)")
            #expect(read(cut).text == "Restart", "\(cut)")
            #expect(!read(cut).markers.isEmpty)
        }
        // One character changed.
        for place in 8..<whole.count - 1 {
            var characters = Array(whole)
            characters[place] = "?"
            let edited = String(characters)
            guard place > 11 else { continue }
            #expect(owner(edited) == nil, "\(edited)")
            #expect(damage(edited) != nil, "\(edited)")
        }
        for name in [
            "\(Self.marker) \(Self.marker)", "{phx a/b 1.AAAAAAAAAAAAAAA} x \(Self.marker)",
            "Restart {PHX skyblock/nightly-restart 1.x4QzpaB2kLmN9oP}",
            "Restart phx skyblock/nightly-restart 1.x4QzpaB2kLmN9oP}", "{phx}", "{phx a/b}", "{phx a/b 1.AAA}",
            "{phx a/b/c 1.AAAAAAAAAAAAAAA}", "{phx A/b 1.AAAAAAAAAAAAAAA}", "{phx a/b 1.AAAAAAAAAAAAAAA more}",
            "{phx {phx a/b 1.AAAAAAAAAAAAAAA}",
        ] {
            #expect(damage(name) != nil, "\(name)")
        }
    }

    @Test(
        "tells whom it named where its beginning was edited or its end cut off, unless the key is not whole",
        arguments: [
            ("{ph skyblock/nightly-restart 1.x4QzpaB2kLmN9oP}", true),
            ("skyblock/nightly-restart 1.x4QzpaB2kLmN9oP}", true),
            ("(phx skyblock/nightly-restart !s1.x4QzpaB2kLmN9oP)", true),
            ("{phxskyblock/nightly-restart 1.x4Qz}", true),
            ("{phx skyblock/nightly-restart 1.x4", true), ("{phx skyblock/nightly-restart", false), ("{phx sky", false),
        ])
    func tellsWhomItNamedWhereEdited(marker: String, isNamed: Bool) {
        let found = damage("Restart \(marker)")
        #expect(found?.owners.map(\.key) == (isNamed ? ["nightly-restart@1a7ce997"] : []))
        #expect(read("Restart \(marker)").text == "Restart")
    }

    @Test("tells whom it named, where it is there twice")
    func tellsWhomItNamed() {
        let found = damage("{phx a/b 1.AAAAAAAAAAAAAAA} and \(Self.marker)")
        #expect(found?.owners.map(\.key) == ["b@1a7ce997", "nightly-restart@1a7ce997"])
        #expect(found?.reason == "the marker is there 2 times")
        #expect(read("{phx a/b 1.AAAAAAAAAAAAAAA} and \(Self.marker)").text == "and")
    }

    @Test("of a later version says whose it is, and nothing of what was applied")
    func ofALaterVersion() {
        let ownership = owner("x {phx a/b 2.whatever-it-has}")
        #expect(ownership?.project == "a")
        #expect(ownership?.digests == FieldDigests(.short))
    }

    @Test(
        "is nothing that names of people have",
        arguments: [
            "Restart", "{x}", "a/b", "phx", "phx is great", "p{h}x", "", "Restart eu/west 1.20", "{eu/west 1.20}",
        ])
    func isNothingThatNamesHave(name: String) {
        #expect(read(name).ownership == .none)
        #expect(read(name).text == name)
    }

    @Test("is as long as manifests are told, with the longest keys")
    func isAsLongAsManifestsAreTold() {
        for (hasSecrets, isProtected) in [(false, false), (true, false), (false, true), (true, true)] {
            let project = String(repeating: "p", count: 63)
            let entry = String(repeating: "k", count: 63)
            let ownership = Ownership(
                project: project, key: "\(entry)@1a7ce997", digests: FieldDigests(.short),
                secretPaths: hasSecrets ? ["steps[0].payload"] : [], isProtected: isProtected)
            let told = ScheduleRules.markerLength(
                project: project, key: entry, hasSecrets: hasSecrets, isProtected: isProtected)
            #expect(ScheduleMarker.name("x", with: ownership).unicodeScalars.count == 1 + told)
        }
    }
}
