import Diagnostics

extension Diagnostic {
    static func formattingWouldChange(_ file: SourceFileID) -> Self {
        Self(
            .formattingUnsafe, .warning, "the file was left as it is: a new layout could change what it means",
            at: SourceSpan(startOf: file),
            help: "write it in a plainer way; keys without values and line breaks that are not LF are the usual reasons"
        )
    }
}
