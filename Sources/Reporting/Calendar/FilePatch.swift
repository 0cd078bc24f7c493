/// The difference between two texts with as many lines, as `git apply` and `patch -p1` read it.
package struct FilePatch {
    private let path: String
    private let before: [ArraySlice<UInt8>]
    private let after: [ArraySlice<UInt8>]
    private static let context = 3

    package init(path: String, before: [UInt8], after: [UInt8]) {
        self.path = path
        self.before = Self.lines(before)
        self.after = Self.lines(after)
    }

    package func render() -> String {
        let changed = zip(before, after).enumerated().filter { $0.element.0 != $0.element.1 }.map(\.offset)
        guard !changed.isEmpty else { return "" }
        let isAbsolute = path.hasPrefix("/")
        var text = "--- \(isAbsolute ? "" : "a/")\(path)\n+++ \(isAbsolute ? "" : "b/")\(path)\n"
        var index = 0
        while index < changed.count {
            var last = index
            while last + 1 < changed.count, changed[last + 1] - changed[last] <= 2 * Self.context { last += 1 }
            text += hunk(Array(changed[index...last]))
            index = last + 1
        }
        return text
    }

    private func hunk(_ changed: [Int]) -> String {
        let start = max(0, changed[0] - Self.context)
        let end = min(before.count, changed[changed.count - 1] + Self.context + 1)
        var text = "@@ -\(start + 1),\(end - start) +\(start + 1),\(end - start) @@\n"
        var index = start
        while index < end {
            let first = index
            while index < end, before[index] != after[index] { index += 1 }
            for line in before[first..<index] { text += Self.text("-", line) }
            for line in after[first..<index] { text += Self.text("+", line) }
            while index < end, before[index] == after[index] {
                text += Self.text(" ", before[index])
                index += 1
            }
        }
        return text
    }

    private static func text(_ mark: String, _ line: ArraySlice<UInt8>) -> String {
        let text = mark + String(decoding: line, as: UTF8.self)
        return line.last == 0x0A ? text : text + "\n\\ No newline at end of file\n"
    }

    /// Each with the line break that ends it.
    private static func lines(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        var lines: [ArraySlice<UInt8>] = []
        var start = 0
        while start < bytes.count {
            let end = bytes[start...].firstIndex(of: 0x0A).map { $0 + 1 } ?? bytes.count
            lines.append(bytes[start..<end])
            start = end
        }
        return lines
    }
}
