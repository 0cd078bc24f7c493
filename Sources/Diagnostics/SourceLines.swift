/// The lines of one source file, found once and then given in constant time.
package struct SourceLines: Sendable {
    private let bytes: [UInt8]
    /// Where each line starts; a last entry stands for the end.
    private let starts: [Int]

    package init(_ file: SourceFile) {
        bytes = file.bytes
        // A byte order mark is no character of the first line: columns are counted after it.
        var starts = [bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0]
        for index in bytes.indices where bytes[index] == 0x0A || bytes[index] == 0x0D {
            let isPair = bytes[index] == 0x0D && index + 1 < bytes.count && bytes[index + 1] == 0x0A
            if !isPair { starts.append(index + 1) }
        }
        starts.append(bytes.count)
        self.starts = starts
    }

    /// The text of one line, counted from 1, without its line break; nil past the end.
    package subscript(number: Int) -> String? {
        guard (1..<starts.count).contains(number) else { return nil }
        let line = bytes[starts[number - 1]..<max(starts[number - 1], starts[number])]
        let end = line.lastIndex { $0 != 0x0A && $0 != 0x0D }.map { $0 + 1 } ?? line.startIndex
        return String(decoding: line[..<end], as: UTF8.self)
    }
}
