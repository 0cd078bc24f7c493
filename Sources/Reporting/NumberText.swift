/// Measured numbers for people.
package enum NumberText {
    /// With at most two decimals: `12`, `0.25`; `-` for what is not known.
    package static func text(_ number: Double?) -> String {
        guard let number, number.isFinite else { return "-" }
        guard number.magnitude < 1e15 else { return "\(number)" }
        let hundredths = Int64((number.magnitude * 100).rounded())
        let sign = number < 0 && hundredths > 0 ? "-" : ""
        let decimals = hundredths % 100
        if decimals == 0 { return "\(sign)\(hundredths / 100)" }
        let digits = decimals % 10 == 0 ? "\(decimals / 10)" : "\(decimals < 10 ? "0" : "")\(decimals)"
        return "\(sign)\(hundredths / 100).\(digits)"
    }
}
