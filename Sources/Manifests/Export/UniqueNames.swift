/// Gives each name once: `lobby`, `lobby-2`, `lobby-3`.
struct UniqueNames {
    private let separator: String
    private let maximumLength: Int
    private var taken: Set<String> = []
    private var lastNumbers: [String: Int] = [:]

    init(separator: String, maximumLength: Int = .max) {
        self.separator = separator
        self.maximumLength = maximumLength
    }

    /// Takes the name as it is; false where it is taken already.
    mutating func take(_ name: String) -> Bool { taken.insert(name).inserted }

    /// Takes the name, or the first one with a number behind it that is free.
    mutating func makeUnique(_ name: String) -> String {
        if take(name) { return name }
        var number = lastNumbers[name] ?? 1
        while true {
            number += 1
            let suffix = "\(separator)\(number)"
            let candidate = "\(name.prefix(maximumLength - suffix.count))\(suffix)"
            if take(candidate) {
                lastNumbers[name] = number
                return candidate
            }
        }
    }
}
