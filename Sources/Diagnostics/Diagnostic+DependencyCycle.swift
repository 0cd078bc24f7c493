extension Diagnostic {
    /// A member of a cycle of dependencies, with the place where it names the next one.
    package struct CycleStep: Sendable {
        package let name: String
        package let span: SourceSpan?
        /// Where it names the next one, for people: "here".
        package let whereabouts: String

        package init(_ name: String, at span: SourceSpan?, _ whereabouts: String = "here") {
            self.name = name
            self.span = span
            self.whereabouts = whereabouts
        }
    }

    /// Members of a cycle that a message spells out; more are counted.
    package static let shownCycleLength = 20

    /// `a → b → a` for the members of a cycle, each once; the middle of a long one is left out and counted.
    package static func cyclePath(_ names: [String]) -> String {
        guard let first = names.first else { return "" }
        guard names.count > shownCycleLength else { return (names + [first]).joined(separator: " → ") }
        let shown = names.prefix(shownCycleLength - 1)
        let leftOut = "(\(names.count - shownCycleLength) more)"
        return (shown + [leftOut, names[names.count - 1], first]).joined(separator: " → ")
    }

    /// One error for a cycle, with a note for each further place in it as far as they are shown.
    package static func dependencyCycle(_ steps: [CycleStep]) -> Self {
        let first = steps.first?.name ?? ""
        let shown = steps.prefix(shownCycleLength)
        var notes = shown.enumerated().dropFirst().map { position, step in
            Note(
                "'\(step.name)' depends on '\(steps[(position + 1) % steps.count].name)' \(step.whereabouts)",
                at: step.span)
        }
        if steps.count > shown.count { notes.append(Note("and so on, with \(steps.count - shown.count) more")) }
        return Self(
            .dependencyCycle,
            steps.count == 1
                ? "'\(first)' depends on itself" : "the dependencies form a cycle: \(cyclePath(steps.map(\.name)))",
            at: steps.first?.span, notes: notes, help: "remove one of these dependencies")
    }
}
