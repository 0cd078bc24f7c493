import HTTPTypes
import PanelService
import PhoenixModel
import ServicesAPI

/// What a route answers: a status, headers of its own, and the body.
struct Answer: Sendable {
    var status: Int
    var headers = HTTPFields()
    var body: [UInt8]
    var contentType = Answer.json

    static let json = "application/json"

    /// A body of JSON.
    init(_ status: Int, _ value: Value) {
        self.status = status
        body = []
        value.appendJSON(to: &body, sortedKeys: false)
    }

    init(_ status: Int, text: String, contentType: String) {
        self.status = status
        body = Array(text.utf8)
        self.contentType = contentType
    }

    /// An answer without a body.
    static let noContent = Answer(204, text: "", contentType: "")

    /// The documented answer to what was refused or failed.
    init(error: ServiceError) {
        self.init(error.status, error.value)
        switch status {
        case 401: headers[.wwwAuthenticate] = "Bearer"
        case 503: headers[.retryAfter] = "5"
        default: break
        }
    }
}
