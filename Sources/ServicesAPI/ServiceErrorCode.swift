/// The error codes of the documented API.
package enum ServiceErrorCode: String, Sendable, Hashable, CaseIterable {
    case badRequest = "bad_request"
    case unauthenticated
    case permissionDenied = "permission_denied"
    case serviceNotFound = "service_not_found"
    case notFound = "not_found"
    case methodNotAllowed = "method_not_allowed"
    case serviceConflict = "service_conflict"
    case preconditionFailed = "precondition_failed"
    case payloadTooLarge = "payload_too_large"
    case unsupportedMediaType = "unsupported_media_type"
    case invalidSchedule = "invalid_schedule"
    case validationFailed = "validation_failed"
    case rateLimited = "rate_limited"
    case internalError = "internal_error"
    case serviceUnavailable = "service_unavailable"

    /// The HTTP status that goes along.
    package var status: Int {
        switch self {
        case .badRequest: 400
        case .unauthenticated: 401
        case .permissionDenied: 403
        case .serviceNotFound, .notFound: 404
        case .methodNotAllowed: 405
        case .serviceConflict: 409
        case .preconditionFailed: 412
        case .payloadTooLarge: 413
        case .unsupportedMediaType: 415
        case .invalidSchedule, .validationFailed: 422
        case .rateLimited: 429
        case .internalError: 500
        case .serviceUnavailable: 503
        }
    }
}
