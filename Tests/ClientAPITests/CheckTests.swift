import ClientAPI
import HTTPTransport
import PhoenixModel
import Testing
import TransportFixtures

@Suite("The first look at a panel")
struct CheckTests {
    private static let unauthenticated = HTTPResponse.panelError(401, "AuthenticationException", "Unauthenticated.")

    @Test("finds whose key it is, and how many servers there are")
    func findsWhoseKeyItIs() async throws {
        let transport = ScriptedTransport { request, _ in
            request.target == "/api/client/account"
                ? .admin
                : .list([server("a", uuid: "1")], total: request.target.contains("admin-all") ? 40 : 2, pages: 2)
        }
        let vitals = try await ClientAPI(transport).check()
        #expect(vitals == ClientAPIVitals(serverCount: 40, isAdmin: true))
    }

    @Test("says that the key is not accepted")
    func saysThatTheKeyIsNotAccepted() async throws {
        let api = try ClientAPI(always: Self.unauthenticated)
        let error = await clientError { () throws(ClientAPIError) in try await api.check() }
        #expect(error?.code == .unauthenticated)
        #expect(error?.message == "the panel does not accept the key of the Client API")
    }

    @Test("knows an application key by its prefix and by what the panel says", arguments: ["ptla_", "papp_", "ptlc_"])
    func knowsAnApplicationKey(prefix: String) async throws {
        let response =
            prefix == "ptlc_"
            ? HTTPResponse.panelError(
                403, "AccessDeniedHttpException",
                "You are attempting to use an application API key on an endpoint that requires a client API key.")
            : Self.unauthenticated
        let api = try ClientAPI(always: response, key: prefix + "0123456789abcdef")
        let error = await clientError { () throws(ClientAPIError) in try await api.check() }
        #expect(error?.code == .applicationKey)
    }

    @Test("has a sentence of its own for each thing that can be wrong")
    func hasASentenceOfItsOwnForEachThing() async throws {
        let cases: [(HTTPResponse, ClientAPIError.Code, String)] = [
            (
                .panelError(400, "TwoFactorAuthRequiredException", "Two-factor authentication is required"),
                .twoFactorRequired, "two-factor"
            ),
            (
                .panelError(403, "AccessDeniedHttpException", "This IP address (10.0.0.1) does not have permission"),
                .addressNotAllowed, "this machine's address"
            ),
            (.page(403, "Access denied"), .blocked, "something before the panel refuses this machine"),
            (.page(200, "Welcome to nginx"), .notAPanel, "Welcome to nginx"),
            (.page(404, "Not Found"), .notAPanel, "404"),
            (.json(200, ["status": "ok"]), .notAPanel, "not the Client API's"),
            (.json(200, [1, 2]), .notAPanel, "not the Client API's"),
            (.json(404, ["errors": ["route not found"]]), .notAPanel, "a panel of Calagopus"),
            (.json(401, ["errors": ["invalid api key"]]), .notAPanel, "a panel of Calagopus"),
            (.text(200, "{\"object\": \"list\", \"data\": [{"), .notAPanel, "answered 200"),
            (.text(200, ""), .notAPanel, "not the Client API's"),
            (.text(302, "", [("Location", "http://other.example/auth/login")]), .notAPanel, "redirects (302)"),
            (
                .panelError(404, "NotFoundHttpException", "The route api/client could not be found."), .notAPanel,
                "there is no Client API"
            ),
            (.panelError(500, "QueryException", "An unexpected error was encountered"), .panelFailed, "500"),
            (.page(500, "Server Error"), .panelFailed, "Server Error"),
        ]
        for (response, code, words) in cases {
            let api = try ClientAPI(always: response)
            let error = await clientError { () throws(ClientAPIError) in try await api.check() }
            #expect(error?.code == code, "\(words)")
            #expect(error?.description.contains(words) == true, "\(error?.description ?? "no error")")
        }
    }

    @Test("says that https is required where http is redirected there")
    func saysThatHTTPSIsRequired() async throws {
        let redirect = HTTPResponse.text(301, "", [("Location", "https://panel.example.com/api/client")])
        let api = try ClientAPI(always: redirect, at: "http://panel.example.com")
        let error = await clientError { () throws(ClientAPIError) in try await api.check() }
        #expect(error?.help == "use https://panel.example.com")
    }

    @Test("never shows the key, even where a panel sends it back, nor what a terminal would obey")
    func neverShowsTheKey() async throws {
        for response in [
            HTTPResponse.panelError(500, "Exception", "key \(testKey) \u{1B}[31mred\u{7}"),
            .page(403, "denied \(testKey) \u{1B}[31m"), .text(200, "\(testKey)\u{1B}"),
        ] {
            let api = try ClientAPI(always: response)
            let error = await clientError { () throws(ClientAPIError) in try await api.check() }
            let text = try #require(error).description
            #expect(!text.contains(testKey))
            #expect(!text.contains("\u{1B}"))
        }
    }
}
