package import PhoenixModel
package import ServicesAPI

/// One reason why a request was refused: an entry of `errors` in the API's answer.
package struct ServiceProblem: Sendable, Hashable {
    package let code: ServiceErrorCode
    /// One sentence without a full stop, never with a secret, a path or SQL in it.
    package let detail: String
    package let meta: ValueMap

    package init(_ code: ServiceErrorCode, _ detail: String, meta: ValueMap = [:]) {
        self.code = code
        self.detail = detail
        self.meta = meta
    }

    /// As the API answers it.
    package var value: Value {
        var map: ValueMap = [
            "code": .string(code.rawValue), "detail": .string(detail), "status": .string(String(code.status)),
        ]
        if !meta.isEmpty { map["meta"] = .map(meta) }
        return .map(map)
    }
}

extension ServiceProblem {
    /// A field that does not fit; `detail` stands behind its name.
    static func field(_ field: String, _ detail: String, meta: ValueMap = [:]) -> Self {
        var meta = meta
        meta["source_field"] = .string(field)
        return Self(.validationFailed, "\(field) \(detail)", meta: meta)
    }

    /// What the schema of a field found wrong.
    static func value(_ problem: ValueProblem, in field: Field) -> Self {
        let path = problem.pathText
        let separator = path.isEmpty || path.hasPrefix("[") ? "" : "."
        return .field("\(field.rawValue)\(separator)\(path)", problem.message)
    }
}
