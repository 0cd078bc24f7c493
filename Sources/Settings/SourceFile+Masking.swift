import Diagnostics

extension SourceFile {
    /// The same file with `*` for the characters of some spans, so that no message can quote them.
    func masking(_ spans: [SourceSpan]) -> SourceFile {
        guard !spans.isEmpty else { return self }
        var masked = String.UnicodeScalarView()
        var (line, column) = (1, 1)
        var previous: Unicode.Scalar = " "
        // A byte order mark is no character of the first line.
        let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
        for scalar in String(decoding: text, as: UTF8.self).unicodeScalars {
            let isBreak = scalar == "\n" || scalar == "\r"
            if previous == "\r", scalar == "\n" {
                masked.append(scalar)
                previous = scalar
                continue
            }
            let place = SourceLocation(line: line, column: column)
            let isHidden = !isBreak && spans.contains { $0.start <= place && place < $0.end }
            masked.append(isHidden ? "*" : scalar)
            if isBreak {
                (line, column) = (line + 1, 1)
            } else {
                column += 1
            }
            previous = scalar
        }
        return SourceFile(name: name, bytes: Array(String(masked).utf8))
    }
}
