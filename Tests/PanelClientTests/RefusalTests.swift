import HTTPTransport
import PhoenixModel
import Testing
import TransportFixtures

@testable import PanelClient

@Suite("A refusal, in words for people")
struct RefusalTests {
    /// What a panel's answer becomes for one that wants to read everything.
    private func refusal(
        _ answer: HTTPResponse, at url: String = "https://panel.example.com",
        _ call: (HTTPPanel) async throws -> Void = { _ = try await $0.readAll() }
    ) async throws -> PanelError {
        let panel = try HTTPPanel(ScriptedTransport { _, _ in answer }, at: url)
        return try #require(await panelError { try await call(panel) })
    }

    @Test("names the key")
    func namesTheKey() async throws {
        let error = try await refusal(.error(401, "unauthenticated", "the key is unknown"))
        #expect(
            error
                == PanelError(
                    .unauthenticated, "the panel does not accept the API key: the key is unknown",
                    help: "give a key of this panel with --api-key-file, PHOENIX_API_KEY or its context"))
    }

    @Test("names the permission that is missing")
    func namesThePermissionThatIsMissing() async throws {
        let answer = HTTPResponse.error(403, "permission_denied", "no")
        let calls: [(String, (HTTPPanel) async throws -> Void)] = [
            ("services.read", { _ = try await $0.readAll() }),
            ("services.create", { _ = try await $0.create(.task(), idempotencyKey: "k") }),
            ("services.update", { _ = try await $0.update(id: "1", .task(), ifMatch: nil) }),
            ("services.delete", { try await $0.delete(id: "1", ifMatch: nil) }),
        ]
        for (permission, call) in calls {
            let error = try await refusal(answer, call)
            #expect(error.code == .permissionDenied)
            #expect(error.message == "the API key lacks the permission \(permission)")
        }
    }

    @Test("names the firewall where a page is answered")
    func namesTheFirewallWhereAPageIsAnswered() async throws {
        let page = "<!DOCTYPE html>\n<html><head><title>\n  Access\n denied </title></head><body>Your IP</body></html>"
        let error = try await refusal(.text(403, page))
        #expect(error.code == .unexpectedAnswer)
        #expect(error.message == "https://panel.example.com answered 403 with 'Access denied'")
        #expect(error.help?.contains("PROTECTCORD_ENABLED") == true)
    }

    @Test(
        "tells that released panels do not serve the API",
        arguments: [HTTPResponse.error(404, "not_found", "no route"), .text(404, "<html>404</html>")])
    func tellsThatReleasedPanelsDoNotServeTheAPI(answer: HTTPResponse) async throws {
        for url in ["https://panel.example.com", "https://panel.example.com/api/v1"] {
            let error = try await refusal(answer, at: url)
            #expect(error.code == .unexpectedAnswer)
            #expect(error.message.contains("does not serve the Services API"))
            #expect(error.help?.contains("phoenix serve") == true)
        }
        let error = try await refusal(answer) { _ = try await $0.create(.task(), idempotencyKey: "k") }
        #expect(error.message.contains("does not serve the Services API"))
    }

    @Test(
        "has all details in one line",
        arguments: [
            (400, PanelError.Code.invalid), (413, .invalid), (415, .invalid), (422, .invalid), (409, .conflict),
            (412, .preconditionFailed), (404, .notFound), (405, .unexpectedAnswer), (503, .unreachable),
        ])
    func hasAllDetailsInOneLine(status: Int, code: PanelError.Code) async throws {
        let problems: [Value] = [
            ["code": "x", "status": "422", "detail": "schedule has six fields", "meta": ["source_field": "schedule"]],
            ["code": "x", "status": "422", "detail": "is too long", "meta": ["source_field": "name"]],
            ["code": "alone", "status": "422"],
        ]
        let error = try await refusal(.json(status, ["errors": .list(problems)])) {
            _ = try await $0.update(id: "1", .task(), ifMatch: nil)
        }
        #expect(error == PanelError(code, "schedule has six fields; name: is too long; alone", help: error.help))
    }

    @Test("says that a panel failed by itself")
    func saysThatAPanelFailedByItself() async throws {
        let error = try await refusal(.error(500, "internal_error", "An unexpected error happened"))
        #expect(
            error
                == PanelError(
                    .unexpectedAnswer, "https://panel.example.com failed (500): An unexpected error happened",
                    help: "the panel's log says more"))
    }

    @Test("names the place of a redirect")
    func namesThePlaceOfARedirect() async throws {
        let answers: [(String, String, String)] = [
            (
                "https://panel.example.com/api/v1/services", "to https://panel.example.com/api/v1/services",
                "the panel requires https"
            ),
            (
                "https://other.example.com/?token=abc", "to https://other.example.com/",
                "the actual URL of the panel"
            ),
            ("/auth/login?x=abc", "to /auth/login", "login page"),
            ("", "elsewhere", "the actual URL of the panel"),
        ]
        for (location, place, help) in answers {
            let error = try await refusal(
                .text(302, "", [("Location", location)]), at: "http://panel.example.com")
            #expect(error.message == "http://panel.example.com redirects (302) \(place), which is not followed")
            #expect(error.help?.contains(help) == true)
            #expect(!error.message.contains("abc"))
        }
    }

    @Test("shows the first line of what is no JSON, and nothing that a terminal obeys")
    func showsTheFirstLineOfWhatIsNoJSON() async throws {
        let answers: [(HTTPResponse, String)] = [
            (.text(200, "<html><title>Log in</title>"), "answered 200 with 'Log in'"),
            (.text(200, "\n\n  hello \u{1B}[31mred\u{7}\nmore"), "answered 200 with 'hello \\u{1B}[31mred\\u{7}'"),
            (.text(200, ""), "answered 200 without a text"),
            (
                .text(502, String(repeating: "x", count: 300)),
                "answered 502 with '\(String(repeating: "x", count: 200))…'"
            ),
            (.text(200, #"{"data": [}"#), "responded with JSON that cannot be read: "),
            (.text(200, #"{"data": {}}"#), "responded without a list 'data'"),
        ]
        for (answer, message) in answers {
            let error = try await refusal(answer)
            #expect(error.message.hasPrefix("https://panel.example.com \(message)"), "\(error.message)")
        }
    }

    @Test("never has a key or a secret in it")
    func neverHasAKeyOrASecretInIt() async throws {
        let detail = "cannot use \(HTTPPanel.sampleKey) and hunter2-hunter2"
        for answer in [HTTPResponse.error(422, "validation_failed", detail), .text(500, detail)] {
            let error = try await refusal(answer) {
                _ = try await $0.create(.task(secret: "hunter2-hunter2"), idempotencyKey: "k")
            }
            #expect(error.message.contains("cannot use (secret) and (secret)"))
        }
        // Not even the half of one that is cut off.
        for limit in [200, 500] {
            let text = String(repeating: "x", count: limit - 10) + HTTPPanel.sampleKey
            for answer in [HTTPResponse.error(422, "validation_failed", text), .text(500, text)] {
                #expect(!(try await refusal(answer)).message.contains("phx_"))
            }
        }
    }
}
