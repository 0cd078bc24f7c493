import Clocks
import HTTPTransport
import PhoenixModel
import WebAddresses

/// Asks a Wings daemon for its system, which makes it ask Docker.
struct WingsProbe: Sendable {
    let address: WebAddress
    let token: Secret?
    let caFile: String?

    private static let longestAnswer = 256 << 10

    /// The address without its path.
    static func place(of address: WebAddress) -> String {
        WebOrigin(address)?.description ?? HostAndPort(host: address.host, port: address.port).description
    }

    func findings(
        limits: ProbeLimits, clock: WallClock, certificates: CertificateWatch
    ) async throws -> ProbeFindings {
        guard let origin = WebOrigin(address) else {
            throw ProbeFailure("unusable_address", "is no address of a web server: it must begin with http or https")
        }
        var options = TransportOptions()
        options.connectTimeout = limits.check
        options.requestTimeout = limits.check
        options.connections = 1
        options.caFile = caFile
        options.longestResponse = Self.longestAnswer
        let request = try request(to: origin)
        let response = try await AsyncHTTPTransport.withTransport(to: origin, options: options) { transport in
            try await transport.send(request, timeout: limits.check)
        }
        var findings = try findings(from: response, place: origin.description)
        if let end = await certificates.end(of: origin, timeout: limits.check) {
            let left = Duration.seconds(end) - clock.now()
            if left < limits.certificateLeft {
                let days = max(0, Int(left / .seconds(86_400)))
                findings.issues.append(
                    .warning(
                        "certificate_ends", "\(origin) has a TLS certificate that ends in \(days) days: renew it"))
            }
        }
        return findings
    }

    private func request(to origin: WebOrigin) throws -> HTTPRequest {
        let path = address.path.hasSuffix("/") ? String(address.path.dropLast()) : address.path
        var headers = [(name: "Accept", value: "application/json")]
        if let token {
            do throws(BearerToken.Problem) {
                headers.append((name: "Authorization", value: try BearerToken(token.reveal()).authorization))
            } catch {
                throw ProbeFailure(
                    "auth_rejected", "cannot be asked: the token has characters that no header can carry")
            }
        }
        return HTTPRequest(method: "GET", url: "\(origin)\(path)/api/system?v=2", headers: headers)
    }

    private func findings(from response: HTTPResponse, place: String) throws -> ProbeFindings {
        switch response.status {
        case 200: return ProbeFindings(resources: try resources(in: response.body))
        case 401 where token == nil:
            // It wants a token, and says so as Wings does: it is alive. More cannot be known without one.
            guard response.header("X-Request-Id") != nil else { throw notWings }
            return ProbeFindings()
        case 401, 403:
            return ProbeFindings(issues: [
                .error(
                    "auth_rejected", "\(place) does not accept the token: is it the one of this node's configuration?")
            ])
        case 500:
            return ProbeFindings(issues: [
                .error("docker_unreachable", "\(place) answers, but its Docker does not: game servers cannot start")
            ])
        case 502, 503, 504:
            throw ProbeFailure("gateway", "answered \(response.status): the proxy before it does not reach it")
        case 404: throw notWings
        case let status:
            return ProbeFindings(issues: [.error("unexpected_answer", "\(place) answered \(status) instead of 200")])
        }
    }

    private var notWings: ProbeFailure {
        ProbeFailure("not_wings", "answers, but not as a Wings daemon does: is it the address of a node?")
    }

    private func resources(in body: [UInt8]) throws -> ValueMap {
        guard let value = try? Value(json: body), case .map(let map) = value, map["version"]?.plainText != nil else {
            throw notWings
        }
        let containers = map.map("docker")?.map("containers")
        let system = map.map("system")
        let numbers = [
            ("containers_total", containers?["total"]), ("containers_running", containers?["running"]),
            ("memory_bytes", system?["memory_bytes"]), ("cpu_threads", system?["cpu_threads"] ?? map["cpu_count"]),
        ]
        return ValueMap(
            numbers.compactMap { name, value in
                switch value {
                case .integer(let number)?: (name, .integer(number))
                case .number(let number)?: (name, .number(number))
                default: nil
                }
            })
    }
}

extension ValueMap {
    fileprivate func map(_ key: String) -> ValueMap? {
        if case .map(let map)? = self[key] { map } else { nil }
    }
}
