package import PhoenixModel

/// A request as it came in, its body complete.
package struct ProxiedRequest: Sendable {
    /// In capitals.
    package var method: String
    /// The path with the query, as sent.
    package var target: String
    package var headers: HeaderList
    package var body: [UInt8]

    package init(_ method: String, _ target: String, headers: HeaderList = [:], body: [UInt8] = []) {
        self.method = method
        self.target = target
        self.headers = headers
        self.body = body
    }

    package var path: String { String(target.prefix { $0 != "?" }) }

    /// What a query parameter has for its value, percent-encoded as sent; the first of several.
    package func queryValue(_ name: String) -> String? {
        for parameter in target.drop(while: { $0 != "?" }).dropFirst().split(separator: "&") {
            let parts = parameter.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if parts[0] == name { return parts.count == 2 ? String(parts[1]) : "" }
        }
        return nil
    }

    /// The body as JSON. Setting it sets the content type too.
    package var json: Value? {
        get { try? Value(json: body) }
        set {
            body = newValue.map { Array($0.jsonText().utf8) } ?? []
            headers["Content-Type"] = newValue == nil ? nil : "application/json"
        }
    }
}
