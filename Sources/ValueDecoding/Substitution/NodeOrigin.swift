package import Diagnostics
package import YAMLReading

/// The file that grafted nodes were taken from.
package struct NodeOrigin: Sendable {
    package let source: SourceText
    package let sources: SubstitutionSources
    /// The place that all of its nodes have, where the file is none of those that messages can quote.
    package let place: SourceSpan?

    package init(source: SourceText, sources: SubstitutionSources, place: SourceSpan? = nil) {
        self.source = source
        self.sources = sources
        self.place = place
    }
}
