/// A fault, and the share of the requests it befalls, 0 to 1.
package struct FaultShare: Sendable {
    package let fault: Fault
    package let rate: Double

    package init(_ fault: Fault, rate: Double) {
        self.fault = fault
        self.rate = rate
    }
}

extension FaultPlan {
    /// Faults by chance, the same for the same seed.
    ///
    /// The dice are cast over the request itself (method, target and body) and how often it came, not over the order of
    /// arrival: requests that run side by side meet the same faults in every run. The rates of `mix` add up to at most
    /// 1. Not more than `longestRun` times in a row is the same request left without the server's own answer, so that a
    /// client that tries once more than this gets through.
    package static func seeded(_ seed: UInt64, _ mix: [FaultShare], longestRun: Int = 2) -> FaultPlan {
        FaultPlan { occurrence in
            var chance = Chance(seed: seed, occurrence).unit
            for share in mix {
                if chance < share.rate {
                    let isOneTooMany = share.fault.withholdsAnswer && occurrence.failuresInARow >= longestRun
                    return isOneTooMany ? nil : share.fault
                }
                chance -= share.rate
            }
            return nil
        }
    }
}

/// A number out of a seed and a request: FNV-1a over the request, its bits then mixed as in SplitMix64.
private struct Chance {
    private var state: UInt64 = 0xCBF2_9CE4_8422_2325

    init(seed: UInt64, _ occurrence: RequestOccurrence) {
        add(seed)
        add(occurrence.request.method.utf8)
        add(occurrence.request.target.utf8)
        add(occurrence.request.body)
        add(UInt64(occurrence.repetition))
    }

    private mutating func add(_ bytes: some Sequence<UInt8>) {
        for byte in bytes { state = (state ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        // Marks the end, so that what follows does not read as a part of it.
        state = (state ^ 0xFF) &* 0x0000_0100_0000_01B3
    }

    private mutating func add(_ number: UInt64) {
        add((0..<8).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) })
    }

    /// At least 0, less than 1.
    var unit: Double {
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return Double((z ^ (z >> 31)) >> 11) * 0x1p-53
    }
}
