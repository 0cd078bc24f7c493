import PhoenixModel
import RandomFixtures
import ServicesAPI
import Testing

@Suite("The ownership line")
struct OwnershipLineTests {
    private static func ownership(_ change: (inout Ownership) -> Void = { _ in }) -> Ownership {
        var digests = FieldDigests()
        digests[.name] = 0xC7_842D
        digests[.schedule] = 0xFF_FFFF
        var ownership = Ownership(project: "skyblock", key: "nightly-backup", digests: digests)
        change(&ownership)
        return ownership
    }

    private static let plain =
        "managed-by: phoenix skyblock/nightly-backup digest=2.n:x4Qt,s:____"

    /// The same in the form that earlier versions wrote.
    private static let former =
        "managed-by: phoenix skyblock/nightly-backup digest=1.x4Qt----____--------x4Qt----------------"

    @Test("has the documented form")
    func form() {
        #expect(OwnershipLine.text(of: Self.ownership()) == Self.plain)
        let full = Self.ownership {
            $0.secretPaths = ["task.data.command", "notify[0].url"]
            $0.isProtected = true
        }
        #expect(
            OwnershipLine.text(of: full) == "\(Self.plain) secrets=task.data.command,notify[0].url protected")
    }

    @Test("comes back with all it says", arguments: [[], ["task.data.command"], ["config.my key, %ü"]], [true, false])
    func roundTrip(paths: [String], isProtected: Bool) {
        let ownership = Self.ownership {
            $0.secretPaths = paths
            $0.isProtected = isProtected
        }
        let read = OwnershipLine.read(OwnershipLine.description("Back up.", with: ownership))
        #expect(read.text == "Back up.")
        #expect(read.ownership == .owned(ownership))
    }

    @Test("stands last, after a blank line, or alone")
    func placement() {
        #expect(OwnershipLine.description(" text\n", with: Self.ownership()) == "text\n\n\(Self.plain)")
        #expect(OwnershipLine.description("", with: Self.ownership()) == Self.plain)
    }

    @Test(
        "is recognised anywhere, the text around it being the description",
        arguments: [
            ("LINE", ""), ("a\n\nLINE", "a"), ("LINE\n\nb", "b"), ("a\n\nLINE\nb", "a\n\nb"),
            ("a\r\n\r\nLINE\r\n", "a"),
            ("a\n  LINE  ", "a"),
        ])
    func recognition(description: String, text: String) {
        let read = OwnershipLine.read(description.replacing("LINE", with: Self.plain))
        #expect(read.text == text)
        #expect(read.ownership == .owned(Self.ownership()))
    }

    @Test(
        "is nothing to rely upon when damaged",
        arguments: [
            "managed-by: phoenix", "managed-by: phoenix a", "managed-by: phoenix a/b",
            "managed-by: phoenix A/b digest=2.", "managed-by: phoenix a/b digest=1.x4Qt", "\(former)x",
            "managed-by: phoenix a/b digest=2", "managed-by: phoenix a/b digest=2.n:x4Q",
            "managed-by: phoenix a/b digest=2.n:x4Qtx", "managed-by: phoenix a/b digest=2.n:x4Q*",
            "managed-by: phoenix a/b digest=2.n:x4Qt,", "managed-by: phoenix a/b digest=2.,n:x4Qt",
            "managed-by: phoenix a/b digest=2.n:x4Qt,n:x4Qt", "managed-by: phoenix a/b digest=2.N:x4Qt",
            "managed-by: phoenix a/b digest=2.later", "managed-by: phoenix a/b digest=2.later:",
            "\(plain)x", "\(plain) protected extra", "\(plain) secrets=",
            "\(plain) secrets=a%G0", "\(plain)\n\(plain)", "managed-by: phoenix a/b/c digest=2.",
        ])
    func damage(description: String) {
        guard case .unreadable = OwnershipLine.read(description).ownership else {
            Issue.record("read \(OwnershipLine.read(description).ownership)")
            return
        }
    }

    @Test("of a format that is not known tells the owner, and no digests")
    func unknownFormat() {
        let read = OwnershipLine.read("managed-by: phoenix a/b digest=3.whatever").ownership
        #expect(read == .owned(Ownership(project: "a", key: "b", digests: FieldDigests())))
    }

    @Test("without digests is a line all the same")
    func noDigests() {
        let ownership = Ownership(project: "a", key: "b", digests: FieldDigests())
        #expect(OwnershipLine.text(of: ownership) == "managed-by: phoenix a/b digest=2.")
        #expect(OwnershipLine.read("managed-by: phoenix a/b digest=2.").ownership == .owned(ownership))
    }

    @Test("of an earlier version is read and comes back as it was")
    func earlierFormat() {
        guard case .owned(let ownership) = OwnershipLine.read(Self.former).ownership else {
            Issue.record("unreadable")
            return
        }
        #expect(ownership.digests.format == .places)
        #expect(ownership.digests[.name] == 0xC7_842D)
        #expect(ownership.digests[.description] == nil)
        // What shared a slot then reads from that slot.
        for field in [Field.task, .timeout, .config] { #expect(ownership.digests[field] == 0xC7_842D) }
        #expect(OwnershipLine.text(of: ownership) == Self.former)
    }

    @Test("keeps the slots of fields that only a later version knows", arguments: ["later:AAAA", "x:B,tags:Abcd_-09"])
    func laterFields(slots: String) {
        let line = "\(Self.plain),\(slots) protected"
        guard case .owned(let ownership) = OwnershipLine.read(line).ownership else {
            Issue.record("unreadable")
            return
        }
        #expect(ownership.digests == Self.ownership().digests)
        #expect(ownership.unknownDigests == slots.split(separator: ",").map(String.init))
        #expect(OwnershipLine.text(of: ownership) == line)
    }

    @Test("has a slot of its own for each field, whose names are at most eight letters")
    func slots() {
        let names = Field.allCases.map(\.definition.digestSlot)
        #expect(Set(names).count == names.count)
        #expect(
            names.allSatisfy { (1...8).contains($0.utf8.count) && $0.utf8.allSatisfy { (0x61...0x7A).contains($0) } })
        #expect(names.count <= FieldDigests.capacity)
        var digests = FieldDigests()
        for (number, field) in Field.allCases.enumerated() { digests[field] = UInt32(number) }
        let all = Ownership(project: "a", key: "b", digests: digests)
        #expect(OwnershipLine.read(OwnershipLine.text(of: all)).ownership == .owned(all))
    }

    @Test("is not seen in text that only speaks of it")
    func foreignText() {
        let text = "This is managed-by: phoenix, they say."
        #expect(OwnershipLine.read(text).ownership == .none)
        #expect(OwnershipLine.read(text).text == text)
    }

    @Test("never confuses a digest with the sign for none")
    func dashes() {
        var ownership = Self.ownership()
        ownership.digests[.name] = 0xFB_EFBE
        guard case .owned(let read) = OwnershipLine.read(OwnershipLine.text(of: ownership)).ownership else {
            Issue.record("unreadable")
            return
        }
        #expect(read.digests[.name] != nil)
    }

    @Test("comes back from any text around it, whatever it says", arguments: 0..<200)
    func anyOwnership(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let ownership = random.ownership()
        let (before, after) = (random.text(), random.text())
        let read = OwnershipLine.read("\(before)\r\n \(OwnershipLine.text(of: ownership)) \r\n\(after)")
        #expect(read.ownership == .owned(ownership))
        let parts = [before, after].map { $0.normalText() }.filter { !$0.isEmpty }
        #expect(read.text == parts.joined(separator: "\n\n"))
    }

    @Test("that lost or got a character reads as another one, or as damaged, but not as none", arguments: 0..<200)
    func anyDamage(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let ownership = random.ownership()
        var words = Array(OwnershipLine.text(of: ownership).utf8)
        let place = Int.random(in: OwnershipLine.plainLength..<words.count, using: &random)
        if Bool.random(using: &random) {
            words.remove(at: place)
        } else {
            words.insert(Array(" ,:./=%aZ".utf8).randomElement(using: &random) ?? 0, at: place)
        }
        let line = String(decoding: words, as: UTF8.self)
        switch OwnershipLine.read("text\n\n\(line)").ownership {
        case .none: Issue.record("overlooked: \(line)")
        case .owned(let other): #expect(OwnershipLine.read(OwnershipLine.text(of: other)).ownership == .owned(other))
        case .unreadable(let damage): #expect(damage.lines == [line.trimmed()].map(String.init))
        }
    }
}

extension OwnershipLine {
    /// How many bytes no line can do without.
    fileprivate static let plainLength = "managed-by: phoenix".utf8.count
}

extension SeededGenerator {
    fileprivate mutating func ownership() -> Ownership {
        var digests = FieldDigests()
        for field in Field.allCases where Bool.random(using: &self) {
            digests[field] = .random(in: 0..<1 << 24, using: &self)
        }
        let projects = ["a", "skyblock", String(repeating: "x", count: 63)]
        return Ownership(
            project: projects.randomElement(using: &self) ?? "", key: projects.randomElement(using: &self) ?? "",
            digests: digests, unknownDigests: Bool.random(using: &self) ? [] : ["later:AAAA", "tags:x"],
            secretPaths: Bool.random(using: &self) ? [] : ["task.data.command", "config.my key, %ü"],
            isProtected: .random(using: &self))
    }

    fileprivate mutating func text() -> String {
        let pieces = ["Back up.", " ", "\n", "\r\n", "\r", "managed-by: phoenix?", "é", "\u{200B}", "\t"]
        // Whatever it ends with, the line that follows begins anew, and no line before begins with the marker.
        return (0..<Int.random(in: 0...6, using: &self)).compactMap { _ in pieces.randomElement(using: &self) }.reduce(
            ""
        ) {
            $1.hasPrefix("managed") ? "\($0)x\($1)" : $0 + $1
        }
    }
}
