/// A scalar's text with every placeholder filled in.
package struct SubstitutedText {
    package internal(set) var text: String
    /// Whether one placeholder is the whole scalar, so that it is read by the type of its field as plain text is.
    package internal(set) var isWhole = false
    /// nil when there is no secret in it.
    package internal(set) var secret: Origin?

    /// Where a text with secrets comes from.
    package struct Origin {
        /// The text with its secrets still as placeholders.
        package let reference: String
        /// The directory that the paths of its secrets count from, as `SubstitutionSources` has it.
        package let folder: String
    }
}
