/// Keys by which a panel knows a second try of the same request.
enum IdempotencyKey {
    /// 128 random bits in hexadecimal.
    static func random() -> String {
        var generator = SystemRandomNumberGenerator()
        let halves = (0..<2).map { _ in String(generator.next() as UInt64, radix: 16) }
        return halves.map { String(repeating: "0", count: 16 - $0.count) + $0 }.joined()
    }
}
