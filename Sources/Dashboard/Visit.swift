import HTTPTypes
import PanelServer
import PanelService
import PhoenixModel

/// One request with what is known of who sent it.
struct Visit: Sendable {
    let request: WebRequest
    let zone: ZoneChoice
    let now: Timestamp
    var visitor: Visitor?

    init(_ request: WebRequest, zone: ZoneChoice, _ now: Timestamp) {
        self.request = request
        self.zone = zone
        self.now = now
    }

    var session: SessionToken? { visitor?.session }

    /// Whether the page's script asks for the content alone.
    var isFragment: Bool { request.headers[.fragment] == "1" }

    var parameters: [QueryParameter] { request.query }

    /// A parameter of the query; empty ones count as none: that is what forms send of fields that are left empty.
    func query(_ name: String) -> String? {
        request.query.first { $0.name == name }.flatMap { $0.value.isEmpty ? nil : $0.value }
    }
}
