import HTTPTypes

/// The cookies of pages.
struct Cookies {
    /// Whether browsers come over TLS.
    let isSecure: Bool

    static let zone = "phoenix_zone"

    /// With TLS by a name that browsers give to nobody else's cookie.
    var session: String { isSecure ? "__Host-phoenix_session" : "phoenix_session" }

    /// The value of a cookie that a request has.
    static func value(of name: String, in headers: HTTPFields) -> String? {
        for header in headers[values: .cookie] {
            for pair in header.split(separator: ";") {
                let pair = pair.drop { $0 == " " }
                if pair.hasPrefix("\(name)=") { return String(pair.dropFirst(name.utf8.count + 1)) }
            }
        }
        return nil
    }

    /// Has the browser keep a session for some seconds; with 0 it forgets it.
    func keepSession(_ value: String, seconds: Int64) -> String {
        "\(session)=\(value); Path=/; Max-Age=\(seconds); HttpOnly; SameSite=Strict\(isSecure ? "; Secure" : "")"
    }

    /// Has the browser keep the choice of a zone for a year.
    func keepZone(_ value: String) -> String {
        "\(Self.zone)=\(value); Path=/; Max-Age=31536000; HttpOnly; SameSite=Strict\(isSecure ? "; Secure" : "")"
    }
}
