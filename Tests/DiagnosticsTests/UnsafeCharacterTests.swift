import Diagnostics
import Testing

@Suite("Characters that are not shown as they are")
struct UnsafeCharacterTests {
    @Test("are all that act on a terminal, fake lines, reverse text or hide in it")
    func unsafe() {
        let values: [UInt32] = [
            0, 0x07, 0x0A, 0x1B, 0x7F, 0x85, 0x9B, 0xAD, 0x61C, 0x180E, 0x200B, 0x200D, 0x200E, 0x2028, 0x2029, 0x202A,
            0x202E, 0x2060, 0x2066, 0x2069, 0xFEFF, 0xFFF9, 0xE0001, 0xE0041, 0xE007F,
        ]
        for scalar in values.compactMap(Unicode.Scalar.init) {
            #expect(UnsafeCharacter.isUnsafe(scalar), "\(UnsafeCharacter.escape(scalar))")
        }
    }

    @Test("are none that people write texts with")
    func safe() {
        for scalar in " aZ~ äß–…“€日本🎮\u{A0}\u{301}\u{FE0F}".unicodeScalars {
            #expect(!UnsafeCharacter.isUnsafe(scalar), "\(UnsafeCharacter.escape(scalar))")
        }
    }

    @Test("begin with a byte that the quick look stops at")
    func quickLook() {
        for value in UInt32(0)...0x10FFFF {
            guard let scalar = Unicode.Scalar(value), UnsafeCharacter.isUnsafe(scalar) else { continue }
            let first = UTF8.encode(scalar)?.first ?? 0
            #expect(UnsafeCharacter.mayBegin(with: first), "\(UnsafeCharacter.escape(scalar))")
        }
    }
}
