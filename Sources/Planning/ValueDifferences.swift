import PhoenixModel

/// The places where two canonical values differ, each as near to the difference as it goes.
struct ValueDifferences {
    struct Difference {
        /// The way there from the field: `data.keep`; empty for the field itself.
        let path: String
        let before: Value?
        let after: Value?
    }

    /// A mapping, but one that stands for a value.
    private static let mark: ValueMap = ["set": true]

    private(set) var all: [Difference] = []

    /// `byPosition`: whether elements of lists of mappings are what stands at their places, however many there are.
    init(before: Value?, after: Value?, byPosition: Bool = false) {
        guard byPosition, case .list(let old) = before ?? [], case .list(let new) = after ?? [] else {
            compare(before, after, at: "")
            return
        }
        for position in 0..<max(old.count, new.count) {
            compare(
                old.indices.contains(position) ? old[position] : nil,
                new.indices.contains(position) ? new[position] : nil, at: "[\(position)]")
        }
    }

    private mutating func compare(_ before: Value?, _ after: Value?, at path: String) {
        if before == after { return }
        switch (before, after) {
        case (.map(let old)?, .map(let new)?) where old != Self.mark && new != Self.mark:
            let prefix = path.isEmpty ? "" : "\(path)."
            for (key, value) in new { compare(old[key], value, at: prefix + key) }
            for (key, value) in old where new[key] == nil { compare(value, nil, at: prefix + key) }
        case (.list(let old)?, .list(let new)?) where old.count == new.count && (old + new).allSatisfy(\.isMap):
            for position in new.indices { compare(old[position], new[position], at: "\(path)[\(position)]") }
        default: all.append(Difference(path: path, before: before, after: after))
        }
    }
}

extension Value {
    fileprivate var isMap: Bool {
        if case .map = self { true } else { false }
    }
}
