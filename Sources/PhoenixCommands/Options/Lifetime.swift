import ArgumentParser

/// A length of time as people write it: `90d`.
struct Lifetime: ExpressibleByArgument {
    let seconds: Int64

    private static let units: [Character: Int64] = ["m": 60, "h": 3_600, "d": 86_400, "w": 604_800]
    /// A hundred years.
    private static let limit: Int64 = 36_500 * 86_400

    init?(argument: String) {
        guard let unit = argument.last.flatMap({ Self.units[$0] }), let count = Int64(argument.dropLast()), count > 0,
            count <= Self.limit / unit
        else { return nil }
        seconds = count * unit
    }
}
