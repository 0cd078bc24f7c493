import Dashboard
import HTTPTypes
import PanelServer
import PanelService
import PanelStore
import PhoenixModel
import PhoenixTestSupport
import ServicesAPI
import Synchronization

/// The pages on a store, asked as a browser would, with a clock that stands still until it is moved.
final class TestDashboard: Sendable {
    let store: any PanelStore
    let keys: KeyRing
    private let dashboard: Dashboard
    private let failures = Mutex(0)
    private let cookies = Mutex<[String: String]>([:])

    init(_ store: any PanelStore, isSecure: Bool = false) {
        self.store = store
        let clock = Clock()
        let now: @Sendable () -> Timestamp = { clock.now }
        keys = KeyRing(store: store, now: now)
        dashboard = Dashboard(
            services: ServiceOperations(store: store, now: now), keys: keys, isSecure: isSecure, now: now)
        self.clock = clock
    }

    final class Clock: Sendable {
        private let seconds = Mutex(Timestamp.sample.seconds)
        var now: Timestamp { Timestamp(seconds: seconds.withLock { $0 }) }
        func move(by offset: Int64) { seconds.withLock { $0 += offset } }
    }

    let clock: Clock

    /// How often signing in has failed.
    var failureCount: Int { failures.withLock { $0 } }

    /// Makes a key.
    func makeKey(
        _ name: String = "kim", _ permissions: [Permission] = Permission.allCases, lifetime: Int64? = nil
    ) async throws -> APIKey {
        var generator = SystemRandomNumberGenerator()
        let key = APIKey(using: &generator)
        _ = try await keys.add(key, name: name, permissions: Set(permissions), lifetime: lifetime)
        return key
    }

    /// Makes a key and signs in with it.
    @discardableResult
    func signIn(_ permissions: [Permission] = Permission.allCases, lifetime: Int64? = nil) async throws -> APIKey {
        let key = try await makeKey("k\(Int.random(in: 0...999_999_999))", permissions, lifetime: lifetime)
        _ = await post("/login", "key=\(key.text)&next=/services")
        return key
    }

    func forgetCookies() { cookies.withLock { $0 = [:] } }

    func get(_ target: String, headers: HTTPFields = [:]) async -> WebResponse {
        await send("GET", target, headers: headers, body: "")
    }

    /// Sends a form from a page of the server.
    func post(
        _ target: String, _ form: String = "", headers: HTTPFields = [.secFetchSite: "same-origin"]
    ) async -> WebResponse {
        await send("POST", target, headers: headers, body: form)
    }

    private func send(_ method: String, _ target: String, headers: HTTPFields, body: String) async -> WebResponse {
        var headers = headers
        let kept = cookies.withLock { $0 }
        if !kept.isEmpty { headers[.cookie] = kept.map { "\($0.key)=\($0.value)" }.sorted().joined(separator: "; ") }
        let gate = WebGate(
            counted: { _ in nil },
            countedFailure: {
                self.failures.withLock { $0 += 1 }
                return nil
            })
        let response = await dashboard.respond(
            to: WebRequest(
                method: method, target: target, authority: "phoenix.test:8088", headers: headers, gate: gate,
                body: { () throws(ServiceError) in Array(body.utf8) }))
        if let cookie = response.headers[.setCookie]?.split(separator: ";").first,
            let equals = cookie.firstIndex(of: "=")
        {
            cookies.withLock { $0[String(cookie[..<equals])] = String(cookie[equals...].dropFirst()) }
        }
        return response
    }

    /// Adds a task and answers its id.
    @discardableResult
    func addTask(
        _ name: String, schedule: String = "0 2 * * *", zone: String = "UTC", description: String = "",
        _ change: (inout ServiceRecord) -> Void = { _ in }
    ) async throws -> Int64 {
        var record = ServiceRecord(kind: .scheduled, name: name, createdAt: .sample)
        record.schedule = schedule
        record.timezone = zone
        record.description = description
        record.task = ["type": "backup", "data": ["servers": ["all"]]]
        record.nextRun = Timestamp(seconds: 1_795_572_000)
        change(&record)
        let ready = record
        return try await store.write { try await $0.insert(ready) }.id
    }
}

extension HTTPField.Name {
    static let secFetchSite = Self("Sec-Fetch-Site") ?? .cookie
    static let fragment = Self("X-Phoenix-Fragment") ?? .cookie
    static let contentSecurityPolicy = Self("Content-Security-Policy") ?? .cookie
}

extension WebResponse {
    var location: String? { headers[.location] }
    var cookie: String? { headers[.setCookie] }
}
