package import PhoenixModel

/// An answer, its body complete. Its length is no header field here: whoever sends it adds that.
package struct ProxiedAnswer: Sendable {
    package var status: Int
    package var headers: HeaderList
    package var body: [UInt8]

    package init(_ status: Int, headers: HeaderList = [:], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    package init(_ status: Int, headers: HeaderList = [:], json: Value) {
        self.init(status, headers: headers)
        self.json = json
    }

    /// The body as JSON. Setting it sets the content type too.
    package var json: Value? {
        get { try? Value(json: body) }
        set {
            body = newValue.map { Array($0.jsonText().utf8) } ?? []
            headers["Content-Type"] = newValue == nil ? nil : "application/json"
        }
    }

    /// An error as the API documents it.
    package static func documentedError(
        _ status: Int, code: String, detail: String, headers: HeaderList = [:]
    ) -> ProxiedAnswer {
        let entry: Value = ["code": .string(code), "detail": .string(detail), "status": .string(String(status))]
        return ProxiedAnswer(status, headers: headers, json: ["errors": [entry]])
    }
}
