import PanelService

/// A message at the top of a page. Of the template `notice`.
struct Notice {
    struct Link {
        let path: String
        let label: String
    }

    /// `good`, `bad`, `warn`, or nothing.
    var tone = "bad"
    var role = "alert"
    let message: String
    let details: [String]
    var links: [Link] = []
    /// The message and the details as HTML.
    let text: RichText
    let more: [RichText]

    /// `zone`: on whose clock the times in it are shown.
    init(_ message: String, details: [String] = [], links: [Link] = [], _ zone: ZoneChoice = .utc) {
        self.message = message
        self.details = details
        self.links = links
        text = RichText(message, zone)
        more = details.map { RichText($0, zone) }
    }

    /// What a notice says beyond its message, where that is the heading of the page.
    static func rest(of notice: Notice, _ zone: ZoneChoice) -> Notice {
        var rest = Notice(
            notice.details.first ?? "", details: Array(notice.details.dropFirst()), links: notice.links, zone)
        rest.tone = notice.tone
        return rest
    }

    /// What an operation refused, in the API's words.
    init(_ error: ServiceError, heading: String) {
        self.init(heading, details: error.problems.map { Self.sentence($0.detail) })
    }

    static func sentence(_ text: String) -> String {
        guard let first = text.first else { return text }
        return first.uppercased() + text.dropFirst() + (text.hasSuffix(".") ? "" : ".")
    }
}
