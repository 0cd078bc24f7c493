/// What people write as a time zone out of habit: abbreviations, offsets, and cities that have no zone of their own.
///
/// None of these says which clock was meant, so each gets words and never a replacement.
package enum ZoneHabit {
    /// What to write for a name that is no zone; nil where the name is not known as such a habit.
    static func help(for name: String) -> String? {
        if let hours = offset(name) { return offsetHelp(hours) }
        if let place = places[name.uppercased()] {
            return
                "write the zone of a place, such as \(place): '\(name)' does not say when daylight saving time applies"
        }
        let city = name.split(separator: "/").last.map { $0.lowercased().replacing(" ", with: "_") } ?? ""
        return cities[city].map { "write \($0), which has the same clock as '\(name)'" }
    }

    /// What to know of a valid name that is rarely what was meant; nil for names of places.
    package static func warning(about name: String) -> String? {
        if name.hasPrefix("Etc/GMT"), let hours = Int(name.dropFirst(7)), hours != 0 {
            return "'\(name)' is \(hoursText(abs(hours))) \(hours > 0 ? "behind" : "ahead of") UTC all year: "
                + "its sign is the opposite of that of 'UTC\(name.dropFirst(7))'"
        }
        if name == "Factory" { return "'Factory' is the placeholder of a system without a time zone; its clock is UTC" }
        guard let place = legacy[name] else { return nil }
        if let hours = fixedOffsets[name] {
            return "'\(name)' is \(hoursText(hours)) behind UTC all year; "
                + "the zone of a place, such as \(place), has daylight saving time"
        }
        return "'\(name)' is kept for old systems; write the zone of a place, such as \(place)"
    }

    private static func hoursText(_ hours: Int) -> String { hours == 1 ? "one hour" : "\(hours) hours" }

    // MARK: Offsets

    /// The whole hours of `GMT+2`, `UTC-05:00` or `+0200`; `.none` for what is no offset, 99 for one with minutes.
    private static func offset(_ name: String) -> Int? {
        var rest = Substring(name.uppercased().filter { $0 != " " && $0 != ":" })
        for prefix in ["UTC", "GMT", "Z"] where rest.hasPrefix(prefix) {
            rest = rest.dropFirst(prefix.count)
            break
        }
        guard let sign = rest.first, sign == "+" || sign == "-" else { return nil }
        let digits = rest.dropFirst()
        guard (1...4).contains(digits.count), digits.allSatisfy({ $0.isASCII && $0.isNumber }),
            let hours = Int(digits.count > 2 ? digits.dropLast(2) : digits)
        else { return nil }
        if digits.count > 2, digits.suffix(2) != "00" { return 99 }
        return sign == "-" ? -hours : hours
    }

    private static func offsetHelp(_ hours: Int) -> String {
        let advice =
            "write the zone of a place, such as Europe/Berlin: an offset does not say when daylight saving time applies"
        guard hours != 0, (-12...14).contains(hours) else { return advice }
        let zone = "Etc/GMT\(hours > 0 ? "-" : "+")\(abs(hours))"
        return advice + "; \(zone) is \(hoursText(abs(hours))) \(hours > 0 ? "ahead of" : "behind") UTC all year"
    }

    // MARK: Names

    /// A place whose clock has the abbreviation; some have several.
    private static let places = [
        "PST": "America/Los_Angeles", "PDT": "America/Los_Angeles", "PT": "America/Los_Angeles",
        "MDT": "America/Denver", "MT": "America/Denver", "CST": "America/Chicago or Asia/Shanghai",
        "CDT": "America/Chicago", "CT": "America/Chicago", "EDT": "America/New_York", "ET": "America/New_York",
        "AKST": "America/Anchorage", "AKDT": "America/Anchorage", "AST": "America/Halifax", "ADT": "America/Halifax",
        "NST": "America/St_Johns", "NDT": "America/St_Johns", "BRT": "America/Sao_Paulo",
        "ART": "America/Argentina/Buenos_Aires", "BST": "Europe/London", "WEST": "Europe/Lisbon",
        "CEST": "Europe/Berlin", "MESZ": "Europe/Berlin", "MEZ": "Europe/Berlin", "EEST": "Europe/Athens",
        "MSK": "Europe/Moscow", "IST": "Asia/Kolkata, Europe/Dublin or Asia/Jerusalem", "PKT": "Asia/Karachi",
        "ICT": "Asia/Bangkok", "WIB": "Asia/Jakarta", "SGT": "Asia/Singapore", "HKT": "Asia/Hong_Kong",
        "JST": "Asia/Tokyo", "KST": "Asia/Seoul", "AWST": "Australia/Perth", "ACST": "Australia/Darwin",
        "ACDT": "Australia/Adelaide", "AEST": "Australia/Sydney or Australia/Brisbane", "AEDT": "Australia/Sydney",
        "NZST": "Pacific/Auckland", "NZDT": "Pacific/Auckland", "SAST": "Africa/Johannesburg",
    ]

    private static let cities = [
        "beijing": "Asia/Shanghai", "shenzhen": "Asia/Shanghai", "mumbai": "Asia/Kolkata", "delhi": "Asia/Kolkata",
        "new_delhi": "Asia/Kolkata", "bangalore": "Asia/Kolkata", "osaka": "Asia/Tokyo", "abu_dhabi": "Asia/Dubai",
        "san_francisco": "America/Los_Angeles", "seattle": "America/Los_Angeles", "las_vegas": "America/Los_Angeles",
        "houston": "America/Chicago", "dallas": "America/Chicago", "austin": "America/Chicago",
        "boston": "America/New_York", "washington": "America/New_York", "miami": "America/New_York",
        "atlanta": "America/New_York", "ottawa": "America/Toronto", "rio_de_janeiro": "America/Sao_Paulo",
        "brasilia": "America/Sao_Paulo", "munich": "Europe/Berlin", "frankfurt": "Europe/Berlin",
        "hamburg": "Europe/Berlin", "cologne": "Europe/Berlin", "milan": "Europe/Rome", "barcelona": "Europe/Madrid",
        "geneva": "Europe/Zurich", "manchester": "Europe/London", "st_petersburg": "Europe/Moscow",
        "canberra": "Australia/Sydney", "wellington": "Pacific/Auckland",
    ]

    /// Valid names that are abbreviations, with a place.
    private static let legacy = [
        "EST": "America/New_York", "MST": "America/Denver", "CET": "Europe/Berlin", "MET": "Europe/Berlin",
        "EET": "Europe/Athens", "WET": "Europe/Lisbon",
        "EST5EDT": "America/New_York", "CST6CDT": "America/Chicago", "MST7MDT": "America/Denver",
        "PST8PDT": "America/Los_Angeles",
    ]

    /// Hours behind UTC of those that never change their clock.
    private static let fixedOffsets = ["EST": 5, "MST": 7]
}
