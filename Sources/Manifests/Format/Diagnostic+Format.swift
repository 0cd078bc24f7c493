import Diagnostics

extension Diagnostic {
    static func formattingWouldChange(_ file: SourceFileID) -> Self {
        Self(
            .formattingUnsafe, .warning, "the file was not formatted: a new layout could change its meaning",
            at: SourceSpan(startOf: file),
            help: "write it more simply; the usual reasons are keys without values, and line breaks that are not LF"
        )
    }
}
