import Diagnostics
import Files

extension Diagnostic {
    static func fileNotFound(_ path: String, closest: String?) -> Self {
        Self(
            .fileNotFound, "there is no file or directory '\(path)'",
            help: closest.map { "did you mean '\($0)'?" } ?? "-f takes a file, a directory, a glob in quotes, or -")
    }

    /// Says why nothing is found at a path: nothing is there, or a link leads nowhere.
    static func missing(_ path: String, _ problem: FileProblem, closest: () -> String? = { nil }) -> Self {
        guard problem.isAbsence else { return .unreadable(path, problem) }
        guard let target = FileStatus.linkTarget(path) else { return .fileNotFound(path, closest: closest()) }
        return Self(
            .fileNotFound, "'\(path)' is a link to '\(target)', which does not exist",
            help: "remove the link, or create the file that it leads to")
    }

    static func nameNotUTF8(_ path: String) -> Self {
        Self(
            .fileUnreadable, "a file name is not UTF-8: '\(path)'",
            help: "rename it: phoenix needs file names that are text")
    }

    static func inputUnreadable(_ problem: FileProblem) -> Self {
        Self(
            .fileUnreadable, "standard input cannot be read: \(problem.reason)",
            help: "it is closed or write-only: -f - needs input")
    }

    static func unreadable(_ path: String, _ problem: FileProblem) -> Self {
        switch problem {
        case .tooLarge:
            Self(
                .fileTooLarge, "'\(path)' is larger than 64 MiB, the limit for a manifest",
                help: "split it into several files, or check whether it is the right one")
        case .notAFile: .notARegularFile(path)
        case .system:
            Self(
                .fileUnreadable, "'\(path)' cannot be read: \(problem.reason)",
                help: "check its permissions, and those of the directories above it")
        }
    }

    static func notARegularFile(_ path: String) -> Self {
        Self(
            .notARegularFile, "'\(path)' is neither a file nor a directory",
            help: "a manifest is a file, a directory of files, or - for standard input")
    }

    static func emptyDirectory(_ path: String) -> Self {
        Self(
            .emptyDirectory, "there is no manifest in '\(path)' or below it",
            help: "manifests are the files *.yaml and *.yml; hidden files are skipped")
    }

    static func nothingMatches(_ pattern: String) -> Self {
        Self(
            .nothingMatches, "nothing matches '\(pattern)'",
            help: "check the current directory; hidden files match only if the pattern starts with a dot")
    }

    static func savedPlan(at span: SourceSpan) -> Self {
        Self(
            .planFileUnusable, "this is a saved plan, not a manifest", at: span,
            help: "apply it with: phoenix apply --plan FILE")
    }

    static func inputTooLarge() -> Self {
        Self(.fileTooLarge, "standard input is larger than 64 MiB, the limit for a manifest")
    }
}
