import ClientPanelFixtures
import PanelFixtures
import PhoenixModel

/// What a stand-in answers beside what a real panel was recorded to answer. Moments at which something was written are
/// compared by their zone alone, ids of the servers' other parts and what a stand-in leaves out not at all.
struct ReplayComparison {
    let differences: [String]

    init(_ exchange: RecordedExchange, _ answer: ProxiedAnswer) {
        var found: [String] = []
        if answer.status != exchange.status { found.append("status \(answer.status), not \(exchange.status)") }
        for name in ["X-RateLimit-Limit", "Location"] {
            let recorded = exchange.headers.first { $0.name.lowercased() == name.lowercased() }?.value
            let own = answer.headers[name]
            if own != recorded { found.append("\(name) \(own ?? "absent"), not \(recorded ?? "absent")") }
        }
        let waits = exchange.headers.contains { $0.name.lowercased() == "retry-after" }
        if waits != (answer.headers["Retry-After"] != nil) { found.append("Retry-After") }
        found += Self.bodies(exchange, answer)
        differences = found
    }

    private static func bodies(_ exchange: RecordedExchange, _ answer: ProxiedAnswer) -> [String] {
        let isPage = exchange.body.first { $0 > 0x20 && $0 < 0x80 } == UInt8(ascii: "<")
        if exchange.method == "HEAD" { return answer.body.isEmpty ? [] : ["a body"] }
        if isPage { return answer.body.starts(with: "<!DOCTYPE".utf8) ? [] : ["no page"] }
        if exchange.isCutOff { return [] }
        if exchange.body.isEmpty { return answer.body.isEmpty ? [] : ["a body"] }
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        if exchange.body.starts(with: mark) != answer.body.starts(with: mark) { return ["the byte order mark"] }
        guard let recorded = exchange.json,
            let own = try? Value(json: answer.body.starts(with: mark) ? Array(answer.body.dropFirst(3)) : answer.body)
        else { return ["no JSON"] }
        return Self.compare(own, recorded, at: "")
    }

    private static let leftOut: Set<String> = [
        "links", "username", "id of a user", "checksum", "created_at of a node",
    ]

    private static func compare(_ own: Value, _ recorded: Value, at path: String) -> [String] {
        switch (own, recorded) {
        case (.map(let own), .map(let recorded)):
            var found: [String] = []
            // A stand-in has less of a server, of a user and of a node; of schedules and errors it has everything.
            let isWhole =
                ["schedule_task", "server_schedule"].contains(recorded["object"]?.plainText ?? "")
                || path.hasSuffix("cron") || path.hasPrefix(".errors")
            if isWhole, Set(own.map(\.key)) != Set(recorded.map(\.key)) { found.append("\(path) has other keys") }
            for (key, value) in own where !leftOut.contains(key) {
                if key == "id", own["username"] != nil || own["fqdn"] != nil { continue }
                guard let other = recorded[key] else {
                    found.append("\(path).\(key) is not there")
                    continue
                }
                found +=
                    Self.isMoment(key)
                    ? moments(value, other, "\(path).\(key)")
                    : compare(value, other, at: "\(path).\(key)")
            }
            return found
        case (.list(let own), .list(let recorded)):
            guard own.count == recorded.count else { return ["\(path) has \(own.count), not \(recorded.count)"] }
            // Panels give tasks in no fixed order.
            return zip(Self.ordered(own), Self.ordered(recorded)).enumerated().flatMap { number, pair in
                compare(pair.0, pair.1, at: "\(path)[\(number)]")
            }
        default: return own == recorded ? [] : ["\(path) \(own.jsonText()), not \(recorded.jsonText())"]
        }
    }

    private static func ordered(_ items: [Value]) -> [Value] {
        let ids = items.compactMap { $0.attributes?["id"]?.wholeNumber ?? $0.attributes?["internal_id"]?.wholeNumber }
        guard ids.count == items.count else { return items }
        return zip(ids, items).sorted { $0.0 < $1.0 }.map(\.1)
    }

    private static func isMoment(_ key: String) -> Bool {
        ["created_at", "updated_at", "last_run_at", "completed_at"].contains(key)
    }

    private static func moments(_ own: Value, _ recorded: Value, _ path: String) -> [String] {
        let zones = [own, recorded].map { String(($0.plainText ?? "").suffix(6)).replacing("Z", with: "+00:00") }
        return (own == .null) == (recorded == .null) && zones[0].suffix(6) == zones[1].suffix(6)
            ? [] : ["\(path) \(own.jsonText()), not \(recorded.jsonText())"]
    }
}
