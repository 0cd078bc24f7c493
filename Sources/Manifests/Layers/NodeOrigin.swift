import Diagnostics
import YAMLReading

/// The file that grafted nodes were taken from.
struct NodeOrigin: Sendable {
    let source: SourceText
    let sources: SubstitutionSources
    /// The place that all of its nodes have, where the file is none of those that messages can quote.
    var place: SourceSpan?
}
