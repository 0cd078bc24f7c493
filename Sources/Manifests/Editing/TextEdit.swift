/// Bytes put in place of others.
struct TextEdit {
    let range: Range<Int>
    let text: String
    /// How far a line that is put in is indented: at one place, what belongs to an inner block comes first.
    var depth = 0

    /// The bytes with all edits done; nil where two of them overlap. Edits at one place and depth keep their order.
    static func apply(_ edits: [TextEdit], to bytes: [UInt8]) -> [UInt8]? {
        let ordered = edits.enumerated().sorted {
            ($0.element.range.lowerBound, $0.element.range.upperBound, -$0.element.depth, $0.offset)
                < ($1.element.range.lowerBound, $1.element.range.upperBound, -$1.element.depth, $1.offset)
        }
        var result: [UInt8] = []
        var end = 0
        for (_, edit) in ordered {
            guard edit.range.lowerBound >= end else { return nil }
            result += bytes[end..<edit.range.lowerBound]
            result += Array(edit.text.utf8)
            end = edit.range.upperBound
        }
        return result + bytes[end...]
    }
}
