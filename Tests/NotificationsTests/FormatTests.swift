import Crypto
import PanelStore
import PhoenixModel
import Testing

@testable import Notifications

@Suite("What is posted")
struct FormatTests {
    private func delivery(_ messages: [OutboxMessage]) throws -> Delivery {
        try #require(Delivery.first(of: messages[...]))
    }

    private func header(_ request: DeliveryRequest, _ name: String) -> String? {
        request.headers.first { $0.name == name }?.value
    }

    @Test("to a webhook is the documented JSON with its headers")
    func webhook() throws {
        let request = WebhookFormat.request(try delivery([.sample("m1")]))
        let text = """
            {"id":"m1","event":"service.stopped","occurred_at":"2027-01-15T08:00:00Z",\
            "service":{"id":"2","name":"Database Host","type":"system"},"count":1,"text":"Database Host has stopped"}
            """
        #expect(String(decoding: request.body, as: UTF8.self) == text)
        #expect(header(request, "X-Phoenix-Event") == "service.stopped")
        #expect(header(request, "X-Phoenix-Delivery") == "m1")
        #expect(header(request, "X-Phoenix-Signature") == nil)
        #expect(header(request, "Content-Type") == "application/json")
    }

    @Test("to a webhook with a key is signed over the bytes of the body")
    func signature() throws {
        let secret = "0123456789abcdef"
        let request = WebhookFormat.request(try delivery([.sample("m1", secret: secret)]))
        let signature = try #require(header(request, "X-Phoenix-Signature"))
        #expect(signature.hasPrefix("sha256="))
        let digits = signature.dropFirst(7)
        let bytes = stride(from: 0, to: digits.count, by: 2).compactMap {
            UInt8(digits.dropFirst($0).prefix(2), radix: 16)
        }
        #expect(digits.count == 64)
        #expect(
            HMAC<SHA256>.isValidAuthenticationCode(
                bytes, authenticating: request.body, using: SymmetricKey(data: Array(secret.utf8))))
        #expect(!String(decoding: request.body, as: UTF8.self).contains(secret))
    }

    @Test("for several messages of one service and event is one, with the id of the newest")
    func grouped() throws {
        let messages = [
            OutboxMessage.sample("m1"), .sample("m2"), .sample("m3", event: "service.recovered"), .sample("m4"),
        ]
        let first = try delivery(messages)
        #expect(first.id == "m2")
        #expect(first.count == 2)
        let text = String(decoding: WebhookFormat.request(first).body, as: UTF8.self)
        #expect(text.contains(#""count":2,"text":"2 messages, the last one: Database Host has stopped""#))
        #expect(try #require(Delivery.first(of: messages[2...])).count == 1)
    }

    @Test("keeps together what was tried together, whatever has come since")
    func triedTogether() throws {
        var messages = [OutboxMessage.sample("m1"), .sample("m2"), .sample("m3")]
        messages[0].attempts = 2
        messages[1].attempts = 2
        let delivery = try delivery(messages)
        #expect(delivery.id == "m2")
        #expect(delivery.count == 2)
    }

    @Test("is not put together when it is signed with different keys")
    func otherKeys() throws {
        let first = try delivery([.sample("m1", secret: "0123456789abcdef"), .sample("m2", secret: "fedcba9876543210")])
        #expect(first.count == 1)
    }

    private func embed(_ messages: [OutboxMessage]) throws -> (title: String, description: String, body: ValueMap) {
        let body = try Value(json: DiscordFormat.request(try delivery(messages)).body)
        guard case .map(let map) = body, case .list(let embeds)? = map["embeds"], embeds.count == 1,
            case .map(let embed)? = embeds.first
        else { throw NoEmbed() }
        return (embed["title"]?.plainText ?? "", embed["description"]?.plainText ?? "", map)
    }

    private struct NoEmbed: Error {}

    @Test("to Discord is one embed that calls nobody and obeys no markup")
    func discord() throws {
        let (title, description, body) = try embed([
            .sample("m1", kind: "discord", name: "**bold** [x](http://y)", text: "@everyone `rm` <@1> _it_ > #1")
        ])
        #expect(title == #"\*\*bold\*\* \[x\]\(http\://y\): stopped"#)
        #expect(description == ##"\@everyone \`rm\` \<\@1\> \_it\_ \> \#1"##)
        #expect(body["allowed_mentions"] == ["parse": []])
    }

    @Test("to Discord has one line for each message, of whatever service")
    func discordLines() throws {
        let (title, description, _) = try embed([
            .sample("m1", kind: "discord", text: "one"),
            .sample("m2", kind: "discord", service: 3, name: "Job Processor", event: "service.recovered", text: "two"),
        ])
        #expect(title == "2 services (2 messages)")
        #expect(description == "one\ntwo")
    }

    @Test("to Discord has a message on one line, whatever its text has")
    func discordLineBreaks() throws {
        let (_, description, _) = try embed([
            .sample("m1", kind: "discord", text: "one\ntwo\rthree"), .sample("m2", kind: "discord", text: "four"),
        ])
        #expect(description == "one two three\nfour")
    }

    @Test("to Discord keeps its limits", arguments: [1, 100])
    func limits(_ count: Int) throws {
        let long = String(repeating: "👩‍👩‍👧‍👦*", count: 3_000)
        let messages = (0..<count).map { OutboxMessage.sample("m\($0)", kind: "discord", name: long, text: long) }
        let (title, description, _) = try embed(messages)
        #expect(title.utf16.count <= 256)
        #expect(description.utf16.count <= 4_096)
        #expect(title.utf16.count + description.utf16.count <= 6_000)
        #expect(title.contains("stopped"))
        if count > 1 { #expect(description.contains("earlier ones")) }
    }

    @Test("reads how long Discord wants to be left alone")
    func limit() {
        let limit = DiscordLimit(Array(#"{"message":"no","retry_after":1.25,"global":true}"#.utf8))
        #expect(limit?.wait == .seconds(1.25))
        #expect(limit?.isGlobal == true)
        #expect(DiscordLimit(Array(#"{"retry_after":3}"#.utf8))?.isGlobal == false)
        #expect(DiscordLimit(Array(#"{"retry_after":-3}"#.utf8)) == nil)
        #expect(DiscordLimit(Array("<html>".utf8)) == nil)
    }
}
