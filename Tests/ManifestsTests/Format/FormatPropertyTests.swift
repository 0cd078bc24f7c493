import Diagnostics
import Manifests
import RandomFixtures
import Testing

@Suite("fmt on anything")
struct FormatPropertyTests {
    @Test("ends, changes nothing but white space, and is idempotent", arguments: 0..<40)
    func survivesMutations(seed: Int) {
        var random = MutationGenerator(seed: UInt64(seed))
        var formatted = 0
        for _ in 0..<100 {
            let bytes = random.mutated(Self.seeds[Int.random(in: 0..<Self.seeds.count, using: &random)])
            guard case .formatted(let once) = ManifestFormatter.format(bytes) else { continue }
            formatted += 1
            #expect(Self.withoutSpace(once) == Self.withoutSpace(bytes))
            let twice = ManifestFormatter.format(once)
            #expect(twice == .unchanged, "\(String(decoding: bytes, as: UTF8.self).debugDescription)")
        }
        #expect(formatted > 10)
    }

    @Test("formats a file of 20,000 tasks")
    func large() {
        var text = "tasks:\n"
        for index in 0..<20_000 {
            text += "    task-\(index):   # über\n        schedule: \"0 2 * * *\"\n        task: {type: backup}\n"
        }
        guard case .formatted = ManifestFormatter.format(Array(text.utf8)) else {
            Issue.record("was not formatted")
            return
        }
    }

    private static let seeds = FormatCase.all.map { Array($0.before.utf8) }

    private static func withoutSpace(_ bytes: [UInt8]) -> [UInt8] {
        let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
        return text.filter { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
    }
}

/// Random numbers that a seed repeats, and texts damaged by them.
struct MutationGenerator: RandomNumberGenerator {
    private var generator: SeededGenerator

    init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

    mutating func next() -> UInt64 { generator.next() }

    /// One to four bytes changed, inserted, removed or doubled, most of them to what means something in YAML.
    mutating func mutated(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...4, using: &self) {
            let index = Int.random(in: 0...bytes.count, using: &self)
            switch Int.random(in: 0..<4, using: &self) {
            case 0: bytes.insert(interestingByte(), at: index)
            case 1 where index < bytes.count: bytes[index] = interestingByte()
            case 2 where index < bytes.count: bytes.remove(at: index)
            default:
                let end = min(bytes.count, index + Int.random(in: 1...12, using: &self))
                bytes.insert(contentsOf: bytes[index..<end], at: Int.random(in: 0...bytes.count, using: &self))
            }
        }
        return bytes
    }

    private mutating func interestingByte() -> UInt8 {
        let interesting = Array(" \t\n\r:-?#,[]{}&*!|>'\"%@`\\~<.ab1\u{E4}".utf8) + [0x00, 0xFF]
        return interesting[Int.random(in: 0..<interesting.count, using: &self)]
    }
}
