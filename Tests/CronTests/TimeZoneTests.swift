import Foundation
import RandomFixtures
import Testing

@testable import Cron

@Suite("Time zones")
struct TimeZoneTests {
    private static let zones = [
        "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Chatham", "Antarctica/Troll",
        "Pacific/Apia", "America/St_Johns", "Asia/Kathmandu", "Europe/Dublin", "Africa/Casablanca",
    ]

    @Test("offsets are those of Foundation", arguments: zones)
    func offsets(name: String) throws {
        let zone = try ZoneDatabase.system.zone(named: name)
        let reference = try #require(TimeZone(identifier: name))
        var generator = SeededGenerator(seed: 11)
        var failures: [Int64] = []
        for _ in 0..<400 {
            // Casablanca's future depends on the release of the data.
            let last: Int64 = name == "Africa/Casablanca" ? 1_700_000_000 : 4_000_000_000
            let instant = Int64.random(in: 0...last, using: &generator)
            let expected = reference.secondsFromGMT(for: Date(timeIntervalSince1970: TimeInterval(instant)))
            if zone.offset(at: instant) != expected { failures.append(instant) }
        }
        #expect(failures == [])
    }

    @Test("the rule goes on for ever and repeats after 400 years", arguments: zones)
    func repetition(name: String) throws {
        let zone = try ZoneDatabase.system.zone(named: name)
        let cycle = CivilCalendar.cycleDays * 86_400
        var generator = SeededGenerator(seed: 12)
        for _ in 0..<300 {
            // After 2090, where the last explicit transitions end.
            let instant = Int64.random(in: 3_800_000_000...20_000_000_000, using: &generator)
            let offset = zone.offset(at: instant)
            #expect(zone.offset(at: instant + cycle) == offset)
            #expect(zone.offset(at: instant + 1000 * cycle) == offset)
            let next = zone.nextTransition(after: instant)
            #expect(zone.nextTransition(after: instant + 7 * cycle)?.instant == next.map { $0.instant + 7 * cycle })
        }
    }

    @Test("local times map to the instants that show them", arguments: zones + ["UTC"])
    func resolution(name: String) throws {
        let zone = try ZoneDatabase.system.zone(named: name)
        var generator = SeededGenerator(seed: 13)
        for _ in 0..<200 {
            let somewhere = Int64.random(in: 0...5_000_000_000, using: &generator)
            let near = zone.nextTransition(after: somewhere)?.instant ?? somewhere
            let instant = (near + Int64.random(in: -8000...8000, using: &generator)) / 60 * 60
            let wallTime = zone.wallTime(at: instant)
            switch zone.resolve(wallTime) {
            case .once(let only): #expect(only == instant)
            case .repeated(let all): #expect(all.contains(instant) && all == all.sorted() && all.count == 2)
            case .skipped: Issue.record("\(wallTime) in \(name) is shown at \(instant)")
            }
        }
    }

    @Test("a local time in a gap maps to the end of the gap")
    func gap() throws {
        let zone = try ZoneDatabase.system.zone(named: "Europe/Berlin")
        let end = try #require(instant("2027-03-28T01:00:00Z"))
        #expect(zone.resolve(WallTime(year: 2027, month: 3, day: 28, hour: 2, minute: 30)) == .skipped(at: end))
    }

    private static let rules: [(String, String, Int)] = [
        ("EST5EDT,M3.2.0,M11.1.0", "2027-07-01T00:00:00Z", -4 * 3600),
        ("EST5EDT", "2027-07-01T00:00:00Z", -4 * 3600),
        ("EST5EDT,M3.2.0,M11.1.0", "2027-12-01T00:00:00Z", -5 * 3600),
        ("<-03>3<-02>,M3.5.0/-2,M10.5.0/-1", "2027-07-01T00:00:00Z", -2 * 3600),
        ("<-03>3<-02>,M3.5.0/-2,M10.5.0/-1", "2027-03-28T00:59:59Z", -3 * 3600),
        ("<-03>3<-02>,M3.5.0/-2,M10.5.0/-1", "2027-03-28T01:00:00Z", -2 * 3600),
        ("IST-2IDT,M3.4.4/26,M10.5.0", "2027-03-25T23:59:59Z", 2 * 3600),
        ("IST-2IDT,M3.4.4/26,M10.5.0", "2027-03-26T00:00:00Z", 3 * 3600),
        ("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", "2027-01-01T00:00:00Z", 11 * 3600),
        ("AAA-0BBB,J60,J300", "2028-03-01T01:59:59Z", 0),
        ("AAA-0BBB,J60,J300", "2028-03-01T02:00:00Z", 3600),
        ("AAA-0BBB,59,300", "2028-02-29T02:00:00Z", 3600),
        ("XXX3EDT4,0/0,J365/23", "2027-12-31T23:59:59Z", -4 * 3600),
        ("EST5EDT,0/0,J365/25", "2027-01-01T05:00:00Z", -4 * 3600),
        ("EST5EDT,0/0,J365/25", "2028-01-01T04:59:59Z", -4 * 3600),
        ("AAA5BBB,M4.1.0/-167,M10.5.0/167:30:15", "2027-07-01T00:00:00Z", -4 * 3600),
        ("<+0545>-5:45", "2027-07-01T00:00:00Z", 20_700),
    ]

    @Test("POSIX rules of every form are followed, in files without transitions too", arguments: rules)
    func posixRules(text: String, at time: String, offset: Int) throws {
        let zone = try TimeZoneRules(tzif: TZifBuilder.file(footer: text), name: "Test")
        let moment = try #require(instant(time))
        #expect(zone.offset(at: moment) == offset)
        let cycle = CivilCalendar.cycleDays * 86_400
        #expect(zone.offset(at: moment - cycle) == offset)
        #expect(zone.offset(at: moment + 3 * cycle) == offset)
    }

    private static let malformed = [
        "E5", "EST", "EST25", "EST5EDT,M13.1.0,M11.1.0", "EST5EDT,M3.6.0,M11.1.0", "EST5EDT,M3.2.7,M11.1.0",
        "EST5EDT,M3.2.0", "EST5EDT,J0,J5", "EST5EDT,366,5", "EST5EDT,M3.2.0/168,M11.1.0", "EST5EDT,M3.2.0,M11.1.0x",
        "<EST5", "EST5:60", "5", "EST5EDT,,", "EST99999999999999999999",
    ]

    @Test("malformed rules are rejected", arguments: malformed)
    func malformedRules(text: String) {
        #expect(throws: ZoneError.self) { try TimeZoneRules(tzif: TZifBuilder.file(footer: text), name: "Test") }
    }

    @Test("version 1 files are read by their 32-bit block")
    func versionOne() throws {
        let bytes = TZifBuilder.block(
            version: 0, timeSize: 4, transitions: [(1000, 1), (2000, 0)], offsets: [0, 3600])
        let zone = try TimeZoneRules(tzif: bytes, name: "Old")
        #expect([999, 1000, 1999, 2000].map { zone.offset(at: $0) } == [0, 3600, 3600, 0])
    }

    @Test("offsets of 26 hours or more, disordered times and wrong indices are rejected")
    func inconsistentBlocks() {
        let blocks = [
            TZifBuilder.block(version: 0, timeSize: 4, transitions: [], offsets: [26 * 3600]),
            TZifBuilder.block(version: 0, timeSize: 4, transitions: [(5, 0), (5, 0)], offsets: [0]),
            TZifBuilder.block(version: 0, timeSize: 4, transitions: [(5, 1)], offsets: [0]),
            TZifBuilder.block(version: 0, timeSize: 4, transitions: [], offsets: []),
        ]
        for bytes in blocks { #expect(throws: ZoneError.self) { try TimeZoneRules(tzif: bytes, name: "Test") } }
    }

    @Test("truncated and mutated files are read or rejected, and never trap or stall a search")
    func mutatedFiles() throws {
        let data = try Data(contentsOf: URL(fileURLWithPath: "/usr/share/zoneinfo/Europe/Berlin"))
        let original = [UInt8](data)
        let expressions = try ["0 2 * * *", "* * 29 2 *", "*/7 1-3 * * 0"].map { try CronExpression($0) }
        var generator = SeededGenerator(seed: 77)
        for length in 0..<original.count where length % 7 == 0 || length > original.count - 40 {
            #expect(throws: ZoneError.self) {
                try TimeZoneRules(tzif: Array(original.prefix(length)), name: "Cut")
            }
        }
        var accepted = 0
        for _ in 0..<1500 {
            var bytes = original
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                // The second header, the types and the footer are where a byte matters most.
                let near = [0..<50, 900..<1100, original.count - 60..<original.count, 0..<original.count]
                let range = near[Int.random(in: 0..<4, using: &generator)].clamped(to: 0..<original.count)
                bytes[Int.random(in: range, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            }
            guard let zone = try? TimeZoneRules(tzif: bytes, name: "Mutated") else { continue }
            accepted += 1
            for expression in expressions {
                let from = Int64.random(in: -4_000_000_000...40_000_000_000, using: &generator)
                if let next = expression.next(after: from, in: zone) { #expect(next > from) }
            }
        }
        #expect(accepted > 100)
    }

    @Test("names that lead out of the database, or to what is no zone, are rejected without being opened")
    func names() {
        let bad = [
            "", "..", "../etc/passwd", "/etc/localtime", "Europe/../../etc/passwd", "Europe//Berlin", "Europe/",
            "Europe/Ber\0lin", "posix/Europe/Berlin", "right/Europe/Berlin", "localtime", "posixrules", ".hidden",
            String(repeating: "a", count: 65), "Europe/Berlín", "-x", "Europe/Berlin ",
        ]
        for name in bad {
            let error = #expect(throws: ZoneError.self, "\(name)") { try ZoneDatabase.system.zone(named: name) }
            #expect(error?.code == .invalidName, "\(name)")
        }
    }

    private static let misspelled = [
        ("Europe/Berln", "Europe/Berlin"), ("europe/berlin", "Europe/Berlin"), ("Berlin", "Europe/Berlin"),
        ("America/New-York", "America/New_York"), ("US/Pacfic", "US/Pacific"), ("Europe/Belrin", "Europe/Berlin"),
    ]

    @Test("a name that can mean one zone only brings that one", arguments: misspelled)
    func suggestion(name: String, closest: String) {
        let error = #expect(throws: ZoneError.self) { try ZoneDatabase.system.zone(named: name) }
        #expect(error?.code == .unknownZone)
        #expect(error?.suggestion == closest)
    }

    @Test(
        "abbreviations, offsets and cities without a zone get words, and nothing to apply unasked",
        arguments: [
            ("PST", "America/Los_Angeles"), ("EDT", "America/New_York"), ("CEST", "Europe/Berlin"),
            ("Asia/Beijing", "Asia/Shanghai"), ("Beijing", "Asia/Shanghai"), ("GMT+2", "Etc/GMT-2 is 2 hours ahead"),
            ("UTC-05:00", "Etc/GMT+5 is 5 hours behind"), ("+02:00", "Etc/GMT-2 is 2 hours ahead"),
            ("UTC+5:30", "an offset does not say"), ("Europe/Brln", "did you mean 'Europe/Berlin'?"),
        ])
    func words(name: String, words: String) {
        let error = #expect(throws: ZoneError.self) { try ZoneDatabase.system.zone(named: name) }
        #expect(error?.suggestion == nil)
        #expect(error?.help?.contains(words) == true, "\(error?.help ?? "")")
    }

    @Test("every zone that words name is installed")
    func wordsNameZones() throws {
        let names = ["PST", "CST", "IST", "Asia/Beijing", "America/Boston", "GMT+2", "UTC-11"]
        let zones = names.flatMap { name in
            (ZoneHabit.help(for: name) ?? "").matches(of: /[A-Z][A-Za-z]+\/[A-Za-z_+\-0-9\/]+/).map {
                String($0.output)
            }
        }.filter { !names.contains($0) }
        #expect(zones.count >= names.count)
        for zone in zones { #expect(throws: Never.self, "\(zone)") { try ZoneDatabase.system.zone(named: zone) } }
    }

    @Test(
        "valid names that are seldom meant are warned of",
        arguments: [
            ("EST", "5 hours behind UTC all year"), ("CET", "kept for old systems"), ("Factory", "placeholder"),
            ("Etc/GMT+2", "2 hours behind UTC all year"), ("Etc/GMT-1", "one hour ahead of UTC all year"),
        ])
    func unusual(name: String, words: String) throws {
        _ = try ZoneDatabase.system.zone(named: name)
        #expect(ZoneHabit.warning(about: name)?.contains(words) == true)
    }

    @Test("places are not warned of", arguments: ["Europe/Berlin", "UTC", "Etc/UTC", "Etc/GMT", "America/New_York"])
    func usual(name: String) { #expect(ZoneHabit.warning(about: name) == nil) }

    @Test("files of a database that are no zones are errors of their own kind")
    func otherFiles() throws {
        let directory = FileManager.default.temporaryDirectory.appendingPathComponent("zones-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: directory) }
        try FileManager.default.createDirectory(
            at: directory.appendingPathComponent("Folder"), withIntermediateDirectories: true)
        try Data("not a zone".utf8).write(to: directory.appendingPathComponent("Text"))
        try Data(count: 200_000).write(to: directory.appendingPathComponent("Huge"))
        try Data(TZifBuilder.file(footer: "AAA-1")).write(to: directory.appendingPathComponent("Good"))
        mkfifo(directory.appendingPathComponent("Pipe").path, 0o600)
        let database = ZoneDatabase(directory: directory.path)
        func code(_ name: String) -> ZoneError.Code? {
            #expect(throws: ZoneError.self) { try database.zone(named: name) }?.code
        }
        #expect(code("Text") == .malformed)
        #expect(code("Huge") == .unreadable)
        #expect(code("Pipe") == .unreadable)
        #expect(code("Folder") == .noDatabase)
        #expect(code("Missing") == .noDatabase)
        try Data("# x\nZ Good 1 - AAA\nL Good Better\n".utf8).write(to: directory.appendingPathComponent("tzdata.zi"))
        #expect(code("Missing") == .unknownZone)
        let link = #expect(throws: ZoneError.self) { try database.zone(named: "Better") }
        #expect(link?.message == "time zone 'Better' is not installed here")
        #expect(link?.suggestion == "Good")
        let typo = #expect(throws: ZoneError.self) { try database.zone(named: "Goood") }
        #expect(typo?.suggestion == nil && typo?.help == "did you mean 'Good'?")
        #expect(database.version == nil)
        try Data("# version 2025b\n# x\n".utf8).write(to: directory.appendingPathComponent("tzdata.zi"))
        #expect(database.version == "2025b")
        let zone = try database.zone(named: "Good")
        #expect(zone.offset(at: 0) == 3600)
        #expect(try database.zone(named: "Good") == zone)
        #expect(try database.zone(named: "UTC") == .utc)
    }

    @Test("every zone of the system is read")
    func wholeDatabase() throws {
        let index = try Data(contentsOf: URL(fileURLWithPath: "/usr/share/zoneinfo/tzdata.zi"))
        let names = ZoneName.entries(inIndex: [UInt8](index)).map(\.name)
        #expect(names.count > 400)
        let database = ZoneDatabase(directory: "/usr/share/zoneinfo")
        for name in names { #expect(throws: Never.self, "\(name)") { try database.zone(named: name) } }
    }
}
