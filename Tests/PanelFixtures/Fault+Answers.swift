// Answers that come instead of the server's.
extension Fault {
    package static func answer(_ answer: ProxiedAnswer) -> Fault { .respond { _ in answer } }

    /// 429, as the panel says it.
    package static func rateLimited(_ retryAfter: RetryAfter) -> Fault {
        .answer(
            .documentedError(429, code: "rate_limited", detail: "Too many requests", headers: retryAfter.headers))
    }

    /// 502, 503 or 504 as the panel says it, in the documented shape.
    package static func unavailable(_ status: Int = 503, _ retryAfter: RetryAfter = .absent) -> Fault {
        .answer(
            .documentedError(
                status, code: "service_unavailable", detail: "The requested service is currently unavailable",
                headers: retryAfter.headers))
    }

    /// 502, 503 or 504 as a reverse proxy in front of the panel says it: a page for people.
    package static func gatewayPage(_ status: Int) -> Fault { .answer(.gatewayPage(status)) }
}

extension ProxiedAnswer {
    static func gatewayPage(_ status: Int) -> ProxiedAnswer {
        let title = "\(status) \(reasonPhrase(status))"
        let page = """
            <html>\r
            <head><title>\(title)</title></head>\r
            <body>\r
            <center><h1>\(title)</h1></center>\r
            <hr><center>nginx</center>\r
            </body>\r
            </html>\r

            """
        return ProxiedAnswer(status, headers: ["Content-Type": "text/html"], body: Array(page.utf8))
    }
}
