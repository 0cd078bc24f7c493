import Foundation
import Testing

extension PhoenixProcess {
    /// Writes `p.yaml` with tasks of a project: each is the flow mapping behind its key, `{ schedule: "0 2 * * *" }`. The
    /// task that it runs is added.
    func declare(_ tasks: KeyValuePairs<String, String>, project: String = "p", to name: String = "p.yaml") throws {
        var text = "project: \(project)\ntasks:\(tasks.isEmpty ? " {}" : "")\n"
        for (key, fields) in tasks {
            let inner = fields.dropFirst().dropLast()
            let task = inner.contains("task:") ? "" : ", task: { type: backup, data: { servers: [all], keep: 7 } }"
            text += "  \(key): {\(inner)\(task) }\n"
        }
        try write(text, to: name)
    }

    /// Edits the store behind everybody's back, and answers what the statement gives.
    @discardableResult
    func sql(_ statement: String, on store: String = "panel.db") throws -> String {
        try write(statement + ";\n", to: ".statement.sql")
        let result = try shell("sqlite3 '\(store)' < .statement.sql")
        try #require(result.status == 0, "\(result.error)")
        return result.output.trimmingCharacters(in: .newlines)
    }

    /// Applies `p.yaml`, which must go well.
    func applied(_ options: String...) throws {
        // One after the other, so that ids are in the order of the plan.
        let result = try run(["apply", "-f", "p.yaml", "--yes", "--parallelism", "1"] + options)
        try #require(result.status == 0, "\(result.output)\(result.error)")
    }

    /// A detailed plan of `p.yaml`.
    func planned(_ options: String...) throws -> Result {
        try run(["plan", "-f", "p.yaml", "--detailed-exitcode"] + options)
    }

    /// All tasks of the store, `id name schedule` a line.
    var tasks: String {
        get throws {
            try sql("SELECT id || ' ' || name || ' ' || schedule FROM service WHERE kind = 'scheduled' ORDER BY id")
        }
    }
}
