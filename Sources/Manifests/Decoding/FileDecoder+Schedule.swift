import Cron
import Diagnostics
import PhoenixModel
import ValueDecoding
import YAMLReading

extension FileDecoder {
    mutating func readSchedule(_ node: Int, into draft: inout ObjectDraft) {
        guard !splitSchedules.contains(node), let text = reader.text(node, ServiceRules.schedule)?.text else { return }
        if let known = known.schedules[text] { return use(known, text, node, &draft) }
        do {
            // Which values `H` gives decides neither whether it is valid nor what is to be said of it.
            let expression = try CronExpression(text, hash: { _ in 0 })
            let schedule = KnownSchedule(
                canonical: Self.usesHash(text) ? nil : expression.canonical, warnings: expression.warnings)
            if known.schedules.count < KnownTexts.scheduleLimit { known.schedules[text] = schedule }
            use(schedule, text, node, &draft)
        } catch {
            reportError(error, text, node)
        }
    }

    private mutating func use(_ known: KnownSchedule, _ text: String, _ node: Int, _ draft: inout ObjectDraft) {
        draft.fields.schedule = known.canonical ?? text
        if form.kind == .native, !Self.panelsCompute(text) {
            reader.report(.cronNotOnPanels(text, at: reader.span(node)))
        }
        if known.canonical == nil { draft.details.hashedSchedule = reader.span(node) }
        for warning in known.warnings { reader.report(.unusualSchedule(warning, at: reader.span(node))) }
    }

    /// Whether the values depend on the hash; names such as `THU` have the letter too.
    private static func usesHash(_ text: String) -> Bool {
        text.utf8.contains { $0 | 0x20 == UInt8(ascii: "h") } && (try? CronExpression(text, hash: nil)) == nil
    }

    private mutating func reportError(_ error: CronError, _ text: String, _ node: Int) {
        let target = reader.arena.resolved(node)
        let scalar = reader.arena[target]
        let whole = reader.span(target)
        var source = reader.source(of: target)
        let written = source.slice(scalar)
        let isPlain = scalar.style == .plain && written.elementsEqual(text.utf8)
        let isQuoted = scalar.style == .quoted && written.dropFirst().dropLast().elementsEqual(text.utf8)
        guard isPlain || isQuoted, scalar.line == scalar.endLine, whole.file == source.file else {
            return reader.report(.invalidSchedule(error, in: text, at: whole, fixIt: nil))
        }
        let column = Int(scalar.column) + (isQuoted ? 1 : 0) + error.column - 1
        let place = source.span(
            line: Int(scalar.line), column: column, endLine: Int(scalar.line), endColumn: column + error.length)
        let fixIt = error.rewriting(text).flatMap { rewritten -> Diagnostic.FixIt? in
            guard let suggestion = error.suggestion else { return nil }
            // A plain text may need quotes once it is rewritten.
            return isQuoted
                ? .init("replace with '\(suggestion)'", at: place, replacement: suggestion)
                : .init("write \"\(rewritten)\"", at: whole, replacement: "\"\(rewritten)\"")
        }
        reader.report(.invalidSchedule(error, in: text, at: place, fixIt: fixIt))
    }

    /// The name of a zone that the database has.
    mutating func timezone(_ node: Int) -> String? {
        guard let name = reader.text(node, TextRule(.any, length: 1...64))?.text else { return nil }
        if known.zones.contains(name) { return name }
        do {
            _ = try zones.zone(named: name)
            // A zone to warn of is not kept as known, so that every use of it is reported.
            if let warning = ZoneHabit.warning(about: name) {
                reader.report(.unusualTimeZone(warning, at: reader.span(node)))
            } else {
                known.zones.insert(name)
            }
            return name
        } catch {
            reader.report(
                .unknownTimeZone(error, at: reader.span(node), isExact: reader.isExact(reader.arena.resolved(node))))
            return nil
        }
    }

    /// The pairs of a task without those that a comma split off an unquoted schedule within braces:
    /// `{ schedule: 0 0 1,15 * * }`.
    mutating func withoutSplitSchedule(_ pairs: [Pair], _ mapping: Int) -> [Pair] {
        guard reader.arena[mapping].style == .flow,
            let place = pairs.firstIndex(where: { reader.names($0, "schedule") })
        else {
            return pairs
        }
        let schedule = pairs[place]
        let rest = pairs[(place + 1)...]
        let pieces = rest.prefix { pair in
            reader.arena[pair.key].kind == .scalar && reader.arena[pair.key].style == .plain
                && reader.arena.isNull(pair.value)
                && reader.arena[pair.value].count == 0 && reader.knownKey(pair.key, in: form.schema) == nil
                && reader.arena[pair.key].line == reader.arena[schedule.value].line
        }
        guard let last = pieces.last, reader.arena[schedule.value].style == .plain,
            reader.arena[schedule.value].kind == .scalar
        else {
            return pairs
        }
        let value = reader.arena[schedule.value]
        let columns = Int(value.column)..<Int(reader.arena[last.key].endColumn)
        let line = Int(value.line)
        let span = reader.source.span(
            line: line, column: columns.lowerBound, endLine: line, endColumn: columns.upperBound)
        var whole = value
        whole.endColumn = reader.arena[last.key].endColumn
        let written = String(decoding: reader.source.slice(whole), as: UTF8.self)
        reader.report(.splitSchedule(written, at: span))
        splitSchedules.insert(schedule.value)
        return pairs.filter { pair in !pieces.contains { $0.key == pair.key } }
    }
}
