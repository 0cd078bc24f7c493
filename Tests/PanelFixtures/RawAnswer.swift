package import PhoenixModel

/// An HTTP answer as text, taken apart with nothing but string searching.
package struct RawAnswer {
    /// `HTTP/1.1 200 OK`
    package let statusLine: String
    /// Lowercased names.
    package let headers: [String: String]
    package let body: String

    package init(_ text: String) {
        let lines = text.split(separator: "\r\n", omittingEmptySubsequences: false)
        let head = lines.prefix { !$0.isEmpty }
        statusLine = String(head.first ?? "")
        let fields = head.dropFirst().map { $0.split(separator: ": ", maxSplits: 1) }
        headers = Dictionary(fields.map { ($0[0].lowercased(), String($0.last ?? "")) }) { first, _ in first }
        body = lines.dropFirst(head.count + 1).joined(separator: "\r\n")
    }

    package var json: Value? { try? Value(json: body) }
}

/// Sends one request on a connection of its own, which the server is asked to close, and reads all that comes.
package func exchange(
    _ method: String, _ target: String, headers: [String] = [], body: String = "", with address: ServerAddress
) async throws -> RawAnswer {
    let received = try await withRawConnection(to: address) { connection in
        try await connection.send(request(method, target, headers: ["Connection: close"] + headers, body: body))
        return try await connection.receiveAll()
    }
    return RawAnswer(received.text)
}

/// The text of one request.
package func request(_ method: String, _ target: String, headers: [String] = [], body: String = "") -> String {
    let length = body.isEmpty ? [] : ["Content-Type: application/json", "Content-Length: \(body.utf8.count)"]
    return (["\(method) \(target) HTTP/1.1", "Host: panel.example"] + headers + length + ["", body])
        .joined(separator: "\r\n")
}
