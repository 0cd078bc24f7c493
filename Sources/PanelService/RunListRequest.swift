package import PanelStore
import PhoenixModel

/// The query of a request for a list of runs, checked.
package struct RunListRequest: Sendable, Hashable {
    package private(set) var query = RunQuery()
    let page: PageRequest
    /// The service whose runs the path asks for, as the client wrote it; nil for the runs of all.
    let serviceID: String?

    /// Reads a query.
    /// - Parameters:
    ///   - parameters: in their order.
    ///   - serviceID: that of the path; nil where the list is of all runs, which can be filtered by service.
    /// - Throws: `bad_request` with everything that is malformed or unknown.
    package init(_ parameters: [QueryParameter] = [], ofService serviceID: String?) throws(ServiceError) {
        var query = RunQuery()
        let names = Self.names + (serviceID == nil ? ["filter[service]"] : [])
        page = try PageRequest(parameters, names: names) { Self.read($0, into: &query) }
        query.limit = page.perPage
        query.offset = page.offset
        self.query = query
        self.serviceID = serviceID
    }

    private static let names = ["filter[state]", "filter[result]", "since", "until"]

    private static func read(_ parameter: QueryParameter, into query: inout RunQuery) -> ServiceProblem? {
        switch parameter.name {
        case "filter[state]": return parameter.read(into: &query.state)
        case "filter[result]": return parameter.read(into: &query.result)
        case "since": return read(parameter, into: &query.since)
        case "until": return read(parameter, into: &query.until)
        default:
            guard let id = ServiceID.number(parameter.value) else {
                return .parameter(parameter.name, "must be the id of a service")
            }
            query.serviceID = id
            return nil
        }
    }

    private static func read(_ parameter: QueryParameter, into moment: inout Timestamp?) -> ServiceProblem? {
        moment = Timestamp(rfc3339: parameter.value)
        if moment != nil { return nil }
        // A plus sign that is not percent-encoded arrives as a space.
        let hint = parameter.value.contains(" ") ? "; a + in a query must be written as %2B" : ""
        return .parameter(parameter.name, "must be an RFC 3339 time, 2026-11-24T02:00:00Z\(hint)")
    }
}
