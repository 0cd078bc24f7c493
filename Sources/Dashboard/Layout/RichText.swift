import PhoenixModel
import Reporting

/// Text with the times in it marked as times, on the clock that was chosen: sentences of others name moments in UTC,
/// `2026-11-24 02:00:00Z`, as the command line does.
struct RichText {
    let html: String

    init(_ text: String, _ zone: ZoneChoice) {
        var html = ""
        var plain = text[...]
        var rest = text[...]
        while let start = rest.firstIndex(where: { $0.isASCII && $0.isNumber }) {
            let end = rest.index(start, offsetBy: Self.length, limitedBy: rest.endIndex) ?? rest.endIndex
            guard let moment = Self.moment(rest[start..<end]) else {
                rest = rest[start...].drop { $0.isASCII && $0.isNumber }
                continue
            }
            let view = zone.moment(moment)
            html += PageText.escaped(String(plain[..<start]))
            html += "<time datetime=\"\(view.iso)\" title=\"\(view.zoneName)\">\(view.shown)</time>"
            plain = plain[end...]
            rest = rest[end...]
        }
        self.html = html + PageText.escaped(String(plain))
    }

    private static let length = "2026-11-24 02:00:00Z".count

    private static func moment(_ text: Substring) -> Timestamp? {
        guard text.hasSuffix("Z"), let moment = Timestamp(rfc3339: String(text)), MomentText.moment(moment) == text
        else { return nil }
        return moment
    }
}
