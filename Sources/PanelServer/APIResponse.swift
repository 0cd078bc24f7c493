import HTTPTypes
import NIOCore
import PanelService
import PhoenixModel
import ServicesAPI

/// What a route responds: a status, headers of its own, and the body.
struct APIResponse: Sendable {
    var status: Int
    var headers = HTTPFields()
    var body: ByteBuffer
    var contentType = APIResponse.json
    var freshness = Freshness.none

    /// For how long the same request can be answered the same.
    enum Freshness: Sendable {
        /// It answers a write, is an error, or looks at more than the store.
        case none
        /// Until the store's data changes, or the moment comes.
        case untilChange(orMoment: Timestamp?)
    }

    static let json = "application/json"

    /// A body of JSON.
    init(_ status: Int, _ value: Value) {
        self.status = status
        var bytes: [UInt8] = []
        value.appendJSON(to: &bytes, sortedKeys: false)
        body = ByteBuffer(bytes: bytes)
    }

    init(_ status: Int, text: String, contentType: String) {
        self.status = status
        body = ByteBuffer(string: text)
        self.contentType = contentType
    }

    init(_ response: WebResponse) {
        self.init(response.status, text: response.body, contentType: "")
        headers = response.headers
    }

    /// A response without a body.
    static let noContent = APIResponse(204, text: "", contentType: "")

    /// The documented response to what was refused or failed.
    init(error: ServiceError) {
        self.init(error.status, error.value)
        switch status {
        case 401: headers[.wwwAuthenticate] = "Bearer"
        case 503: headers[.retryAfter] = "5"
        default: break
        }
    }
}
