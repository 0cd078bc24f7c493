import PanelFixtures
import PhoenixModel
import WebAddresses

/// All that a stand-in panel knows, and its answers.
struct StandInWorld {
    var options: StandInOptions
    var servers: [StandInServer]
    var faults: [StandInFault] = []
    var lastScheduleID: Int64
    var lastTaskID: Int64
    private var requestsInWindow = 0
    private var windowEnd = Duration.zero
    /// Creates of schedules within a window, by server.
    private var creates: [String: (count: Int, end: Duration)] = [:]
    private var backupCount = 0
    /// What was last said of each server's state, and when.
    private var resourcesCache: [String: (at: Duration, value: Value)] = [:]

    /// Marks an answer that is given before the requests are counted. It never leaves the panel.
    static let unthrottled = "Stand-In-Unthrottled"

    init(options: StandInOptions, servers: [StandInServer]) {
        self.options = options
        self.servers = servers
        let schedules = servers.flatMap(\.schedules)
        lastScheduleID = schedules.map(\.id).max() ?? 0
        lastTaskID = schedules.flatMap(\.tasks).map(\.id).max() ?? 0
    }

    /// The first fault that strikes, used up by one.
    mutating func fault(for request: ProxiedRequest) -> StandInFault.Kind? {
        guard let place = faults.firstIndex(where: { $0.strikes(request) }) else { return nil }
        guard faults[place].skipping == 0 else {
            faults[place].skipping -= 1
            return nil
        }
        faults[place].times -= 1
        return faults[place].kind
    }

    mutating func answer(_ request: ProxiedRequest, _ now: Duration) -> ProxiedAnswer {
        var request = request
        if let method = request.headers["X-HTTP-Method-Override"] { request.method = method }
        let isHead = request.method == "HEAD"
        if isHead { request.method = "GET" }
        var answer = gated(request, now)
        if isHead { answer.body = [] }
        let accepts = request.headers["Accept"]?.split(separator: ",").first ?? ""
        return accepts.contains("/json") || accepts.contains("+json") ? answer : forBrowsers(answer)
    }

    /// What somebody gets who does not ask for JSON: pages, and the way back where something was not accepted.
    private func forBrowsers(_ answer: ProxiedAnswer) -> ProxiedAnswer {
        var page: ProxiedAnswer
        switch answer.status {
        case ..<400: return answer
        case 401:
            page = .page(302, "Redirecting")
            page.headers["Location"] = "http://panel.example.com/auth/login"
        case 400, 422:
            page = .page(302, "Redirecting")
            page.headers["Location"] = "http://panel.example.com"
        default: page = .page(answer.status, "PhoenixPanel")
        }
        for name in ["X-RateLimit-Limit", "X-RateLimit-Remaining", "Retry-After", "X-RateLimit-Reset"] {
            page.headers[name] = answer.headers[name]
        }
        return page
    }

    /// In the order of a real panel: route, key, JSON, second factor, address, throttle, server, key type, its state,
    /// permission, values.
    private mutating func gated(_ request: ProxiedRequest, _ now: Duration) -> ProxiedAnswer {
        if options.isInMaintenance { return .panelError(503, "HttpException", "Service Unavailable") }
        let path = Self.path(of: request)
        let allowed = StandInRoute.methods(of: path)
        guard !allowed.isEmpty else {
            return .panelError(
                404, "NotFoundHttpException", "The route \(request.path.dropFirst()) could not be found.")
        }
        guard allowed.contains(request.method) else {
            let methods = allowed.contains("GET") ? ["GET", "HEAD"] + allowed.filter { $0 != "GET" } : allowed
            return .panelError(
                405, "MethodNotAllowedHttpException",
                "The \(request.method) method is not supported for route \(request.path.dropFirst()). "
                    + "Supported methods: \(methods.joined(separator: ", ")).")
        }
        let key = request.headers["Authorization"] ?? ""
        let isApplication = key.hasPrefix("Bearer \(options.family.applicationKeyPrefix)")
        guard key == "Bearer \(options.key)" || isApplication, !options.isKeyExpired else {
            return .panelError(401, "AuthenticationException", "Unauthenticated.")
        }
        let isOfBrowser = ["Origin", "Referer", "Cookie"].contains { request.headers[$0] != nil }
        if request.method != "GET", isOfBrowser {
            return .panelError(419, "HttpException", "CSRF token mismatch.")
        }
        if request.isJSON, !request.body.isEmpty, (try? Value(lenientJSON: request.body)) == nil {
            return .panelError(
                400, "BadRequestHttpException",
                "The JSON data passed in the request appears to be malformed: Syntax error")
        }
        if path.first == "application" { return application(request, isApplication: isApplication) }
        if options.requiresTwoFactor, path != ["client", "account"] {
            return .panelError(
                400, "TwoFactorAuthRequiredException",
                "Two-factor authentication is required on this account in order to access this endpoint.")
        }
        if !options.allowsAddress {
            return .panelError(
                403, "AccessDeniedHttpException",
                "This IP address (127.0.0.1) does not have permission to access the API using these credentials.")
        }
        guard let left = takeRate(now) else { return Self.tooMany(options.accountLimit, until: windowEnd, now) }
        var answer = routed(request, path, now, isApplication: isApplication)
        if answer.headers[Self.unthrottled] != nil {
            answer.headers[Self.unthrottled] = nil
        } else if answer.headers["X-RateLimit-Limit"] == nil, answer.status != 200 || answer.headers.isJSON {
            answer.headers["X-RateLimit-Limit"] = String(options.accountLimit)
            answer.headers["X-RateLimit-Remaining"] = String(left)
        }
        return answer
    }

    private static func path(of request: ProxiedRequest) -> [String] {
        var parts = request.path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        if parts.count > 2, parts.last == "" { parts.removeLast() }
        guard parts.prefix(2) == ["", "api"] else { return [] }
        return Array(parts.dropFirst(2))
    }

    private static func tooMany(_ limit: Int, until end: Duration, _ now: Duration) -> ProxiedAnswer {
        .panelError(
            429, "ThrottleRequestsException", "Too Many Attempts.",
            headers: [
                "X-RateLimit-Limit": String(limit), "X-RateLimit-Remaining": "0",
                "Retry-After": String(max(1, (end - now).wholeSeconds)), "X-RateLimit-Reset": String(end.wholeSeconds),
            ])
    }

    mutating func resetRates() {
        windowEnd = .zero
        creates = [:]
    }

    private mutating func takeRate(_ now: Duration) -> Int? {
        if now >= windowEnd { (windowEnd, requestsInWindow) = (now + .seconds(60), 0) }
        guard requestsInWindow < options.accountLimit else { return nil }
        requestsInWindow += 1
        return options.accountLimit - requestsInWindow
    }

    /// The nodes, which the key of a root admin may see as well as an application key.
    private func application(_ request: ProxiedRequest, isApplication: Bool) -> ProxiedAnswer {
        let rate: HeaderList = ["X-RateLimit-Limit": "240", "X-RateLimit-Remaining": "239"]
        guard isApplication || options.isAdmin else {
            return .panelError(
                403, "AccessDeniedHttpException", "This account does not have permission to access the API.",
                headers: rate)
        }
        let nodes = Set(servers.map(\.node)).sorted().enumerated().map { number, name -> Value in
            ["object": "node", "attributes": ["id": .integer(Int64(number + 1)), "name": .string(name)]]
        }
        let size = request.queryValue("per_page").flatMap { Int($0) } ?? 50
        return ProxiedAnswer(
            200, headers: rate, json: .listing(nodes, total: nodes.count, size: size, page: 1))
    }

    private mutating func routed(
        _ request: ProxiedRequest, _ path: [String], _ now: Duration, isApplication: Bool
    ) -> ProxiedAnswer {
        let forbidden = ProxiedAnswer.panelError(
            403, "AccessDeniedHttpException",
            "You are attempting to use an application API key on an endpoint that requires a client API key.")
        guard path.count > 1 else { return isApplication ? forbidden : list(request) }
        guard path[1] == "servers" else {
            if isApplication { return forbidden }
            return ProxiedAnswer(
                200,
                json: [
                    "object": "user", "attributes": ["id": 1, "admin": .bool(options.isAdmin), "username": "admin"],
                ])
        }
        let id = path[2]
        guard
            let place = servers.firstIndex(where: {
                $0.identifier == id || (id.utf8.count == 36 && $0.uuid == id.lowercased())
            }), servers[place].isVisible || options.isAdmin
        else {
            var answer = Self.notFound
            // Where creates have a limit of their own, servers are looked for before requests are counted.
            if options.createLimit != nil { answer.headers[Self.unthrottled] = "1" }
            return answer
        }
        return isApplication ? forbidden : onServer(place, Array(path.dropFirst(3)), request, now)
    }

    static let notFound = ProxiedAnswer.panelError(
        404, "NotFoundHttpException", "The requested resource could not be found on the server.")

    /// A fault of the panel itself.
    static func failure(_ code: String) -> ProxiedAnswer {
        .panelError(
            500, code,
            "An unexpected error was encountered while processing this request, please try again.")
    }

    private func list(_ request: ProxiedRequest) -> ProxiedAnswer {
        if request.queryValue("include")?.split(separator: ",").contains("egg") == true {
            return Self.failure("TypeError")
        }
        let visible =
            switch request.queryValue("type") ?? "" {
            case "admin-all": options.isAdmin ? servers : []
            case "admin": options.isAdmin ? servers.filter { !$0.isVisible } : []
            case "owner": servers.filter(\.isOwned)
            default: servers.filter(\.isVisible)
            }
        return StandInListing(request).answer(visible.map { ($0.name, $0.json(options.family)) })
    }

    private mutating func onServer(
        _ place: Int, _ path: [String], _ request: ProxiedRequest, _ now: Duration
    ) -> ProxiedAnswer {
        settle(place, now)
        let server = servers[place]
        if path.isEmpty {
            if request.queryValue("include")?.contains("egg") == true { return Self.failure("TypeError") }
            guard case .map(var item) = server.json(options.family) else { return Self.notFound }
            item["meta"] = [
                "is_server_owner": .bool(server.isOwned),
                "user_permissions": .list(server.permissions.map(Value.string)),
            ]
            return ProxiedAnswer(200, json: .map(item))
        }
        if let conflict = server.conflict { return .panelError(409, "ServerStateConflictException", conflict) }
        guard path == ["schedules"], request.method == "POST", let limit = options.createLimit else {
            return permitted(place, path, request, now)
        }
        if let end = creates[server.uuid]?.end, end <= now { creates[server.uuid] = nil }
        var (count, end) = creates[server.uuid] ?? (0, now + .seconds(60))
        guard count < limit else { return Self.tooMany(limit, until: end, now) }
        count += 1
        creates[server.uuid] = (count, end)
        var answer = permitted(place, path, request, now)
        answer.headers["X-RateLimit-Limit"] = String(limit)
        answer.headers["X-RateLimit-Remaining"] = String(limit - count)
        return answer
    }

    private mutating func permitted(
        _ place: Int, _ path: [String], _ request: ProxiedRequest, _ now: Duration
    ) -> ProxiedAnswer {
        let server = servers[place]
        if let needed = permission(request.method, path, request.json), !server.allows(needed) {
            let isDeletionOfTask = request.method == "DELETE" && path.count == 4 && path[2] == "tasks"
            return .panelError(
                403, isDeletionOfTask ? "HttpForbiddenException" : "AccessDeniedHttpException",
                isDeletionOfTask
                    ? "You do not have permission to perform this action." : "This action is unauthorized.")
        }
        switch (request.method, path.first ?? "", path.count) {
        case (_, "schedules", _): return onSchedules(place, path, request, now)
        case ("GET", "resources", 1): return server.isNodeDown ? Self.nodeDown : resources(server, now)
        case ("POST", "power", 1): return power(place, request, now)
        case ("POST", "command", 1): return command(place, request, now)
        case ("GET", "backups", 1): return backups(server, request, now)
        case ("POST", "backups", 1): return createBackup(place, request, now)
        case (_, "backups", 2...): return backup(place, path, request, now)
        case ("GET", "files", 2): return server.isNodeDown ? Self.nodeDown : files(server, request)
        case ("POST", "files", 2): return server.isNodeDown ? Self.nodeDown : deleteFiles(place, request)
        case ("PUT", "startup", 2): return setVariable(place, request)
        case ("POST", "settings", 2): return reinstall(place, now)
        default: return Self.notFound
        }
    }

    /// What has become of a server meanwhile.
    private mutating func settle(_ place: Int, _ now: Duration) {
        if let end = servers[place].installedAt, end <= now {
            servers[place].installedAt = nil
            if servers[place].status == "installing" { servers[place].status = nil }
        }
    }

    private func permission(_ method: String, _ path: [String], _ body: Value?) -> String? {
        switch (method, path.first ?? "") {
        case ("GET", "schedules"): return "schedule.read"
        case ("POST", "schedules"): return path.count == 1 ? "schedule.create" : "schedule.update"
        case ("DELETE", "schedules"): return path.count == 2 ? "schedule.delete" : options.family.taskDeletion
        case ("POST", "power"):
            guard case .map(let map)? = body, let signal = map["signal"]?.plainText else { return nil }
            return signal == "kill" ? "control.stop" : "control.\(signal)"
        case ("POST", "command"): return "control.console"
        case ("GET", "backups"): return "backup.read"
        case ("POST", "backups"): return "backup.create"
        case ("DELETE", "backups"): return "backup.delete"
        case ("GET", "files"): return "file.read"
        case ("POST", "files"): return "file.delete"
        case ("PUT", "startup"): return "startup.update"
        case ("POST", "settings"): return "settings.reinstall"
        default: return nil
        }
    }

    static let nodeDown = ProxiedAnswer.panelError(
        504, "DaemonConnectionException",
        "Could not establish a connection to the machine running this server. Please try again.")

    private static func invalid(_ field: String, _ detail: String, rule: String = "required") -> ProxiedAnswer {
        let error: Value = [
            "code": "ValidationException", "status": "422", "detail": .string(detail),
            "meta": ["source_field": .string(field), "rule": .string(rule)],
        ]
        return StandInRules.answer(["errors": [error]], status: 422, byteOrderMark: true, flushed: false)
    }
}

// MARK: What can be asked of a server

extension StandInWorld {
    private mutating func resources(_ server: StandInServer, _ now: Duration) -> ProxiedAnswer {
        if let cached = resourcesCache[server.uuid], now - cached.at < .seconds(20) {
            return ProxiedAnswer(200, json: cached.value)
        }
        let isUp = server.power(at: now) == .running
        let uptime = server.startedAt(now).map { (now - $0).components.seconds * 1_000 } ?? 0
        let value: Value = [
            "object": "stats",
            "attributes": [
                "current_state": .string(server.power(at: now).rawValue), "is_suspended": false,
                "resources": [
                    "memory_bytes": .integer(isUp ? 588_701_696 : 0), "cpu_absolute": .number(isUp ? 12.5 : 0),
                    "disk_bytes": 130_156_361, "network_rx_bytes": .integer(isUp ? 694_220 : 0),
                    "network_tx_bytes": .integer(isUp ? 337_090 : 0), "uptime": .integer(uptime),
                ],
            ],
        ]
        resourcesCache[server.uuid] = (now, value)
        return ProxiedAnswer(200, json: value)
    }

    private mutating func power(_ place: Int, _ request: ProxiedRequest, _ now: Duration) -> ProxiedAnswer {
        let signal = request.text("signal")
        guard let signal, ["start", "stop", "restart", "kill"].contains(signal) else {
            return Self.invalid("signal", "The selected signal is invalid.", rule: "in")
        }
        if servers[place].isNodeDown { return Self.nodeDown }
        servers[place].take(signal, at: now, takes: options.powerTime)
        return ProxiedAnswer(204)
    }

    private mutating func command(_ place: Int, _ request: ProxiedRequest, _ now: Duration) -> ProxiedAnswer {
        guard let command = request.text("command"), !command.isEmpty else {
            return Self.invalid("command", "The command field is required.")
        }
        if servers[place].isNodeDown { return Self.nodeDown }
        guard servers[place].power(at: now) == .running else {
            return .panelError(502, "HttpException", "Server must be online in order to send commands.")
        }
        servers[place].console.append(command)
        return ProxiedAnswer(204)
    }

    private func backups(_ server: StandInServer, _ request: ProxiedRequest, _ now: Duration) -> ProxiedAnswer {
        let present = server.backups.filter { !$0.isDeleted }
        let size = min(50, max(1, request.queryValue("per_page").flatMap { Int($0) } ?? 20))
        let page = max(1, request.queryValue("page").flatMap { Int($0) } ?? 1)
        let slice = present.dropFirst((page - 1) * size).prefix(size)
        guard
            case .map(var listing) = Value.listing(
                slice.map { $0.json(now) }, total: present.count, size: size, page: page),
            case .map(var meta)? = listing["meta"]
        else { return Self.notFound }
        meta["backup_count"] = .integer(Int64(present.count { !$0.hasFailed(now) }))
        listing["meta"] = .map(meta)
        return ProxiedAnswer(200, json: .map(listing))
    }

    private mutating func createBackup(_ place: Int, _ request: ProxiedRequest, _ now: Duration) -> ProxiedAnswer {
        let server = servers[place]
        let name = request.text("name") ?? "Backup"
        guard name.unicodeScalars.count <= 191 else {
            return Self.invalid("name", "The name may not be greater than 191 characters.")
        }
        if let throttle = options.backupThrottle {
            let recent = server.backups.filter { $0.createdAt > now - throttle.period && !$0.hasFailed(now) }
            if recent.count >= throttle.count, let oldest = recent.first {
                let period = throttle.period.components.seconds
                let wait = (oldest.createdAt + throttle.period - now).components.seconds
                return .panelError(
                    429, "TooManyRequestsHttpException",
                    "Only \(throttle.count) backups may be generated within a \(period) second span of time.",
                    headers: ["Retry-After": String(max(1, wait))])
            }
        }
        guard server.backups.count(where: { !$0.isDeleted && !$0.hasFailed(now) }) < server.backupLimit else {
            return .panelError(
                400, "TooManyBackupsException",
                "Cannot create a new backup, this server has reached its limit of \(server.backupLimit) backups.")
        }
        if server.isNodeDown { return Self.nodeDown }
        backupCount += 1
        let digits = String(backupCount)
        let tail = String(repeating: "0", count: max(0, 12 - digits.count)) + digits
        var backup = StandInBackup(name, uuid: "9a1b34ff-eb77-41f1-a17b-\(tail)", createdAt: now)
        backup.completesAt = now + options.backupTime
        backup.ignored = (request.text("ignored") ?? "").split(separator: "\n").map(String.init)
        backup.isLocked = request.flag("is_locked") && server.allows("backup.delete")
        servers[place].backups.append(backup)
        return ProxiedAnswer(200, json: backup.json(now))
    }

    private mutating func backup(
        _ place: Int, _ path: [String], _ request: ProxiedRequest, _ now: Duration
    ) -> ProxiedAnswer {
        let server = servers[place]
        guard let number = server.backups.firstIndex(where: { $0.uuid == path[1] && !$0.isDeleted }) else {
            return Self.notFound
        }
        let backup = server.backups[number]
        switch (request.method, path.count > 2 ? path[2] : "") {
        case ("GET", ""): return ProxiedAnswer(200, json: backup.json(now))
        case ("POST", "lock"):
            servers[place].backups[number].isLocked.toggle()
            return ProxiedAnswer(200, json: servers[place].backups[number].json(now))
        case ("DELETE", ""):
            if backup.isLocked, backup.isComplete(now), backup.succeeds {
                return .panelError(
                    400, "BackupLockedException", "Cannot delete a backup that is marked as locked.")
            }
            if server.isNodeDown { return Self.nodeDown }
            servers[place].backups[number].isDeleted = true
            return ProxiedAnswer(204)
        default: return Self.notFound
        }
    }

    private func files(_ server: StandInServer, _ request: ProxiedRequest) -> ProxiedAnswer {
        let encoded = request.queryValue("directory") ?? "/"
        let directory = Self.directory(PercentEncoding.decoded(encoded.utf8) ?? "/")
        let inside = server.files.keys.filter { $0.hasPrefix(directory) && $0 != directory }
        if inside.isEmpty, directory != "/", server.files[directory] == nil {
            return .panelError(
                404, "DaemonConnectionException", "The requested resource was not found on this server's machine.")
        }
        var names: [String: Value] = [:]
        for path in inside {
            let rest = path.dropFirst(directory.count)
            let name = String(rest.prefix { $0 != "/" })
            let isFile = rest.utf8.count == name.utf8.count
            let time = server.files[path]?.description ?? ""
            names[name] = [
                "object": "file_object",
                "attributes": [
                    "name": .string(name), "mode": "-rw-r--r--", "size": 100, "is_file": .bool(isFile),
                    "is_symlink": .bool(name.hasSuffix(".link")), "mimetype": "text/plain",
                    "modified_at": .string(time),
                ],
            ]
        }
        let items = names.sorted { $0.key < $1.key }.map(\.value)
        return ProxiedAnswer(200, json: ["object": "list", "data": .list(items)])
    }

    private mutating func deleteFiles(_ place: Int, _ request: ProxiedRequest) -> ProxiedAnswer {
        guard case .map(let map)? = request.json, case .list(let names)? = map["files"] else {
            return Self.invalid("files", "The files field is required.")
        }
        let root = Self.directory(map["root"]?.plainText ?? "/")
        for name in names.compactMap(\.plainText) {
            servers[place].files[root + name] = nil
            servers[place].files = servers[place].files.filter { !$0.key.hasPrefix("\(root)\(name)/") }
        }
        return ProxiedAnswer(204)
    }

    private static func directory(_ path: String) -> String { path.hasSuffix("/") ? path : "\(path)/" }

    private mutating func setVariable(_ place: Int, _ request: ProxiedRequest) -> ProxiedAnswer {
        guard let key = request.text("key") else { return Self.invalid("key", "The key field is required.") }
        guard servers[place].variables[key] != nil else {
            return .panelError(
                400, "BadRequestHttpException",
                "The environment variable you are trying to edit does not exist.")
        }
        servers[place].variables[key] = request.text("value") ?? ""
        return ProxiedAnswer(
            200, json: ["object": "egg_variable", "attributes": ["env_variable": .string(key)]])
    }

    private mutating func reinstall(_ place: Int, _ now: Duration) -> ProxiedAnswer {
        if servers[place].isNodeDown { return Self.nodeDown }
        servers[place].installations += 1
        servers[place].status = "installing"
        servers[place].installedAt = now + options.installTime
        servers[place].powerChanges = [(now, .offline)]
        return ProxiedAnswer(202, json: [])
    }
}

extension Duration {
    /// Rounded up.
    fileprivate var wholeSeconds: Int64 { components.seconds + (components.attoseconds > 0 ? 1 : 0) }
}

extension HeaderList {
    fileprivate var isJSON: Bool { self["Content-Type"]?.contains("json") ?? true }
}

extension ProxiedRequest {
    /// A text of the body.
    fileprivate func text(_ name: String) -> String? {
        guard case .map(let map)? = json else { return nil }
        return map[name]?.plainText
    }

    fileprivate func flag(_ name: String) -> Bool {
        guard case .map(let map)? = json else { return false }
        return map[name] == .bool(true)
    }
}
