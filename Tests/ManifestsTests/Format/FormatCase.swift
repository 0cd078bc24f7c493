import Diagnostics
import Manifests
import Testing

/// A text and what `fmt` makes of it.
struct FormatCase: Sendable, CustomTestStringConvertible {
    let name: String
    let before: String
    let after: String

    init(_ name: String, _ before: String, _ after: String? = nil) {
        self.name = name
        self.before = before
        self.after = after ?? before
    }

    var testDescription: String { name }

    var formatted: String {
        switch ManifestFormatter.format(Array(before.utf8)) {
        case .unchanged: before
        case .formatted(let bytes): String(decoding: bytes, as: UTF8.self)
        case .invalid(let diagnostics): "\(diagnostics.map(\.message))"
        }
    }

    static let all = layout + comments + scalars + structure

    private static let layout: [FormatCase] = [
        .init("an empty file stays empty", ""),
        .init("white space alone becomes nothing", " \n\n  \n", ""),
        .init("a final line break is added", "a: 1", "a: 1\n"),
        .init("line breaks at the end become one", "a: 1\n\n\n", "a: 1\n"),
        .init("empty lines at the start go", "\n\n a: 1\n", "a: 1\n"),
        .init("runs of empty lines become one", "a: 1\n\n\n\nb: 2\n", "a: 1\n\nb: 2\n"),
        .init("a byte order mark goes", "\u{FEFF}a: 1\n", "a: 1\n"),
        .init("CRLF becomes LF", "a: 1\r\nb:\r\n  - x\r\n", "a: 1\nb:\n  - x\n"),
        .init("white space at line ends goes", "a: 1  \nb:\t\n  c: 2 \t\n", "a: 1\nb:\n  c: 2\n"),
        .init("four spaces become two", "a:\n    b:\n        c: 1\n", "a:\n  b:\n    c: 1\n"),
        .init("a document that is indented as a whole moves to the left", "  a: 1\n  b: 2\n", "a: 1\nb: 2\n"),
        .init("sequences stand below their key by two", "a:\n- x\n- y\nb: 1\n", "a:\n  - x\n  - y\nb: 1\n"),
        .init("one space follows colons and dashes", "a:    1\nb:\t2\nc:\n  -   x\n", "a: 1\nb: 2\nc:\n  - x\n"),
        .init("no space stands before a colon", "a : 1\n\"b\"  : 2\n", "a: 1\n\"b\": 2\n"),
        .init("a space stays between an alias and its colon", "- &x a\n- *x : 1\n"),
        .init("braces get a space inside", "a: {b: 1,c: 2}\n", "a: { b: 1, c: 2 }\n"),
        .init("brackets get none", "a: [ 1,2 ,3 ]\n", "a: [1, 2, 3]\n"),
        .init("empty collections close at once", "a: { }\nb: [ ]\n", "a: {}\nb: []\n"),
        .init("a colon in braces gets one space", "a: {\"b\":1, c : 2}\n", "a: { \"b\": 1, c: 2 }\n"),
        .init(
            "collections over several lines step by two",
            "a: [\n      1,\n      { b: 1,\n   c: 2 }\n      ]\n",
            "a: [\n  1,\n  { b: 1,\n    c: 2 }\n]\n"),
        .init(
            "nested brackets on one line close together", "a: [[\n1\n]]\n",
            "a: [[\n  1\n]]\n"),
        .init("a bracket below its key keeps its line", "a:\n [1,\n 2]\n", "a:\n  [1,\n    2]\n"),
        .init("brackets behind a dash close inside of it", "- [\n1\n]\n- 2\n", "- [\n    1\n  ]\n- 2\n"),
    ]

    private static let comments: [FormatCase] = [
        .init("a comment alone stays", "# one\n\n# two\n"),
        .init("a trailing comment gets at least one space", "a: [1,# x\n 2]\n", "a: [1, # x\n  2]\n"),
        .init("aligned trailing comments stay aligned", "a: 1     # one\nbcd: 22  # two\n"),
        .init("a tab before a comment becomes a space", "a: 1\t# one\n", "a: 1 # one\n"),
        .init("comments follow what they stand above", "a:\n    # b\n    b: 1\n", "a:\n  # b\n  b: 1\n"),
        .init("a comment to the left follows too", "a:\n# b\n    b: 1\n", "a:\n  # b\n  b: 1\n"),
        .init(
            "a comment at the end of a block stays in it", "a:\n    b: 1\n    # end of a\nc: 2\n",
            "a:\n  b: 1\n  # end of a\nc: 2\n"),
        .init(
            "comments between blocks stay with their depth",
            "a:\n    b:\n        c: 1\n        # in b\n    # in a\n# out\nd: 1\n",
            "a:\n  b:\n    c: 1\n    # in b\n  # in a\n# out\nd: 1\n"),
        .init("contents that are comments stay below their key", "a:\n    # b: 1\nc: 2\n", "a:\n  # b: 1\nc: 2\n"),
        .init("and at the end of the file", "a:\n  b: 1\n    # c\n  # d\n# e\n", "a:\n  b: 1\n  # c\n  # d\n# e\n"),
        .init(
            "comments between entries", "a:\n- x\n# y\n- y\n  # z\n# b\nb: 1\n",
            "a:\n  - x\n  # y\n  - y\n  # z\n# b\nb: 1\n"),
        .init("a comment behind a key", "a:   # why\n  b: 1\n"),
        .init("a comment behind a dash", "- # why\n  b: 1\n"),
        .init("a comment between a key and its text", "a:\n   # why\n   text\n", "a:\n  # why\n  text\n"),
        .init(
            "comments inside of brackets", "a: [\n# one\n1, # two\n  # three\n]\n",
            "a: [\n  # one\n  1, # two\n  # three\n]\n"),
        .init("white space behind a comment goes", "# a  \nb: 1 # c\t\n", "# a\nb: 1 # c\n"),
        .init("a comment at the end without a line break", "a: 1\n# end", "a: 1\n# end\n"),
        .init("empty lines around comments stay, one of each", "a: 1\n\n\n# b\n\n\nb: 2\n", "a: 1\n\n# b\n\nb: 2\n"),
    ]

    private static let scalars: [FormatCase] = [
        .init("quotes stay as they are", "a: 'x'\nb: \"x\"\nc: x\n"),
        .init("cron text is never rewritten", "schedule: \"0  2 * * *\"\nother: 0   2 * * *\n"),
        .init(
            "block scalars move as a whole", "a:\n      b: |\n           one\n             two\n\n           three\n",
            "a:\n  b: |\n    one\n      two\n\n    three\n"),
        .init("space at the end of their lines is content", "a: |\n   x  \n   y\n", "a: |\n  x  \n  y\n"),
        .init(
            "a line of spaces longer than the indentation is content", "a: |\n  x\n     \n  y\n",
            "a: |\n  x\n     \n  y\n"),
        .init("a shorter one is empty", "a: |\n    x\n  \n    y\n", "a: |\n  x\n\n  y\n"),
        .init("a folded scalar keeps its lines", "a: >-\n    x\n    y\n\n      z\n", "a: >-\n  x\n  y\n\n    z\n"),
        .init("kept line breaks are all kept", "a: |+\n  x\n\n\n\nb: 1\n"),
        .init("kept line breaks at the end of the file too", "a: |+\n  x\n\n\n"),
        .init("others are runs of empty lines", "a: |\n  x\n\n\n\nb: 1\n", "a: |\n  x\n\nb: 1\n"),
        .init("a digit stays true", "a:\n      b: |2\n          x\n        y\n", "a:\n  b: |2\n      x\n    y\n"),
        .init("a digit below a sequence", "a:\n- |1\n  x\n", "a:\n  - |1\n    x\n"),
        .init("a comment behind the bar stays", "a: |-   # why\n    x\n", "a: |-   # why\n  x\n"),
        .init("a comment behind a block scalar is none of its text", "a:\n  b: |\n    x\n  # c\nd: 1\n"),
        .init("a block scalar at the root", "--- |\n     x\n      y\n", "--- |\n  x\n   y\n"),
        .init("an open block scalar at the end stays open", "a: |\n  x"),
        .init("one that strips does not", "a: |-\n  x", "a: |-\n  x\n"),
        .init("an empty block scalar", "a: |\nb: 1\n"),
        .init("plain text over lines", "a: one\n      two\n\n      three\nb: 1\n", "a: one\n  two\n\n  three\nb: 1\n"),
        .init("quoted text over lines", "a: \"one  \n      two\\\n      three\"\n", "a: \"one\n  two\\\n  three\"\n"),
        .init("an escaped space at a line's end", "a: \"one\\ \n  two\"\n"),
        .init("text beyond ASCII", "ä:   ö # ü\n日本:\n    - 🎮   # 🎲\n", "ä: ö # ü\n日本:\n  - 🎮   # 🎲\n"),
    ]

    private static let structure: [FormatCase] = [
        .init("sequences in sequences", "- - a\n  -   b\n-   - c\n", "- - a\n  - b\n- - c\n"),
        .init("a sequence below a dash", "-\n    - a\n", "-\n  - a\n"),
        .init("mappings in sequences", "a:\n-   b: 1\n    c: 2\n", "a:\n  - b: 1\n    c: 2\n"),
        .init(
            "sequences in mappings in sequences", "- a:\n  - 1\n  b:\n  - 2\n- c: 3\n",
            "- a:\n    - 1\n  b:\n    - 2\n- c: 3\n"),
        .init("explicit keys", "?   a\n:   b\n? - c\n: - d\n", "? a\n: b\n? - c\n: - d\n"),
        .init("an explicit key with a flat sequence", "?\n- a\n:\n- b\n", "?\n  - a\n:\n  - b\n"),
        .init("several documents", "---\na: 1\n...\n---   # two\n  b: 2\n", "---\na: 1\n...\n---   # two\nb: 2\n"),
        .init("directives", "%YAML 1.1\n---\na: 1\n"),
        .init(
            "anchors, aliases and merges", "a: &x   {b: 1}\nc:\n    <<:   *x\n    d: 2\n",
            "a: &x { b: 1 }\nc:\n  <<: *x\n  d: 2\n"),
        .init("an anchor above its mapping", "a:   &x\n    b: 1\n", "a: &x\n  b: 1\n"),
        .init("tags", "a: !!str   1\nb: [!!str , x]\n", "a: !!str 1\nb: [!!str , x]\n"),
        .init("keys without values", "a:\nb:\n"),
        .init("keys without values in brackets", "a: {b:  ,c: }\nd: [e:   ]\n", "a: { b: , c: }\nd: [e: ]\n"),
        .init("a list of pairs", "[a: 1, ? b : 2]\n", "[a: 1, ? b: 2]\n"),
    ]
}
