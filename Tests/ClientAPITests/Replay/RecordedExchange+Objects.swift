import ClientAPI
import ClientPanelFixtures
import PhoenixModel

extension RecordedExchange {
    var json: Value? {
        isCutOff ? nil : try? Value(json: body.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(body.dropFirst(3)) : body)
    }

    /// The server that it is about.
    var server: String? {
        let parts = target.split(separator: "/").map { String($0.prefix { $0 != "?" }) }
        return parts.count > 3 && parts[2] == "servers" ? String(parts[3].prefix(8)) : nil
    }

    /// The id of what the answer shows.
    var createdID: Int64? {
        if let id = json?.attributes?["id"] { return id.wholeNumber }
        // Of an answer that was cut off the beginning is there.
        let text = String(decoding: body.prefix(200), as: UTF8.self)
        return text.split(separator: "\"id\": ").dropFirst().first.flatMap { Int64($0.prefix { $0.isNumber }) }
    }

    /// The schedules of the answer, as a stand-in has them.
    var shownSchedules: [StandInSchedule] {
        let items: [Value] =
            switch json {
            case .map(let map)?: if case .list(let items)? = map["data"] { items } else { [.map(map)] }
            default: []
            }
        return items.compactMap { item in
            guard case .map(let map) = item, map["object"] == "server_schedule" else { return nil }
            return item.attributes.flatMap { StandInSchedule($0) }
        }
    }
}

extension Value {
    var attributes: ValueMap? {
        guard case .map(let map) = self, case .map(let attributes)? = map["attributes"] else { return nil }
        return attributes
    }

    var wholeNumber: Int64? { if case .integer(let number) = self { number } else { nil } }

    var items: [Value]? {
        guard case .map(let map) = self, case .list(let items)? = map["data"] else { return nil }
        return items
    }
}

extension StandInSchedule {
    init?(_ attributes: ValueMap) {
        guard let id = attributes["id"]?.wholeNumber, case .map(let cron)? = attributes["cron"] else { return nil }
        let fields = ["minute", "hour", "day_of_month", "month", "day_of_week"].map { cron[$0]?.plainText ?? "*" }
        self.init(
            id: id, name: attributes["name"]?.plainText ?? "", isActive: attributes["is_active"] == true,
            onlyWhenOnline: attributes["only_when_online"] == true)
        self.cron = fields
        lastRunAt = attributes["last_run_at"]?.plainText.flatMap { PanelTime($0) }.map { .seconds($0.moment.seconds) }
        nextRunAt = attributes["next_run_at"]?.plainText.flatMap { PanelTime($0) }.map {
            // Recorded in winter: what the database of a panel in Berlin keeps is an hour before.
            $0.moment.seconds + Int64($0.offset == 7_200 ? 3_600 : 0)
        }
        if case .map(let related)? = attributes["relationships"], let items = related["tasks"]?.items {
            tasks = items.compactMap { $0.attributes.flatMap { StandInTask($0) } }
        }
    }
}

extension StandInTask {
    init?(_ attributes: ValueMap) {
        guard let id = attributes["id"]?.wholeNumber, let sequence = attributes["sequence_id"]?.wholeNumber else {
            return nil
        }
        self.init(
            id: id, sequence: sequence, action: attributes["action"]?.plainText ?? "",
            payload: attributes["payload"]?.plainText ?? "", offset: attributes["time_offset"]?.wholeNumber ?? 0,
            continuesOnFailure: attributes["continue_on_failure"] == true)
    }
}
