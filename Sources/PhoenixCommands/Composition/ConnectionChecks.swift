import PanelClient
import Reporting
import ServicesAPI

/// What can be told of the way to a panel: the key, the clock, the rate limit.
struct ConnectionChecks {
    private let vitals: PanelVitals

    init(_ vitals: PanelVitals) { self.vitals = vitals }

    /// More than this, and runs are told wrongly.
    private static let tolerableSkew = Duration.seconds(30)

    var all: [Check] { [key, clock, rateLimit] }

    private var key: Check {
        let refused = permissions { $0 == false }
        let unknown = permissions { $0 == nil }
        let doubt = "whether it has \(unknown) cannot be determined without writing"
        if !refused.isEmpty {
            return Check(
                "key", .warning, "it lacks \(refused)" + (unknown.isEmpty ? "" : "; \(doubt)"),
                help: "plan and drift need only services.read; apply needs the others for its writes")
        }
        let granted = permissions { $0 == true }
        return unknown.isEmpty
            ? Check("key", .ok, "it has all permissions: \(granted)")
            : Check("key", .notChecked, "it has \(granted); \(doubt)")
    }

    private func permissions(_ isMeant: (Bool?) -> Bool) -> String {
        vitals.permissions.filter { isMeant($0.isGranted) }.map(\.permission.rawValue).joined(separator: ", ")
    }

    private var clock: Check {
        guard let skew = vitals.clockSkew else {
            return Check("clock", .notChecked, "the panel does not report its time")
        }
        let seconds = abs(Int((skew / .seconds(1)).rounded()))
        if skew > Self.tolerableSkew || skew < .zero - Self.tolerableSkew {
            let direction = skew > .zero ? "ahead of" : "behind"
            return Check(
                "clock", .warning, "the panel's clock is \(seconds) s \(direction) this machine's clock",
                help: "synchronise both clocks; until then next runs are shown at wrong times")
        }
        return Check("clock", .ok, "the panel's clock and this machine's clock agree")
    }

    private var rateLimit: Check {
        guard let limit = vitals.rateLimit else { return Check("rate limit", .ok, "the panel reports none") }
        let left = vitals.remaining.map { ", \($0) left now" } ?? ""
        return Check("rate limit", .ok, "\(limit) requests a minute\(left)")
    }
}
