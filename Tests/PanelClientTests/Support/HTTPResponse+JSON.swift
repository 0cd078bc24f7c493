import HTTPTransport
import PhoenixModel

extension HTTPRequest {
    /// The body as JSON.
    var json: ValueMap {
        guard let body, case .map(let map)? = try? Value(json: body) else { return [:] }
        return map
    }
}

extension HTTPResponse {
    static func json(_ status: Int, _ value: Value, _ headers: [(name: String, value: String)] = []) -> HTTPResponse {
        HTTPResponse(
            status: status, headers: [("Content-Type", "application/json")] + headers,
            body: Array(value.jsonText().utf8))
    }

    static func error(
        _ status: Int, _ code: String, _ detail: String, _ headers: [(name: String, value: String)] = []
    ) -> HTTPResponse {
        let error: Value = ["code": .string(code), "status": .string("\(status)"), "detail": .string(detail)]
        return .json(status, ["errors": .list([error])], headers)
    }
}
