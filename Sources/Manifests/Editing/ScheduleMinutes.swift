import Cron
package import Diagnostics
package import PhoenixModel
import YAMLReading

/// Where manifests write the minutes of schedules, so that they can be changed there. Each file is read once.
package struct ScheduleMinutes {
    /// The first field of a schedule, as it is written.
    package struct Place: Sendable {
        let file: SourceFileID
        /// In the file's bytes, without a byte order mark.
        let range: Range<Int>
        /// What follows the minute where the range holds a macro such as `@daily`.
        let rest: String
        /// The minutes that `H` may have; nil for a minute that was written by somebody.
        package let choices: ClosedRange<Int>?
    }

    /// Why a minute cannot be changed in its file.
    package struct Refusal: Error {
        /// To be read behind the names of several tasks.
        package let reason: String
        /// Whether the minute was written by somebody, so that nobody expects it to be changed.
        package let isFixed: Bool
    }

    private let sources: SourceMap
    /// How many objects take their schedule from a place.
    private var users: [SourceSpan: Int] = [:]
    private var files: [SourceFileID: WrittenSchedules] = [:]

    package init(_ desired: DesiredState, _ sources: SourceMap) {
        self.sources = sources
        for object in desired.objects { users[object.span(of: .schedule), default: 0] += 1 }
    }

    package mutating func place(of object: DesiredObject) throws(Refusal) -> Place {
        let span = object.span(of: .schedule)
        guard let source = sources[span.file], source.name != "<stdin>" else {
            throw Refusal(reason: "they come from standard input", isFixed: false)
        }
        var schedules = files[span.file] ?? WrittenSchedules(source, id: span.file)
        defer { files[span.file] = schedules }
        guard users[span] == 1 else {
            throw Refusal(
                reason: "several tasks share one schedule in the files", isFixed: schedules.isFixed(at: span))
        }
        return try schedules.place(of: object, at: span)
    }
}

/// The schedules of one file, by where their keys stand.
private struct WrittenSchedules {
    private var source: SourceText
    private let arena: NodeArena
    private let file: SourceFileID
    private var schedules: [SourceLocation: Int] = [:]

    init(_ file: SourceFile, id: SourceFileID) {
        let reader = YAMLFile(file: id, bytes: file.bytes)
        source = reader.source
        arena = reader.arena
        self.file = id
        guard reader.isComplete, reader.diagnostics.isEmpty else { return }
        for mapping in 0..<arena.count where arena[mapping].kind == .mapping {
            for (key, value) in arena.pairs(of: mapping) where arena.text(of: arena.resolved(key)) == "schedule" {
                schedules[arena.span(key, in: source).start] = value
            }
        }
    }

    /// Whether a schedule has neither `H` for its minute nor comes from somewhere else.
    func isFixed(at span: SourceSpan) -> Bool {
        guard let schedule = schedules[span.start] else { return false }
        let text = arena.text(of: arena.resolved(schedule)).lowercased()
        return !text.hasPrefix("h") && !text.contains("${")
    }

    mutating func place(
        of object: DesiredObject, at span: SourceSpan
    ) throws(ScheduleMinutes.Refusal) -> ScheduleMinutes.Place {
        guard let schedule = schedules[span.start] else {
            throw .init(reason: "their schedules are written elsewhere, as in defaults", isFixed: false)
        }
        let node = arena[schedule]
        guard node.kind == .scalar, node.style != .block, node.line == node.endLine,
            !(node.flags.contains(.special) && arena.text(of: schedule).contains("${"))
        else {
            throw .init(
                reason: "their schedules are aliases, substitutions or texts of several lines",
                isFixed: isFixed(at: span))
        }
        let start = source.offset(line: Int(node.line), column: Int(node.column))
        let end = source.offset(line: Int(node.endLine), column: Int(node.endColumn))
        return try minute(in: start..<max(start, end), of: object)
    }

    /// The first word behind anchor, tag and quotes.
    private func minute(
        in range: Range<Int>, of object: DesiredObject
    ) throws(ScheduleMinutes.Refusal) -> ScheduleMinutes.Place {
        var index = range.lowerBound
        while index < range.upperBound, [UInt8(ascii: "&"), UInt8(ascii: "!")].contains(source.bytes[index]) {
            while index < range.upperBound, source.bytes[index] != 0x20 { index += 1 }
            while index < range.upperBound, source.bytes[index] == 0x20 { index += 1 }
        }
        let marks: [UInt8] = [UInt8(ascii: "'"), UInt8(ascii: "\""), 0x20, 0x09]
        while index < range.upperBound, marks.contains(source.bytes[index]) { index += 1 }
        let word = source.bytes[index..<range.upperBound].prefix { !marks.contains($0) }
        let text = String(decoding: word, as: UTF8.self)
        let place = word.startIndex..<word.endIndex
        if text.hasPrefix("@") {
            let rest = object.fields.schedule.map { String($0.drop { $0 != " " }) } ?? ""
            return .init(file: file, range: place, rest: rest, choices: nil)
        }
        if let choices = Self.hashed(text) { return .init(file: file, range: place, rest: "", choices: choices) }
        guard Int(text) != nil else { throw .init(reason: "their schedules have more than one minute", isFixed: true) }
        return .init(file: file, range: place, rest: "", choices: nil)
    }

    /// The minutes of `H` and `H(0-29)`; nil for anything else.
    private static func hashed(_ text: String) -> ClosedRange<Int>? {
        guard text.lowercased().hasPrefix("h") else { return nil }
        if text.count == 1 { return 0...59 }
        guard text.hasSuffix(")"), text.dropFirst().first == "(" else { return nil }
        let ends = text.dropFirst(2).dropLast().split(separator: "-").map { Int($0) }
        guard ends.count == 2, let first = ends[0], let last = ends[1], first <= last, last < 60 else { return nil }
        return first...last
    }
}
