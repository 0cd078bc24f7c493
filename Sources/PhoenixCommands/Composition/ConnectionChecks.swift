import PanelClient
import PhoenixModel
import Reporting

/// What can be told of the way to a panel: the key, the clock, the rate limit.
struct ConnectionChecks {
    private let panel: HTTPPanel
    private let capabilities: PanelCapabilities

    init(_ panel: HTTPPanel, _ capabilities: PanelCapabilities) {
        self.panel = panel
        self.capabilities = capabilities
    }

    /// More than this, and runs are told wrongly.
    private static let tolerableSkew = Duration.seconds(30)

    var all: [Check] {
        get async {
            do throws(PanelError) {
                // Another panel may look at the body before it looks at the permission.
                let isKnown = PanelCapabilities.complete.additionalFields.isSubset(of: capabilities.additionalFields)
                let vitals = try await panel.vitals(probesPermissions: isKnown)
                return [permissions(vitals), clock(vitals), rate(vitals)]
            } catch {
                return [Check("connection", .problem, error.message, help: error.help)]
            }
        }
    }

    private func permissions(_ vitals: PanelVitals) -> Check {
        let granted = vitals.permissions.filter(\.isGranted).map(\.name)
        let refused = vitals.permissions.filter { !$0.isGranted }.map(\.name)
        if vitals.permissions.count < 2 {
            return Check(
                "key", .notChecked, "it may read; whether it may write cannot be found out without writing")
        }
        if refused.isEmpty { return Check("key", .ok, "it may do all: \(granted.joined(separator: ", "))") }
        return Check(
            "key", .warning, "it lacks \(refused.joined(separator: ", "))",
            help: "plan and drift need services.read alone; apply needs the others for what it does")
    }

    private func clock(_ vitals: PanelVitals) -> Check {
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

    private func rate(_ vitals: PanelVitals) -> Check {
        guard let limit = vitals.rateLimit else { return Check("rate limit", .ok, "the panel tells of none") }
        let left = vitals.remaining.map { ", \($0) left now" } ?? ""
        return Check("rate limit", .ok, "\(limit) requests a minute\(left)")
    }
}
