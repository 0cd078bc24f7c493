import Hummingbird
import NIOCore
import PanelService
import PanelStore
import PhoenixModel
import ServicesAPI

/// A request that was matched to a route and may do what it asks for.
struct APIRequest {
    let route: APIRoute
    let target: RequestTarget
    /// `{id}` and `{run}` of the path.
    let id: String
    let run: String
    /// nil where the route asks for none.
    let key: APIKeyRecord?
    private let request: Request
    private let bodyLimit: Int

    init(
        _ route: APIRoute, _ request: Request, target: RequestTarget, id: String, run: String, key: APIKeyRecord?,
        bodyLimit: Int
    ) {
        self.route = route
        self.request = request
        self.target = target
        self.id = id
        self.run = run
        self.key = key
        self.bodyLimit = bodyLimit
    }

    var ifMatch: String? { request.headers[.ifMatch] }

    /// - Throws: `bad_request` for several, of which nobody knows which is meant.
    func idempotencyKey() throws(ServiceError) -> RequestKey? {
        let values = request.headers[values: .idempotencyKey]
        guard values.count <= 1 else { throw .refused([.severalIdempotencyKeys]) }
        guard let key, let text = values.first else { return nil }
        return RequestKey(scope: key.id, key: text)
    }

    /// Whether a change asks that there be nothing yet at its path (`If-None-Match: *`).
    /// - Throws: `bad_request` for tags, which mean something for reads alone.
    func isForNothingYet() throws(ServiceError) -> Bool {
        let values = request.headers[values: .ifNoneMatch]
        guard !values.isEmpty else { return false }
        guard values == ["*"] else { throw .refused([.tagsOfNoneMatch]) }
        return true
    }

    /// The query of a route that knows these parameters.
    /// - Throws: `bad_request` for others, and for one that is there twice.
    func parameters(of names: [String] = []) throws(ServiceError) -> [String: String] {
        var values: [String: String] = [:]
        for parameter in try target.parameters() {
            guard names.contains(parameter.name) else { throw .refused([.unknownParameter(parameter.name)]) }
            guard values.updateValue(parameter.value, forKey: parameter.name) == nil else {
                throw .refused([.parameter(parameter.name, "is given twice")])
            }
        }
        return values
    }

    /// Takes the body of a request that has nothing to say beyond its path: none, or an object without keys.
    /// - Throws: what `body` throws, and `validation_failed` for anything in it, which would be lost.
    func checkNoFields() async throws(ServiceError) {
        let length = request.headers[.contentLength]
        let isChunked = request.headers[.transferEncoding] != nil
        guard isChunked || (length != nil && length != "0") else { return }
        guard try await body() == [:] else { throw .refused([.notEmpty]) }
    }

    /// The body as JSON.
    /// - Throws: `unsupported_media_type`, `payload_too_large`, and `bad_request` for what is no JSON or did not come in
    ///   full.
    func body() async throws(ServiceError) -> Value {
        guard isJSON else { throw .refused([.notJSON]) }
        if let coding = request.headers[.contentEncoding], coding.lowercased() != "identity" {
            throw .refused([.encoded])
        }
        // The parser takes digits alone.
        let length = request.headers[.contentLength].map { Int($0) ?? .max }
        if let length, length > bodyLimit { throw .refused([.tooLarge(bodyLimit)]) }
        let buffer: ByteBuffer
        do {
            buffer = try await request.body.collect(upTo: bodyLimit)
        } catch is NIOTooManyBytesError {
            throw .refused([.tooLarge(bodyLimit)])
        } catch {
            throw .refused([.incomplete])
        }
        // A connection that breaks off ends the body without an error.
        if let length, buffer.readableBytes < length { throw .refused([.incomplete]) }
        do throws(JSONError) {
            return try Value(json: buffer.readableBytesView)
        } catch {
            throw .refused([.malformed(error)])
        }
    }

    private var isJSON: Bool {
        guard let header = request.headers[.contentType] else { return false }
        let parts = header.lowercased().split(separator: ";").map { String($0.trimmed()) }
        guard parts.first == "application/json" else { return false }
        return parts.dropFirst().allSatisfy { !$0.hasPrefix("charset=") || $0.contains("utf-8") }
    }
}

extension ServiceProblem {
    fileprivate static let severalIdempotencyKeys = Self(
        .badRequest, "the request has more than one Idempotency-Key header")

    fileprivate static let tagsOfNoneMatch = Self(.badRequest, "If-None-Match of a change must be '*'")

    fileprivate static let notJSON = Self(
        .unsupportedMediaType, "the body must be sent with the header 'Content-Type: application/json'")

    fileprivate static let notEmpty = Self(.validationFailed, "this request has no fields: send no body, or {}")

    fileprivate static let encoded = Self(
        .unsupportedMediaType, "the body must be sent without a Content-Encoding")

    fileprivate static func tooLarge(_ limit: Int) -> Self {
        Self(.payloadTooLarge, "the body must have at most \(limit) bytes", meta: ["limit": .integer(Int64(limit))])
    }

    fileprivate static let incomplete = Self(.badRequest, "the body did not arrive completely")

    fileprivate static func malformed(_ error: JSONError) -> Self {
        Self(
            .badRequest, "the body is not valid JSON: \(error.message) at byte \(error.offset)",
            meta: ["offset": .integer(Int64(error.offset))])
    }
}
