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
        let doubt = "whether it has \(unknown) cannot be found out without writing"
        if !refused.isEmpty {
            return Check(
                "key", .warning, "it lacks \(refused)" + (unknown.isEmpty ? "" : "; \(doubt)"),
                help: "plan and drift need services.read alone; apply needs the others for what it does")
        }
        let granted = permissions { $0 == true }
        return unknown.isEmpty
            ? Check("key", .ok, "it may do all: \(granted)")
            : Check("key", .notChecked, "it has \(granted); \(doubt)")
    }

    private func permissions(_ isMeant: (Bool?) -> Bool) -> String {
        vitals.permissions.filter { isMeant($0.isGranted) }.map(\.permission.rawValue).joined(separator: ", ")
    }

    private var clock: Check {
        guard let skew = vitals.clockSkew else {
            return Check("clock", .notChecked, "the panel does not tell the time")
        }
        let seconds = abs(Int((skew / .seconds(1)).rounded()))
        if skew > Self.tolerableSkew || skew < .zero - Self.tolerableSkew {
            let direction = skew > .zero ? "ahead of" : "behind"
            return Check(
                "clock", .warning, "the panel's clock is \(seconds) s \(direction) this machine's",
                help: "let both keep time over the network; until then next runs are told wrongly")
        }
        return Check("clock", .ok, "the panel's clock and this machine's agree")
    }

    private var rateLimit: Check {
        guard let limit = vitals.rateLimit else { return Check("rate limit", .ok, "the panel tells of none") }
        let left = vitals.remaining.map { ", \($0) left now" } ?? ""
        return Check("rate limit", .ok, "\(limit) requests a minute\(left)")
    }
}
