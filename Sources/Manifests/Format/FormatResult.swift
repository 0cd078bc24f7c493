package import Diagnostics

/// What became of one file.
package enum FormatResult: Sendable, Hashable {
    /// It is written that way already.
    case unchanged
    case formatted([UInt8])
    /// It stays as it is: the errors of a file that is no YAML, or a warning where no layout was found that surely
    /// means the same.
    case invalid([Diagnostic])
}
