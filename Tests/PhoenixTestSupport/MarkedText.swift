package import Diagnostics

/// A text with marks such as `1️⃣` in it, which say where something is expected: no columns are counted by hand.
package struct MarkedText {
    /// Without the marks.
    package private(set) var text = ""
    /// The place behind each mark, by its digit.
    package private(set) var places: [Int: SourceLocation] = [:]

    package init(_ marked: String) {
        var (line, column) = (1, 1)
        for character in marked {
            let scalars = Array(character.unicodeScalars)
            if scalars.count == 3, scalars[1].value == 0xFE0F, scalars[2].value == 0x20E3,
                let digit = Int(String(scalars[0]))
            {
                places[digit] = SourceLocation(line: line, column: column)
                continue
            }
            text.append(character)
            if character == "\n" || character == "\r\n" {
                line += 1
                column = 1
            } else {
                column += scalars.count
            }
        }
    }
}
