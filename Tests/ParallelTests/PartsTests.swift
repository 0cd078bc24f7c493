import Parallel
import Testing

@Suite("Work in parts")
struct PartsTests {
    @Test("covers every position once and in order", arguments: [0, 1, 7, 8, 9, 63, 64, 1_000, 4_097])
    func positions(count: Int) async {
        let parts = await Parts.map(count, least: 8) { Array($0) }
        #expect(parts.flatMap { $0 } == Array(0..<count))
    }

    @Test("has no part that is too small to be worth while, and no more than keep the cores busy")
    func sizes() async {
        let few = await Parts.map(15, least: 8) { $0 }
        #expect(few == [0..<15])
        let many = await Parts.map(1_000_000, least: 8) { $0.count }
        #expect(many.count <= 4 * Parts.coreCount && many.allSatisfy { $0 >= 8 })
    }
}
