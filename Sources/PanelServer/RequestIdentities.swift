import Synchronization

/// Makes the `X-Request-Id` of each answer: 16 hexadecimal digits that no other request of this process has, and that
/// nobody takes for those of another.
final class RequestIdentities: Sendable {
    /// The step of SplitMix64: odd, so that all 2^64 states come before one comes again.
    private static let step: UInt64 = 0x9E37_79B9_7F4A_7C15

    private let state: Atomic<UInt64>

    init(seed: UInt64 = .random(in: .min ... .max)) { state = Atomic(seed) }

    func next() -> String {
        var bits = state.wrappingAdd(Self.step, ordering: .relaxed).newValue
        // What SplitMix64 makes of a state: no two states give the same.
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        bits ^= bits >> 31
        return String(unsafeUninitializedCapacity: 16) { buffer in
            for place in 0..<16 {
                let digit = UInt8(truncatingIfNeeded: bits >> UInt64(60 - 4 * place)) & 0xF
                buffer[place] = digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
            }
            return 16
        }
    }
}
