import Diagnostics
import PanelStore
import PhoenixModel

/// Hides what nobody may read in sentences that tell of a service and have come from elsewhere: its write-only texts,
/// and what URLs have before their host.
struct ServiceRedaction {
    private let secrets: Redaction

    /// nil for a service that is gone.
    init(_ record: ServiceRecord?) {
        var texts: Set<String> = []
        if let record {
            let values: [(Field, Value)] = [
                (.task, record.task ?? .null), (.notify, record.notify), (.config, record.config),
            ]
            for (field, value) in values { texts.formUnion(field.definition.schema.writeOnlyTexts(in: value)) }
        }
        secrets = Redaction(of: Array(texts))
    }

    func callAsFunction(_ text: String) -> String { Self.withoutUserinfo(secrets(text)) }

    func callAsFunction(_ issue: ServiceIssue) -> ServiceIssue {
        var issue = issue
        issue.message = self(issue.message)
        return issue
    }

    /// `https://kim:hunter2@example.com` becomes `https://(secret)@example.com`.
    private static func withoutUserinfo(_ text: String) -> String {
        guard text.contains("://") else { return text }
        var result = ""
        var rest = text[...]
        while let start = rest.firstRange(of: "://")?.upperBound {
            result += rest[..<start]
            rest = rest[start...]
            let authority = rest.prefix { !$0.isWhitespace && !"/?#\"'<>".contains($0) }
            guard let at = authority.lastIndex(of: "@") else { continue }
            result += Redaction.replacement
            rest = rest[at...]
        }
        return result + rest
    }
}
