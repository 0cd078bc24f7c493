import PhoenixModel
import Scheduling

/// The names of the backups that tasks make: what people read, and a mark behind it that tells whose it is.
///
/// The mark is `{phx OWNER RUN}`. The owner is the task, by its id and a digest of its name: another server of phoenix
/// that works on the same panel has a task of the same id, but hardly one of the same name too. A backup whose owner
/// cannot be told is nobody's, and never deleted. The run with its step makes the name one of its kind, so that a
/// backup whose creation was in doubt can be found again.
enum BackupName {
    private static let mark = "{phx "
    /// What panels take, in Unicode scalars.
    private static let longest = 191

    /// The name of one backup. `{server}` and `{date}` of the template are filled in; the date is the run's, in UTC.
    static func make(from template: String?, server: String, run: RunIdentity, step: Int) -> String {
        let mark = "\(mark)\(owner(run)) \(run.id).\(step)-\(String(run.time.seconds, radix: 36))}"
        let text = filled(template.map { String($0.trimmed()) } ?? "", server: server, time: run.time)
        let room = longest - mark.unicodeScalars.count - 1
        let shown = String(String.UnicodeScalarView(text.unicodeScalars.prefix(room))).trimmed()
        return shown.isEmpty ? mark : "\(shown) \(mark)"
    }

    /// Whether the task of a run has made the backup with this name.
    static func isOwn(_ name: String, of run: RunIdentity) -> Bool {
        guard name.hasSuffix("}"), let start = name.ranges(of: mark).last?.upperBound else { return false }
        let words = name[start...].dropLast().split(separator: " ", omittingEmptySubsequences: false)
        return words.count == 2 && words[0] == owner(run) && !words[1].isEmpty
    }

    private static func owner(_ run: RunIdentity) -> String {
        // FNV-1a, which no version of Swift changes.
        var digest: UInt32 = 2_166_136_261
        for byte in run.serviceName.utf8 { digest = (digest ^ UInt32(byte)) &* 16_777_619 }
        return "\(run.serviceID)-\(String(digest, radix: 36))"
    }

    private static func filled(_ template: String, server: String, time: Timestamp) -> String {
        var text = ""
        var rest = (template.isEmpty ? "{server} {date}" : template)[...]
        while let first = rest.first {
            if rest.hasPrefix("{server}") {
                text += server
                rest = rest.dropFirst(8)
            } else if rest.hasPrefix("{date}") {
                let moment = time.description
                text += "\(moment.prefix(10)) \(moment.dropFirst(11).prefix(5))"
                rest = rest.dropFirst(6)
            } else {
                text.append(first)
                rest = rest.dropFirst()
            }
        }
        let isControl: (Unicode.Scalar) -> Bool = { $0.properties.generalCategory == .control }
        return String(String.UnicodeScalarView(text.unicodeScalars.map { isControl($0) ? " " : $0 }))
    }
}
