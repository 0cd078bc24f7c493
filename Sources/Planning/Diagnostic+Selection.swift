import Diagnostics
import PhoenixModel

extension Diagnostic {
    static func notSelected(_ object: DesiredObject, _ other: String) -> Self {
        Self(
            .notSelected,
            "\(object.kind.noun) '\(object.key)' depends on '\(other)', which is not on the panel and not selected",
            at: object.span(of: .dependsOn), help: "select it too: --only '\(other)'")
    }

    static func selectsNothing(_ pattern: String, among keys: Set<String>) -> Self {
        let closest = keys.sorted().closest(to: pattern)
        return Self(
            .selectsNothing, "'\(pattern)' matches no key of the files and of the project on the panel",
            help: closest.map { "did you mean '\($0)'?" } ?? "patterns are globs over keys, such as 'backup-*'")
    }
}
