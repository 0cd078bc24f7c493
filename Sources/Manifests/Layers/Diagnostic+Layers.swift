import Diagnostics

/// Messages about values.
extension Diagnostic {
    static func unusedSetting(_ name: String, known: [String], at span: SourceSpan) -> Self {
        Self(
            .undefinedValue, "no file has or refers to the value '\(name)'", at: span,
            help: known.closest(to: name).map { "did you mean '\($0)'?" }
                ?? "known are \(known.prefix(20).joined(separator: ", "))")
    }

    static func patchesTooLarge(at span: SourceSpan?) -> Self {
        Self(
            .expansionTooLarge, "the patches of a file's entries expand to more than 1,000,000 values", at: span,
            help: "make the patch smaller, or let it match fewer entries")
    }

    static func valuesTooDeep(_ trail: [String], at span: SourceSpan) -> Self {
        Self(
            .nestingTooDeep, "'\(trail[0])' leads through more than 100 values", at: span,
            help: "refer to the last of them directly")
    }

    static func valueRefersToItself(_ trail: [String], at span: SourceSpan) -> Self {
        Self(
            .valueCycle, "the value refers to itself: \(trail.joined(separator: " → "))", at: span,
            help: "give one of them a value of its own")
    }

    static func badValueName(_ name: String, at span: SourceSpan) -> Self {
        Self(
            .badKey, "'\(name)' cannot be the name of a value", at: span,
            help: "it must be letters, digits, '_' and '-', so that ${values.name} can refer to it")
    }

    static func duplicateValue(_ name: String, at span: SourceSpan, first: SourceSpan) -> Self {
        Self(
            .duplicateValue, "the value '\(name)' is given twice in one layer", at: span,
            notes: [Note("the first one is here", at: first)],
            help: "each -f is a layer, and the order of its files means nothing: remove one of the two, or give the "
                + "file that is to win an -f of its own, behind the others")
    }
}

/// Messages about patches.
extension Diagnostic {
    static func badPattern(_ text: String, at span: SourceSpan) -> Self {
        Self(
            .badKey, "no key can match '\(text)'", at: span,
            help: "write a key, or a glob of its characters with *, ? and [a-z]")
    }

    static func unpatchable(_ name: String, at span: SourceSpan) -> Self {
        Self(
            .patchRefused, "a patch cannot change '\(name)'", at: span,
            help: name == "key"
                ? "rename the entry in its own file, with the old key in 'formerly'"
                : "entries are patched after for_each: use a value, as in for_each: { server: \"${values.servers}\" }")
    }

    static func patchMatchesNothing(
        _ pattern: String, isLiteral: Bool, removed: SourceSpan?, closest: String?, at span: SourceSpan
    ) -> Self {
        Self(
            .patchMatchesNothing,
            isLiteral ? "there is no entry '\(pattern)' to patch" : "no entry matches '\(pattern)'", at: span,
            notes: removed.map { [Note("it is taken out here", at: $0)] } ?? [],
            fixIts: closest.map { [FixIt("replace with '\($0)'", at: span, replacement: $0)] } ?? [],
            help: closest.map { "did you mean '\($0)'?" } ?? "patches change entries of 'tasks' and 'services' by key")
    }

    static func patchesCollide(_ field: String, of key: String, at span: SourceSpan, first: SourceSpan) -> Self {
        Self(
            .patchesCollide, "two files of one layer patch '\(field)' of '\(key)'", at: span,
            notes: [Note("the other one is here", at: first)],
            help:
                "the order of the files of an -f means nothing: remove one of the two, or give the file that is to win "
                + "an -f of its own, behind the others")
    }
}

/// Messages about `for_each` and `except`.
extension Diagnostic {
    static func listFileInvalid(_ path: String, _ problem: String, at span: SourceSpan) -> Self {
        Self(
            .substitutionFileUnreadable, "the file '\(path)' has no list for for_each: \(problem)", at: span,
            help: "it must be one YAML or JSON document, a list of texts or mappings")
    }

    static func badExclusion(_ name: String, at span: SourceSpan) -> Self {
        Self(
            .undefinedName, "'\(name)' is not a name of the for_each of this task", at: span,
            help: "write a name of the for_each, or a path such as server.id")
    }

    static func exceptMatchesNothing(at span: SourceSpan) -> Self {
        Self(
            .exceptMatchesNothing, "this entry of 'except' leaves nothing out", at: span,
            help: "no combination of the for_each has these values: correct them, or remove the entry")
    }

    static func exceptWithoutForEach(at span: SourceSpan) -> Self {
        Self(
            .exceptMatchesNothing, "'except' leaves out combinations of a for_each, and this task has none", at: span,
            help: "remove it, or add a for_each")
    }

    func adding(_ notes: [Note]) -> Diagnostic {
        var diagnostic = self
        diagnostic.notes += notes
        return diagnostic
    }

    /// The same problem, wherever else it shows.
    var withoutNotes: Diagnostic {
        var diagnostic = self
        diagnostic.notes = []
        return diagnostic
    }
}
