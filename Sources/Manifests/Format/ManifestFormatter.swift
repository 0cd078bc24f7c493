package import Diagnostics
import YAMLReading

/// Gives a manifest its usual layout: two spaces a level, LF, no stray white space, at most one empty line in a row.
///
/// Only white space between the parts of the file changes. Comments, the order of keys, quotes, anchors, block and flow
/// style, and the text of every scalar stay. A file whose parts would mean something else afterwards is left alone.
/// Formatting a formatted file changes nothing.
package struct ManifestFormatter {
    /// `file` is what the spans of diagnostics refer to.
    package static func format(_ bytes: [UInt8], in file: SourceFileID = SourceFileID(index: 0)) -> FormatResult {
        let source = FormatSource(bytes)
        // libyaml counts the columns of the first line from a byte order mark.
        let text = bytes.starts(with: FormatSource.byteOrderMark) ? Array(bytes.dropFirst(3)) : bytes
        guard EventStream.isReadable(text), let tokens = TokenScanner(source.bytes).scanAll() else {
            let errors = YAMLFile(file: file, bytes: bytes).diagnostics.filter { $0.severity == .error }
            return .invalid(errors.isEmpty ? [.formattingWouldChange(file)] : errors)
        }
        var layout = FormatLayout(source: source, tokens: tokens)
        let formatted = layout.write()
        if formatted == bytes { return .unchanged }
        guard let formatted, meansTheSame(text, formatted) else { return .invalid([.formattingWouldChange(file)]) }
        return .formatted(formatted)
    }

    private static func meansTheSame(_ before: [UInt8], _ after: [UInt8]) -> Bool {
        before.elementsEqualIgnoringSpace(after) && EventStream.areEqual(before, after)
    }
}

extension [UInt8] {
    /// Whether nothing but white space differs: so no comment is lost or torn apart.
    fileprivate func elementsEqualIgnoringSpace(_ other: [UInt8]) -> Bool {
        var left = self[...]
        var right = other[...]
        while true {
            let next = (left.popPrintable(), right.popPrintable())
            guard next.0 == next.1 else { return false }
            if next.0 == nil { return true }
        }
    }
}

extension ArraySlice<UInt8> {
    fileprivate mutating func popPrintable() -> UInt8? {
        while let byte = popFirst() {
            if byte != 0x20 && byte != 0x09 && byte != 0x0A && byte != 0x0D { return byte }
        }
        return nil
    }
}
