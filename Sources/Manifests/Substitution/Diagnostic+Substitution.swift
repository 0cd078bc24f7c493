import Diagnostics

extension Diagnostic {
    static func undefinedVariable(_ name: String, isSecret: Bool, isEmpty: Bool, at span: SourceSpan) -> Self {
        Self(
            .undefinedVariable, "the environment variable \(name) is \(isEmpty ? "empty" : "not set")", at: span,
            help: isSecret
                ? "set it where phoenix runs, for example from the secret store of your CI"
                : "set it, or give a default: ${env:\(name):-default}")
    }

    static func undefinedName(_ name: String, known: [String], at span: SourceSpan) -> Self {
        let closest = known.closest(to: name)
        let replacement = closest.map { "${\($0)}" } ?? (name == name.uppercased() ? "${env:\(name)}" : nil)
        return Self(
            .undefinedName, "'\(name)' is not a name of the for_each of this task", at: span,
            fixIts: replacement.map { [FixIt("replace with '\($0)'", at: span, replacement: $0)] } ?? [],
            help: known.isEmpty
                ? "${name} is a value of for_each, ${env:NAME} an environment variable; write $${ for a literal ${"
                : "known here: \(known.joined(separator: ", "))")
    }

    static func substitutionFileUnreadable(_ path: String, _ reason: String, at span: SourceSpan) -> Self {
        Self(
            .substitutionFileUnreadable, "the file '\(path)' cannot be read: \(reason)", at: span,
            help: "the path is relative to the directory of this manifest")
    }

    static func secretNotAllowed(in place: String, at span: SourceSpan) -> Self {
        Self(
            .secretNotAllowed, "a secret is not allowed in \(place)", at: span,
            help: "it would be shown; secrets are allowed in the texts of task data, config and notifications")
    }

    static func plainSecret(_ name: String, raw: String, at span: SourceSpan, isExact: Bool) -> Self {
        let replacement = "${secret:env:\(name)}"
        return Self(
            .plainSecret, .warning, "the name \(name) suggests a secret, but its value will be shown in plans",
            at: span,
            fixIts: isExact ? [FixIt("write \(replacement)", at: span, replacement: replacement)] : [],
            help: "write \(replacement) where secrets are allowed, or rename the variable")
    }

    static func badSubstitution(_ problem: Placeholder.Problem, at span: SourceSpan, isExact: Bool) -> Self {
        Self(
            .badSubstitution, problem.message, at: span,
            fixIts: isExact
                ? problem.replacement.map { [FixIt("replace with '\($0)'", at: span, replacement: $0)] } ?? [] : [],
            help: problem.help)
    }

    static func unclosedSubstitution(at span: SourceSpan) -> Self {
        Self(
            .badSubstitution, "this '${' is never closed", at: span,
            help: "put '}' after the name, or write $${ for a literal ${")
    }
}
