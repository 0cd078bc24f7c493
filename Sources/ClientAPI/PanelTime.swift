package import PhoenixModel

/// A moment as a panel writes it: with the offset that its own zone has then, which is the only way to learn the zone.
package struct PanelTime: Sendable, Hashable {
    package let moment: Timestamp
    /// Seconds east of UTC.
    package let offset: Int

    package init(moment: Timestamp, offset: Int) {
        self.moment = moment
        self.offset = offset
    }

    /// Reads an RFC 3339 date and time; nil for anything else.
    package init?(_ text: String) {
        // The same digits in UTC differ by the offset.
        guard let moment = Timestamp(rfc3339: text), let zone = text.lastIndex(where: { "Zz+-".contains($0) }),
            let local = Timestamp(rfc3339: text[..<zone] + "Z")
        else { return nil }
        self.init(moment: moment, offset: Int(local.seconds - moment.seconds))
    }
}
