import PanelStore
import PhoenixModel

/// A delivery as one embed of a Discord message.
enum DiscordFormat {
    static let kind = "discord"

    /// In UTF-16, by Discord's documentation; the embed as a whole may have 6000.
    private static let longestTitle = 256
    private static let longestDescription = 4_096

    static func request(_ delivery: Delivery) -> DeliveryRequest {
        let embed: Value = [
            "title": .string(title(delivery)),
            "description": .string(description(delivery)),
            "color": .integer(color(delivery)),
            "timestamp": .string(delivery.occurredAt),
        ]
        // Whatever a text says, nobody is called.
        let body: Value = ["embeds": [embed], "allowed_mentions": ["parse": []]]
        return DeliveryRequest(
            headers: [
                (name: "Content-Type", value: "application/json"), (name: "User-Agent", value: "phoenix"),
            ], body: Array(body.jsonText().utf8))
    }

    private static func title(_ delivery: Delivery) -> String {
        let names = Set(delivery.messages.map { serviceName(of: $0) })
        let name = names.count == 1 ? names.first ?? "" : "\(names.count) services"
        let count = delivery.count == 1 ? "" : " (\(delivery.count) messages)"
        let events = Set(delivery.messages.map(\.event))
        let what = events.count == 1 ? ": \(verb(delivery.newest.event))" : ""
        let rest = "\(what)\(count)"
        return cut(escaped(name), to: longestTitle - rest.utf16.count) + rest
    }

    private static func serviceName(of message: OutboxMessage) -> String {
        guard case .map(let payload) = message.payload, case .map(let service)? = payload["service"],
            let name = service["name"]?.plainText
        else { return "service \(message.serviceID)" }
        return name
    }

    /// The last word of `run.failed`.
    private static func verb(_ event: String) -> String {
        event.split(separator: ".").last.map(String.init) ?? event
    }

    /// A line for each message, the newest first where not all have room.
    private static func description(_ delivery: Delivery) -> String {
        let lines = delivery.messages.map { escaped($0.text) }
        let all = lines.joined(separator: "\n")
        if all.utf16.count <= longestDescription { return all }
        guard lines.count > 1 else { return cut(all, to: longestDescription) }
        var shown: [String] = []
        // Room for the line that counts the rest.
        var left = longestDescription - 40
        for line in lines.reversed() {
            let line = cut(line, to: 400)
            guard left > line.utf16.count else { break }
            left -= line.utf16.count + 1
            shown.append(line)
        }
        return (shown + ["and \(lines.count - shown.count) earlier ones"]).joined(separator: "\n")
    }

    private static func color(_ delivery: Delivery) -> Int64 {
        switch delivery.newest.event {
        case "run.succeeded", "run.recovered", "service.recovered": 0x2E_CC_71
        case "run.partial", "run.missed": 0xF1_C4_0F
        default: 0xE7_4C_3C
        }
    }

    /// The text with everything that Discord takes for markup behind a backslash.
    private static func escaped(_ text: String) -> String {
        var shown = ""
        for scalar in text.unicodeScalars {
            if markup.contains(scalar) { shown.unicodeScalars.append("\\") }
            shown.unicodeScalars.append(scalar == "\n" || scalar == "\r" ? " " : scalar)
        }
        return shown
    }

    private static let markup = Set("\\*_~|`>#-[]()<:@".unicodeScalars)

    private static func cut(_ text: String, to limit: Int) -> String {
        guard text.utf16.count > limit else { return text }
        var shown = ""
        var left = limit - 1
        for character in text {
            left -= character.utf16.count
            if left < 0 { break }
            shown.append(character)
        }
        return "\(shown)…"
    }
}
