import FoundationEssentials

/// The dates of HTTP headers (RFC 9110, section 5.6.7), in the one form that is still sent.
package enum HTTPDate {
    /// The seconds since 1970 of `Sun, 06 Nov 1994 08:49:37 GMT`; nil for every other form.
    package static func seconds(_ text: String) -> Int64? {
        let words = text.split(separator: " ")
        guard words.count == 6, words[0].hasSuffix(","), words[1].utf8.count == 2, words[5] == "GMT",
            let month = months.firstIndex(of: String(words[2]))
        else { return nil }
        let number = month + 1
        let text = "\(words[3])-\(number < 10 ? "0" : "")\(number)-\(words[1])T\(words[4])Z"
        // The strategy takes the 31st of February for a day of March.
        guard let date = try? Date(text, strategy: .iso8601), date.formatted(.iso8601) == text else { return nil }
        return Int64(date.timeIntervalSince1970)
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}
