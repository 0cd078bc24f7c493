import ArgumentParser
import Cron
import Diagnostics
import Glibc
import Manifests
import Reporting

/// What shells offer where a value is to be typed.
extension CompletionKind {
    static let manifests = CompletionKind.file(extensions: ["yaml", "yml"])

    static let zones = CompletionKind.custom { _, _, prefix in
        ZoneDatabase.system.names.filter { $0.hasPrefix(prefix) }
    }

    /// The codes of diagnostics and the paths of fields.
    static let explanations = CompletionKind.custom { _, _, prefix in
        let subjects = DiagnosticCode.allCases.map(\.rawValue) + FieldExplanation.paths
        return subjects.filter { $0.hasPrefix(prefix) }
    }

    /// The keys of the manifests that the command line names with `-f` so far.
    static let keys = CompletionKind.custom { words, _, prefix in
        let files = zip(words, words.dropFirst()).compactMap { ["-f", "--file"].contains($0) ? unquoted($1) : nil }
        return ManifestKeys.all(in: ManifestInputs(files.filter { $0 != "-" }, standardInput: []))
            .filter { $0.hasPrefix(prefix) }
    }

    /// A kind of report, then a file.
    static let reports = CompletionKind.custom { _, _, prefix in
        let kinds = ReportKind.allCases.map { "\($0.rawValue)=" }
        guard let kind = kinds.first(where: prefix.hasPrefix) else { return kinds.filter { $0.hasPrefix(prefix) } }
        return paths(startingWith: String(prefix.dropFirst(kind.count))).map { kind + $0 }
    }

    /// Shells hand words over as they were typed.
    private static func unquoted(_ word: String) -> String {
        guard let quote = word.first, quote == "'" || quote == "\"", word.last == quote, word.count > 1 else {
            return word.replacing("\\", with: "")
        }
        return String(word.dropFirst().dropLast())
    }

    private static func paths(startingWith prefix: String) -> [String] {
        var found = glob_t()
        defer { globfree(&found) }
        guard glob("\(prefix)*", GLOB_MARK, nil, &found) == 0, let paths = found.gl_pathv else { return [] }
        return (0..<Int(found.gl_pathc)).compactMap { paths[$0].flatMap { String(validatingCString: $0) } }
    }
}
