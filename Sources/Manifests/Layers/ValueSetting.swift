import ValueDecoding

/// One `--set NAME=TEXT`.
package struct ValueSetting: Sendable {
    /// The names of the value's path.
    let path: [String]
    let text: String
    /// How it was given.
    let argument: String

    /// nil for an argument that has no name, or no `=` behind it.
    package init?(_ argument: String) {
        let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let path = Reference.path(parts[0]) else { return nil }
        self.path = path
        text = String(parts[1])
        self.argument = argument
    }

    var nameLength: Int { argument.unicodeScalars.count - text.unicodeScalars.count - 1 }

    var textColumns: Range<Int> { nameLength + 1..<argument.unicodeScalars.count }
}
