import NIOHTTP1

extension ProxiedAnswer {
    static func reasonPhrase(_ status: Int) -> String { HTTPResponseStatus(statusCode: status).reasonPhrase }

    /// The bytes of the answer, the body framed by its length.
    func message(to request: ProxiedRequest, closes: Bool) -> (head: [UInt8], body: [UInt8]) {
        let hasBody = status >= 200 && status != 204 && status != 304
        var fields = headers
        let announcedLength = fields["Content-Length"]
        fields.removeConnectionFields()
        if hasBody { fields["Content-Length"] = String(body.count) }
        if request.method == "HEAD", let announcedLength { fields["Content-Length"] = announcedLength }
        if closes { fields["Connection"] = "close" }
        var head = "HTTP/1.1 \(status) \(Self.reasonPhrase(status))\r\n"
        for field in fields.fields { head += "\(field.name): \(field.value)\r\n" }
        head += "\r\n"
        return (Array(head.utf8), hasBody && request.method != "HEAD" ? body : [])
    }

    /// The head and half of the body; of an answer without a body half of the head.
    func beginning(to request: ProxiedRequest) -> [UInt8] {
        let (head, body) = message(to: request, closes: false)
        return body.isEmpty ? Array(head.prefix(head.count / 2)) : head + body.prefix(body.count / 2)
    }
}
