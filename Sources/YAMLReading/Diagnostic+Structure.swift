package import Diagnostics

extension Diagnostic {
    /// A space that looks like one, and is a character like any other to YAML.
    package static func foreignSpace(_ space: Unicode.Scalar, at span: SourceSpan) -> Self {
        let digits = String(space.value, radix: 16, uppercase: true)
        let padded = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        let name = space.value == 0xA0 ? "a no-break space (U+00A0)" : "the space U+\(padded)"
        return Self(
            .tabIndentation, "\(name) cannot indent a line in YAML", at: span,
            help: "replace it with plain spaces; text copied from web pages often has such characters")
    }

    static func unknownAnchor(_ name: String, known: [String], at span: SourceSpan) -> Self {
        let closest = known.closest(to: name)
        return Self(
            .unknownAnchor, "there is no anchor '&\(name)' before this alias", at: span,
            fixIts: closest.map { [FixIt("replace with '*\($0)'", at: span, replacement: "*\($0)")] } ?? [],
            help: closest.map { "did you mean '*\($0)'?" }
                ?? "write '&\(name)' at the first use of the value in this document, or quote the text")
    }

    static func recursiveAnchor(_ name: String, at span: SourceSpan) -> Self {
        Self(
            .unknownAnchor, "the alias '*\(name)' is inside the value that it repeats", at: span,
            help: "anchor a smaller part")
    }

    static func expansionTooLarge(at span: SourceSpan) -> Self {
        Self(
            .expansionTooLarge,
            "with this alias, the aliases expand to more than \(grouped(ArenaBuilder.expansionLimit)) values", at: span,
            help: "nested aliases multiply; make the repeated part smaller, or split the file")
    }

    static func tooDeep(at span: SourceSpan) -> Self {
        Self(
            .nestingTooDeep, "more than \(ArenaBuilder.depthLimit) lists and mappings are nested here",
            at: span, help: "no file for phoenix needs that many; look for a '[' or '{' that is repeated by mistake")
    }

    static func fileHasTooMuch(at span: SourceSpan) -> Self {
        Self(
            .expansionTooLarge, "the file has more than \(grouped(ArenaBuilder.nodeLimit)) values", at: span,
            help: "split it into several files")
    }

    static func keyIsNoText(at span: SourceSpan) -> Self {
        Self(
            .keyNotText, "a key must be text, not a list or a mapping", at: span,
            help: "YAML reads a text in braces, such as {name}, as a mapping: quote it")
    }

    static func duplicateMappingKey(_ key: String, at span: SourceSpan, first: SourceSpan) -> Self {
        Self(
            .duplicateMappingKey, "this mapping has the key '\(key)' twice", at: span,
            notes: [Note("the first one is here", at: first)], help: "remove one of the two, or give it another name")
    }

    package static func badMergeKey(_ found: String, at span: SourceSpan) -> Self {
        Self(
            .badMergeKey, "'<<' takes a mapping or a list of mappings, not \(found)", at: span,
            help: "write '<<: *name', and '&name' at the mapping that should be merged")
    }

    static func unsupportedTag(_ tag: String, at span: SourceSpan) -> Self {
        let short = tag.hasPrefix("tag:yaml.org,2002:") ? "!!\(tag.dropFirst(18))" : tag
        return Self(
            .unsupportedTag, "the tag '\(short)' is not supported", at: span,
            help: "remove it; a value is read by the type of its field, and quotes make it text")
    }

    /// The number of thousands or millions with commas.
    private static func grouped(_ number: Int) -> String {
        var text = String(number)
        var position = text.count - 3
        while position > 0 {
            text.insert(",", at: text.index(text.startIndex, offsetBy: position))
            position -= 3
        }
        return text
    }
}
