import Diagnostics
import Manifests
import PhoenixModel
import PhoenixTestSupport
import RandomFixtures
import Testing

@Suite("Damaged manifests", .ownThread)
struct LoaderMutationTests {
    private static let originals = [
        """
        # A network
        project: skyblock
        project_formerly: [sky]
        defaults: { timezone: Europe/Berlin, notify: [ops], timeout: 900 }
        notifications:
          ops: { type: discord, url: "${secret:env:HOOK}", on: [failed, partial] }
        services:
          wings: { name: Wings Daemon }
          sftp:
            name: SFTP Server
            config:
              probe: { type: sftp, host: node1.example.com, port: 2022, interval: 60 }
              extra: [1, 2.5, yes, null, { a: b }]
        tasks:
          nightly-backup:
            name: Nightly Bäckup
            description: |
              Back up every world
              before the restart.
            schedule: "0 2 * * *"
            depends_on: [wings]
            protect: true
            task: { type: backup, data: { servers: [all], keep: 7 } }
          "restart-${server}":
            for_each: { server: [lobby, survival, creative] }
            name: "Restart ${server}"
            schedule: "H 4 * * 0"
            formerly: ["reboot-${server}"]
            ignore:
              - description
              - { field: enabled, reason: "incident 12", until: 2026-12-01 }
            task: { type: server_command, data: { servers: ["${server}"], command: restart, delay_between: 60 } }

        """,
        """
        tasks:
          base: &base
            schedule: &when 5,35 */6 1-7 * MON
            task: &task
              type: cleanup
              data: &data { servers: ['node:a', "name:*"], patterns: ['*.log', "crash-*"], older_than_days: 08 }
          copy: { <<: *base, name: "x\\u00e9${env:HOST:-y}", enabled: no }
          other:
            <<: [*base, { overlap: queue }]
            task: { <<: *task, data: { <<: *data, dry_run: true } }
        ---
        services: { a: { depends_on: [b] }, b: { depends_on: [a] } }

        """,
    ].map { Array($0.utf8) }

    private static let fragments: [[UInt8]] =
        [
            "[", "]", "{", "}", ":", ": ", "- ", "\n", "\t", "\"", "'", "*", "&", "*base", "!", "|", ">", "#", "@", "%",
            "?", ",",
            "${", "}", "$${", "${env:X}", "${file:/x}", "${secret:env:HOOK}", "<<", "\u{2028}", "\u{85}", "\u{FEFF}",
            "ä", "😀", "0",
            "-", "---\n", "...\n", "null", "true", "08", "H", "\r\n", "\r", "  ", "tasks:", "schedule: * * * * *\n",
        ].map { Array($0.utf8) } + [[0], [0xFF], [0xC3], [0x1B], [0xE2, 0x80]]

    @Test("damage never traps, always ends, and is reported within the file", arguments: 0..<12)
    func mutations(_ seed: UInt64) async {
        var generator = SeededGenerator(seed: seed)
        var reported = 0
        for _ in 0..<150 {
            var bytes = Self.originals[Int.random(in: 0..<2, using: &generator)]
            for _ in 0..<Int.random(in: 1...6, using: &generator) { mutate(&bytes, &generator) }
            let damaged = bytes
            let loaded = await ManifestCase.load(
                ManifestInputs(["-"], standardInput: damaged),
                environment: ["HOOK": "https://secret.example/s3cr3t"])
            #expect((loaded.desired == nil) == loaded.diagnostics.hasErrors)
            reported += loaded.diagnostics.count
            let text = String(decoding: damaged, as: UTF8.self)
            for diagnostic in loaded.diagnostics {
                let spans = [diagnostic.span] + diagnostic.notes.map(\.span) + diagnostic.fixIts.map(\.span)
                for span in spans {
                    #expect(
                        span.map { isWithin($0, loaded.sources) } ?? false, "\(diagnostic) in \(text.debugDescription)")
                }
                #expect(!diagnostic.message.isEmpty && !diagnostic.message.contains("s3cr3t"))
            }
        }
        #expect(reported > 100)
    }

    private func mutate(_ bytes: inout [UInt8], _ generator: inout SeededGenerator) {
        let place = Int.random(in: 0...bytes.count, using: &generator)
        let end = min(bytes.count, place + Int.random(in: 0...12, using: &generator))
        switch Int.random(in: 0..<5, using: &generator) {
        case 0: bytes.removeSubrange(place..<end)
        case 1: bytes.insert(contentsOf: bytes[place..<end], at: Int.random(in: 0...bytes.count, using: &generator))
        case 2: bytes.replaceSubrange(place..<end, with: Self.fragments.randomElement(using: &generator) ?? [])
        case 3: bytes.insert(contentsOf: Self.fragments.randomElement(using: &generator) ?? [], at: place)
        default: if place < bytes.count { bytes[place] ^= UInt8(1) << UInt8.random(in: 0..<8, using: &generator) }
        }
    }

    /// Whether a span starts and ends on lines that are there, at most one column behind their ends.
    private func isWithin(_ span: SourceSpan, _ sources: SourceMap) -> Bool {
        guard let file = sources[span.file], span.start <= span.end else { return false }
        let lines = SourceLines(file)
        for place in [span.start, span.end] {
            guard place.line >= 1, place.column >= 1 else { return false }
            let isEnd = lines[Int(place.line)] == nil && lines[Int(place.line) - 1] != nil && place.column <= 2
            let length = lines[Int(place.line)]?.unicodeScalars.count
            guard isEnd || length.map({ Int(place.column) <= $0 + 2 }) == true else { return false }
        }
        return true
    }
}
