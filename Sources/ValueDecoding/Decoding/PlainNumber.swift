/// A plain text read as a whole number, as JSON writes it.
enum PlainNumber {
    case integer(Int64)
    /// A whole number beyond 64 bits.
    case tooLarge
    /// A number whose digits begin with 0, and the number without it; nil where base 8 makes another number of it.
    case leadingZero(plain: String?)
    case none

    init(_ text: String) {
        let isNegative = text.utf8.first == UInt8(ascii: "-")
        let digits = isNegative ? text.utf8.dropFirst() : text.utf8[...]
        guard let first = digits.first, digits.allSatisfy({ (0x30...0x39).contains($0) }) else {
            self = .none
            return
        }
        if first == UInt8(ascii: "0"), digits.count > 1 {
            let rest = String(Substring(digits.drop { $0 == UInt8(ascii: "0") }))
            let plain = (isNegative ? "-" : "") + (rest.isEmpty ? "0" : rest)
            self = .leadingZero(plain: (Int(rest, radix: 8) ?? Int(rest)) == Int(rest) ? plain : nil)
            return
        }
        self = Int64(text).map { .integer($0) } ?? .tooLarge
    }

    /// The number that another way of writing can only mean: `1_000`, `+5`, `5.0`, and in a field of seconds `60s`,
    /// `2m`, `1h`, `1d`. A comma may stand for thousands or for a fraction.
    static func meant(by text: String, inSeconds: Bool) -> String? {
        let lowered = text.lowercased()
        if let number = Int64(lowered.filter { $0 != "_" }) { return String(number) }
        if lowered.hasSuffix(".0") { return Int64(lowered.dropLast(2)).map { String($0) } }
        guard inSeconds else { return nil }
        let units: [(String, Int64)] = [("s", 1), ("m", 60), ("h", 3_600), ("d", 86_400)]
        for (unit, seconds) in units where lowered.hasSuffix(unit) {
            guard let number = Int64(lowered.dropLast()), number >= 0, number < 1_000_000 else { return nil }
            return String(number * seconds)
        }
        return nil
    }
}
