import Diagnostics
import Synchronization

/// A directory of compiled time zones, such as the system's.
///
/// Zones are read once and kept; copies share what has been read.
package struct ZoneDatabase: Sendable {
    /// The database that the tzdata package of the operating system installs and updates.
    package static let system = ZoneDatabase(directory: "/usr/share/zoneinfo")

    private final class Cache: Sendable {
        let zones = Mutex<[String: TimeZoneRules]>([:])
    }

    private let directory: String
    private let cache = Cache()

    package init(directory: String) {
        self.directory = directory
    }

    /// The rules of a zone.
    /// - Parameter name: an exact IANA name such as `Europe/Berlin`, in its case; `UTC` needs no file.
    /// - Returns: the same rules for the same name.
    /// - Throws: an error that says what to write instead; looking for that reads the database's index.
    package func zone(named name: String) throws(ZoneError) -> TimeZoneRules {
        if name == "UTC" { return .utc }
        if let known = cache.zones.withLock({ $0[name] }) { return known }
        guard ZoneName.isValid(name) else { throw ZoneError.invalidName(name) }
        let zone = try load(name)
        // Two readers of the same file keep the first result, so that equal zones are identical.
        return cache.zones.withLock { zones in
            if let earlier = zones[name] { return earlier }
            zones[name] = zone
            return zone
        }
    }

    /// The release of the IANA data, such as `2025b`; nil where the database does not say.
    package var version: String? {
        guard case .bytes(let bytes) = ZoneFile.load("\(directory)/tzdata.zi", limit: 1 << 20) else { return nil }
        let words = String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }.prefix(64), as: UTF8.self)
            .split(separator: " ")
        return words.count == 3 && words[0] == "#" && words[1] == "version" ? String(words[2]) : nil
    }

    /// The names of all zones in order, as the index of the database has them; empty without an index.
    package var names: [String] { indexedZones().map(\.name).sorted() }

    private func load(_ name: String) throws(ZoneError) -> TimeZoneRules {
        switch ZoneFile.load("\(directory)/\(name)", limit: 128 * 1024) {
        case .bytes(let bytes): return try TimeZoneRules(tzif: bytes, name: name)
        case .unreadable: throw .unreadable(name)
        case .missing: throw missing(name)
        }
    }

    private func missing(_ name: String) -> ZoneError {
        let entries = indexedZones()
        if entries.isEmpty { return .noDatabase(directory) }
        let names = entries.map(\.name)
        if names.contains(name) { return .notInstalled(name, link: installed(name, in: entries)) }
        if let help = ZoneHabit.help(for: name) { return .unknown(name, suggestion: nil, help: help) }
        if let meant = ZoneName.meant(by: name, among: names), let zone = installed(meant, in: entries) {
            return .unknown(name, suggestion: zone, help: nil)
        }
        let closest = names.closest(to: name).flatMap { installed($0, in: entries) }
        return .unknown(name, suggestion: nil, help: closest.map { "did you mean '\($0)'?" })
    }

    /// The name itself or the zone that it is another name of, whichever has a file.
    private func installed(_ name: String, in entries: [ZoneName.Entry]) -> String? {
        guard let entry = entries.first(where: { $0.name == name }) else { return nil }
        return [entry.name, entry.target].compactMap(\.self).first { ZoneFile.exists("\(directory)/\($0)") }
    }

    /// The zones and links in the index that comes with the database; empty without one.
    private func indexedZones() -> [ZoneName.Entry] {
        for file in ["tzdata.zi", "zone1970.tab", "zone.tab"] {
            guard case .bytes(let bytes) = ZoneFile.load("\(directory)/\(file)", limit: 1 << 20) else { continue }
            let entries = ZoneName.entries(inIndex: bytes)
            if !entries.isEmpty { return entries }
        }
        return []
    }
}
