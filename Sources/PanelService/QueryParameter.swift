import Diagnostics

/// One parameter of a request's query, percent-encoding undone.
package struct QueryParameter: Sendable, Hashable {
    package let name: String
    package let value: String

    package init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }

    /// Takes the value for a word of a type, or says which words there are.
    func read<Word: RawRepresentable & CaseIterable>(
        into word: inout Word?
    ) -> ServiceProblem? where Word.RawValue == String {
        word = Word(rawValue: value)
        if word != nil { return nil }
        let words = Word.allCases.map(\.rawValue)
        let hint = words.closest(to: value).map { ", did you mean '\($0)'?" } ?? ""
        return .parameter(name, "must be one of \(words.joined(separator: ", "))\(hint)")
    }
}
