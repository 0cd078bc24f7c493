/// The colour of a number beside others, by how far it is above what is usual there. The number stands there, too.
struct Heat {
    /// The mean of the numbers that are not 0.
    private let usual: Double

    init(_ numbers: some Sequence<Int>) {
        let some = numbers.filter { $0 > 0 }
        usual = some.isEmpty ? 1 : Double(some.reduce(0, +)) / Double(some.count)
    }

    /// `h0` for nothing, `h1` to `h3` for what is usual, `h4` and `h5` for twice and four times as much.
    func style(of number: Int) -> String {
        switch Double(number) / usual {
        case 0: "h0"
        case ..<0.5: "h1"
        case ..<1.25: "h2"
        case ..<2: "h3"
        case ..<4: "h4"
        default: "h5"
        }
    }
}
