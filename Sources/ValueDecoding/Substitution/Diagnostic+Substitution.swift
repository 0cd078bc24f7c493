package import Diagnostics

extension Diagnostic {
    package static func undefinedVariable(_ name: String, isSecret: Bool, isEmpty: Bool, at span: SourceSpan) -> Self {
        Self(
            .undefinedVariable, "the environment variable \(name) is \(isEmpty ? "empty" : "not set")", at: span,
            help: isSecret
                ? "set it where phoenix runs, for example from the secret store of your CI"
                : "set it, or give a default: ${env:\(name):-default}")
    }

    package static func undefinedName(_ name: String, known: [String], at span: SourceSpan) -> Self {
        let closest = known.closest(to: name)
        let replacement = closest.map { "${\($0)}" } ?? (name == name.uppercased() ? "${env:\(name)}" : nil)
        return Self(
            .undefinedName, "'\(name)' is not a name of the for_each of this task", at: span,
            fixIts: replacement.map { [FixIt("replace with '\($0)'", at: span, replacement: $0)] } ?? [],
            help: known.isEmpty
                ? "${name} is a value of for_each, ${env:NAME} an environment variable; write $${ for a literal ${"
                : "known here: \(known.joined(separator: ", "))")
    }

    package static func substitutionFileUnreadable(_ path: String, _ reason: String, at span: SourceSpan) -> Self {
        Self(
            .substitutionFileUnreadable, "the file '\(path)' cannot be read: \(reason)", at: span,
            help: "the path is relative to the directory of this manifest")
    }

    package static func secretNotAllowed(in place: String, at span: SourceSpan) -> Self {
        Self(
            .secretNotAllowed, "a secret is not allowed in \(place)", at: span,
            help: "it would be shown; secrets are allowed in the texts of task data, config and notifications")
    }

    package static func plainSecret(_ name: String, raw: String, at span: SourceSpan, isExact: Bool) -> Self {
        let replacement = "${secret:env:\(name)}"
        return Self(
            .plainSecret, .warning, "the name \(name) suggests a secret, but its value will be shown in plans",
            at: span,
            fixIts: isExact ? [FixIt("write \(replacement)", at: span, replacement: replacement)] : [],
            help: "write \(replacement) where secrets are allowed, or rename the variable")
    }

    package static func badSubstitution(_ problem: Placeholder.Problem, at span: SourceSpan, isExact: Bool) -> Self {
        Self(
            .badSubstitution, problem.message, at: span,
            fixIts: isExact
                ? problem.replacement.map { [FixIt("replace with '\($0)'", at: span, replacement: $0)] } ?? [] : [],
            help: problem.help)
    }

    package static func unclosedSubstitution(at span: SourceSpan) -> Self {
        Self(
            .badSubstitution, "this '${' is never closed", at: span,
            help: "put '}' after the name, or write $${ for a literal ${")
    }

    // MARK: Values

    package static func undefinedValue(_ name: String, in place: String, known: [String], at span: SourceSpan) -> Self {
        let last = name.split(separator: ".").last.map(String.init) ?? name
        let closest = known.closest(to: last)
        let path = closest.map { name.dropLast(last.count) + $0 }
        return Self(
            .undefinedValue, "there is no value '\(name)'", at: span,
            help: path.map { "did you mean '\($0)'?" }
                ?? (known.isEmpty
                    ? "declare it under 'values', or give a default: ${\(name):-default}"
                    : "'\(place)' has \(known.prefix(20).joined(separator: ", "))"))
    }

    package static func noFields(_ name: String, _ kind: String, _ field: String, at span: SourceSpan) -> Self {
        Self(
            .undefinedValue, "'\(name)' is \(kind), so there is no '\(field)' in it", at: span,
            help: "only mappings have names: give a path to a value that is one")
    }

    package static func valueIsNull(_ name: String, at span: SourceSpan) -> Self {
        Self(
            .undefinedValue, "'\(name)' is empty", at: span,
            help: "give it a value, or a default here: ${\(name):-default}")
    }

    package static func collectionInText(_ name: String, _ found: String, at span: SourceSpan) -> Self {
        Self(
            .valueNotText, "'\(name)' is \(found), and text is needed here", at: span,
            help: "a list or mapping can only be all of a value: write \"${\(name)}\" alone, or name a part of it")
    }

    package static func textTooLong(at span: SourceSpan) -> Self {
        Self(
            .expansionTooLarge, "with this reference, the text is longer than 1 MiB", at: span,
            help: "values that repeat each other multiply; make the repeated part smaller")
    }

    package static func valuesTooLarge(_ name: String, at span: SourceSpan) -> Self {
        Self(
            .expansionTooLarge, "with '\(name)', references expand to more than 1,000,000 values", at: span,
            help: "values that repeat each other multiply; make the repeated part smaller")
    }
}
