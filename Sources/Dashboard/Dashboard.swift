package import Cron
import HTTPTypes
package import PanelServer
package import PanelService
import PanelStore
package import PhoenixModel
import Reporting
import ServicesAPI

/// The pages of a server, for people.
///
/// They show what the API answers, and do what it does, through the same operations and by the same permissions: a page
/// is no other way in. Each is one unit of work of the store with a fixed number of queries.
package struct Dashboard: WebResponder {
    let services: ServiceOperations
    let keys: KeyRing
    let zones: ZoneDatabase
    let now: @Sendable () -> Timestamp
    let templates = Templates.all
    private let cookies: Cookies
    private let sameOrigin: SameOrigin
    private let outage = StoreOutage()
    private let fragments = FragmentCache()
    let calendars: CalendarCache

    /// - Parameters:
    ///   - services: what the pages show and do.
    ///   - keys: who may sign in.
    ///   - isSecure: whether browsers come over TLS, to this server or to a proxy before it.
    ///   - publicURL: the address that browsers use, where it is another one than they name.
    ///   - zones: the clocks that times can be shown on.
    ///   - now: the time of day.
    package init(
        services: ServiceOperations, keys: KeyRing, isSecure: Bool, publicURL: String? = nil,
        zones: ZoneDatabase = .system, now: @escaping @Sendable () -> Timestamp
    ) {
        self.services = services
        self.keys = keys
        self.zones = zones
        self.now = now
        calendars = CalendarCache(services, zones)
        cookies = Cookies(isSecure: isSecure)
        sameOrigin = SameOrigin(publicURL: publicURL)
    }

    package func respond(to request: WebRequest) async -> WebResponse {
        var response = await answer(request)
        for (name, value) in Self.headers where response.headers[name] == nil { response.headers[name] = value }
        return response
    }

    /// Nothing is loaded but the two files of these pages, from this server; nobody puts the pages into a frame.
    private static let headers: [(HTTPField.Name, String)] = [
        (
            .contentSecurityPolicy,
            "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; "
                + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        ),
        (.contentTypeOptions, "nosniff"), (.referrerPolicy, "same-origin"), (.frameOptions, "DENY"),
        (.openerPolicy, "same-origin"),
    ]

    private func answer(_ request: WebRequest) async -> WebResponse {
        if request.method == "GET", let asset = Assets.response(to: request.target) { return asset }
        var visit = Visit(request, zone: ZoneChoice(Cookies.value(of: Cookies.zone, in: request.headers), zones), now())
        do throws(ServiceError) {
            switch request.method {
            case "GET": return try await get(&visit)
            case "POST":
                guard sameOrigin.holds(for: request.headers, to: request.authority) else {
                    return page(crossSite(visit), visit)
                }
                return try await post(&visit)
            default: return page(otherMethod(visit), visit)
            }
        } catch {
            return failure(error, visit)
        }
    }

    // MARK: Reading

    private func get(_ visit: inout Visit) async throws(ServiceError) -> WebResponse {
        let isLogin = visit.request.segments == ["login"]
        visit.visitor = try await visitor(visit)
        guard let visitor = visit.visitor else {
            if visit.isFragment { return WebResponse(401) }
            let next = isLogin ? Self.path(visit.query("next")) : Self.path(visit.request.target)
            var login = LoginPage(next: next)
            login.comesFromElsewhere = visit.request.headers[.secFetchSite] == "cross-site"
            return page(login.content(templates, status: isLogin ? 200 : 401), visit)
        }
        if isLogin { return Self.redirect(to: Self.path(visit.query("next"))) }
        try visit.request.gate.admit(visitor.key)
        guard visitor.may(.getService) else { return page(notAllowed(.read, visit), visit) }
        let content = try await content(visit, for: visitor)
        outage.end()
        var response = page(content, visit)
        if !visit.isFragment, let session = visit.session, session.expiresAt.seconds - visit.now.seconds < lifetime / 2
        {
            response.headers[.setCookie] = newSession(for: visitor, visit)
        }
        return response
    }

    private func content(_ visit: Visit, for visitor: Visitor) async throws(ServiceError) -> PageContent {
        let key = FragmentCache.key(visit, visitor)
        if visit.isFragment, let content = fragments.content(key, at: visit.now) { return content }
        let content = try await content(visit)
        if content.status == 200 { fragments.keep(content, key, at: visit.now) }
        return content
    }

    private func content(_ visit: Visit) async throws(ServiceError) -> PageContent {
        switch visit.request.segments {
        case [""]: try await OverviewPage.content(self, visit)
        case ["services"]: try await ServicesPage.content(self, visit)
        case ["runs"]: try await RunsPage.content(self, visit)
        case ["calendar"]: try await CalendarPage.content(self, visit)
        case ["load"]: try await LoadPage.content(self, visit)
        case ["health"]: try await HealthPage.content(self, visit)
        case let place where place.count == 2 && place[0] == "services":
            try await ServicePage.content(self, visit, id: place[1])
        case let place where place.count == 2 && place[0] == "runs":
            try await RunPage.content(self, visit, id: place[1])
        default: notFound(visit)
        }
    }

    // MARK: Writing

    private func post(_ visit: inout Visit) async throws(ServiceError) -> WebResponse {
        let form = FormFields(String(decoding: try await visit.request.body(), as: UTF8.self))
        switch visit.request.segments {
        case ["login"]: return try await signIn(form, &visit)
        case ["logout"]:
            var response = Self.redirect(to: "/login")
            response.headers[.setCookie] = cookies.keepSession("", seconds: 0)
            return response
        case ["zone"]:
            var response = Self.redirect(to: Self.path(form["next"]))
            response.headers[.setCookie] = cookies.keepZone(ZoneChoice(form: form["zone"], zones).text)
            return response
        default: break
        }
        visit.visitor = try await visitor(visit)
        guard let visitor = visit.visitor else {
            guard PageAction(visit.request.segments) != nil else { return page(notFound(visit), visit) }
            var login = LoginPage(next: "/", again: Self.path(visit.request.target), fields: form.text)
            login.notices = [
                Notice("You are not signed in any more. Nothing is lost: it is done once you have signed in again.")
            ]
            return page(login.content(templates), visit)
        }
        try visit.request.gate.admit(visitor.key)
        return try await act(visit.request.segments, form, visitor, visit)
    }

    private func act(
        _ segments: [String], _ form: FormFields, _ visitor: Visitor, _ visit: Visit
    ) async throws(ServiceError) -> WebResponse {
        guard let action = PageAction(segments) else { return page(notFound(visit), visit) }
        guard visitor.may(action.route) else { return page(notAllowed(.update, visit), visit) }
        var response = Self.redirect(to: try await action.perform(services, form, visitor))
        response.keyID = visitor.key.id
        return response
    }

    private func signIn(_ form: FormFields, _ visit: inout Visit) async throws(ServiceError) -> WebResponse {
        let next = Self.path(form["next"])
        guard let key = (form["key"]?.trimmed()).flatMap({ APIKey(Substring($0)) }),
            let record = try await keys.find(key, at: nil)
        else {
            try visit.request.gate.countFailure()
            var login = LoginPage(next: next, again: form["again"].map(Self.path), fields: form["fields"] ?? "")
            login.notices = [Notice("This API key is unknown, revoked or expired.")]
            return page(login.content(templates), visit)
        }
        let visitor = Visitor(key: record)
        visit.visitor = visitor
        try visit.request.gate.admit(record)
        var response = Self.redirect(to: next)
        if let again = form["again"] {
            let segments = WebRequest.segments(of: again)
            do throws(ServiceError) {
                response = try await act(segments, FormFields(form["fields"] ?? ""), visitor, visit)
            } catch {
                response = failure(error, visit)
            }
        }
        response.headers[.setCookie] = newSession(for: visitor, visit)
        response.keyID = record.id
        return response
    }

    // MARK: Sessions

    /// Seconds that a session lasts after it was begun or last renewed.
    private var lifetime: Int64 { 12 * 3_600 }

    private func newSession(for visitor: Visitor, _ visit: Visit) -> String {
        let token = SessionToken(for: visitor.key, until: Timestamp(seconds: visit.now.seconds + lifetime))
        return cookies.keepSession(token.text, seconds: token.expiresAt.seconds - visit.now.seconds)
    }

    /// Who has sent a request; nil without a session that still holds.
    private func visitor(_ visit: borrowing Visit) async throws(ServiceError) -> Visitor? {
        guard let token = Cookies.value(of: cookies.session, in: visit.request.headers).flatMap({ SessionToken($0) }),
            let key = try await keys.current(token.keyID, at: services.configurationVersion()?.keys),
            token.isGood(for: key, at: visit.now)
        else { return nil }
        return Visitor(key: key, session: token)
    }

    // MARK: Responses

    func page(_ content: PageContent, _ visit: Visit) -> WebResponse {
        var html = content.html
        if !visit.isFragment {
            let shell = PageShell(
                content, for: visit.visitor, zone: visit.zone, here: Self.path(visit.request.target), now: visit.now)
            html = templates.render("page", shell)
        }
        var response = WebResponse(content.status, headers: [.contentType: "text/html; charset=utf-8"], body: html)
        response.keyID = visit.visitor?.key.id
        return response
    }

    /// To be asked for with `GET`, whatever has been asked before.
    private static func redirect(to path: String) -> WebResponse { WebResponse(303, headers: [.location: path]) }

    /// A path of this server that was sent by a browser; `/` for anything that leads elsewhere.
    static func path(_ text: String?) -> String {
        guard let text, text.utf8.count <= 2_000, text.utf8.first == UInt8(ascii: "/"),
            text.utf8.dropFirst().first != UInt8(ascii: "/"),
            text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\\") })
        else { return "/" }
        return text
    }

    private func failure(_ error: ServiceError, _ visit: Visit) -> WebResponse {
        var notice: Notice
        switch error {
        case .refused:
            notice = Notice(error, heading: Self.heading(of: error.status))
            notice.links = [.init(path: "/", label: "To the overview")]
        case .storeFailed, .notReady:
            let since = outage.begin(at: visit.now)
            let span = Distance.text(to: since, from: visit.now)
            notice = Notice(
                "The store does not answer. Nothing can be shown or done until it is back.",
                details: [
                    "It has been away since \(MomentText.moment(since)) (\(span)), as far as these pages know.",
                    "What was due meanwhile is made up for, or recorded as missed, when it is back.",
                ], visit.zone)
            notice.links = [.init(path: Self.path(visit.request.target), label: "Try again")]
        case .unexpected:
            notice = Notice("This is a mistake in phoenix. The log has what happened.")
        }
        var response = page(message(notice, status: error.status, visit.zone), visit)
        if error.status == 503 { response.headers[.retryAfter] = "5" }
        response.faultMessage = error.faultMessage
        return response
    }

    private static func heading(of status: Int) -> String {
        switch status {
        case 404: "There is nothing here."
        case 409: "That cannot be done now."
        case 429: "Too many requests."
        default: "That cannot be done."
        }
    }

    func message(_ notice: Notice, status: Int, _ zone: ZoneChoice = .utc) -> PageContent {
        struct View {
            let heading: String
            let notices: [Notice]
        }
        let notices = notice.details.isEmpty && notice.links.isEmpty ? [] : [Notice.rest(of: notice, zone)]
        let heading = notice.message
        return PageContent(
            title: heading, html: templates.render("message", View(heading: heading, notices: notices)), status: status)
    }

    private func notFound(_ visit: Visit) -> PageContent {
        message(
            Notice("There is no such page.", links: [.init(path: "/", label: "To the overview")]), status: 404)
    }

    private func otherMethod(_ visit: Visit) -> PageContent {
        message(Notice("Pages are asked for with GET or POST."), status: 405)
    }

    private func crossSite(_ visit: Visit) -> PageContent {
        message(
            Notice(
                "This was refused: it was sent from another site.",
                details: ["Forms are only taken from the pages of this server."],
                links: [.init(path: "/", label: "To the overview")]), status: 403)
    }

    private func notAllowed(_ permission: Permission, _ visit: Visit) -> PageContent {
        message(
            Notice(
                "Your key does not allow this.",
                details: ["It lacks the permission \(permission.rawValue). Sign in with another key to go on."]),
            status: 403)
    }
}
