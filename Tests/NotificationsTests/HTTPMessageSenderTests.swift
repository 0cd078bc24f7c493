import Clocks
import PanelStore
import PhoenixModel
import PhoenixTestSupport
import SocketFixtures
import Synchronization
import Testing
import WebAddresses

@testable import Notifications

@Suite("A message on its way", .mustEnd)
struct HTTPMessageSenderTests {
    /// Sends one message to a host that is at these addresses.
    private func send(
        to url: String, kind: String = "webhook", at addresses: [String] = ["127.0.0.1"],
        allowing networks: [String] = ["127.0.0.0/8"],
        limit: Duration = .seconds(20)
    ) async throws -> DeliveryOutcome {
        var options = DeliveryOptions()
        options.policy = AddressPolicy(allowing: networks.compactMap { IPNetwork($0) })
        options.sendLimit = limit
        let sender = HTTPMessageSender(
            options: options, lookup: HostLookup { _ in addresses }, clock: .system)
        let delivery = try #require(Delivery.first(of: [.sample("m1", to: url, kind: kind)]))
        return await sender.send(delivery)
    }

    @Test("is posted to the path of its address, with the name of the host")
    func posted() async throws {
        try await Receiver.withReceiver { receiver, port in
            let outcome = try await send(to: "http://user:p%40ss@hooks.example.com:\(port)/a/b?token=1#part")
            #expect(outcome == .delivered)
            let request = try #require(receiver.requests.first)
            #expect(request.head.hasPrefix("POST /a/b?token=1 HTTP/1.1\r\n"))
            #expect(request.header("Host") == "hooks.example.com:\(port)")
            #expect(request.header("Authorization") == "Basic dXNlcjpwQHNz")
            #expect(request.header("X-Phoenix-Delivery") == "m1")
        }
    }

    @Test("is delivered with any 2xx, whatever follows it", arguments: ["200 OK", "202 Accepted", "299 Fine"])
    func accepted(_ status: String) async throws {
        try await Receiver.withReceiver { _ in
            .begin("HTTP/1.1 \(status)\r\nContent-Length: 99999999999\r\n\r\nx")
        } _: { _, port in
            let outcome = try await send(to: "http://a.example:\(port)/")
            #expect(outcome == .delivered)
        }
    }

    @Test(
        "is not delivered otherwise",
        arguments: [
            ("400 Bad Request", "a.example answered 400"), ("404 Not Found", "a.example answered 404"),
            ("500 Internal Server Error", "a.example answered 500"),
            (
                "301 Moved Permanently",
                "a.example answered 301: redirects are not followed, so use the address they lead to"
            ),
        ])
    func failed(_ status: String, message: String) async throws {
        try await Receiver.withReceiver { _ in
            .status(status, "Location: http://a.example/other\r\n")
        } _: { receiver, port in
            let outcome = try await send(to: "http://a.example:\(port)/secret-path")
            #expect(outcome == .failed(message))
            #expect(receiver.requests.count == 1)
        }
    }

    @Test("waits as long as Discord wants")
    func discord() async throws {
        let body = #"{"message":"You are being rate limited.","retry_after":2.5,"global":true}"#
        try await Receiver.withReceiver { _ in
            .status("429 Too Many Requests", body: body)
        } _: { _, port in
            let outcome = try await send(to: "http://d.example:\(port)/", kind: "discord")
            #expect(outcome == .postponed("d.example asks to wait (429)", wait: .seconds(2.5), isForAll: true))
        }
    }

    @Test("waits as long as a receiver wants")
    func retryAfter() async throws {
        try await Receiver.withReceiver { _ in
            .status("503 Service Unavailable", "Retry-After: 7\r\n")
        } _: { _, port in
            let outcome = try await send(to: "http://a.example:\(port)/")
            #expect(outcome == .postponed("a.example asks to wait (503)", wait: .seconds(7), isForAll: false))
        }
    }

    @Test(
        "fails when the receiver stalls, closes early or answers without end", arguments: ["stall", "close", "endless"])
    func broken(_ how: String) async throws {
        try await Receiver.withReceiver { _ in
            switch how {
            case "stall": .stall
            case "close": .close
            default:
                .send("HTTP/1.1 500 No\r\nContent-Length: 99999999\r\n\r\n" + String(repeating: "x", count: 100_000))
            }
        } _: { _, port in
            let outcome = try await send(
                to: "http://a.example:\(port)/", limit: how == "stall" ? .seconds(3) : .seconds(600))
            guard case .failed(let message) = outcome else {
                Issue.record("\(outcome)")
                return
            }
            #expect(message.hasPrefix("a.example "))
        }
    }

    @Test(
        "goes to no address that is refused, whatever the name says",
        arguments: ["hooks.example.com", "127.0.0.1", "2130706433", "[::1]"])
    func refused(_ host: String) async throws {
        try await Receiver.withReceiver { receiver, port in
            let outcome = try await send(
                to: "http://\(host):\(port)/secret-path", at: ["127.0.0.1", "::1"], allowing: [])
            guard case .refused(let message) = outcome else {
                Issue.record("\(outcome)")
                return
            }
            #expect(message.contains("is in a private or special network"))
            #expect(!message.contains("secret-path"))
            #expect(receiver.requests.isEmpty)
        }
    }

    @Test("goes to the address that was judged, and to the next one when that does not answer")
    func judgedAddress() async throws {
        try await Receiver.withReceiver { receiver, port in
            // Nothing listens at the first one.
            let outcome = try await send(
                to: "http://no-such-host.invalid:\(port)/", at: ["127.9.9.9", "127.0.0.1"])
            #expect(outcome == .delivered)
            #expect(receiver.requests.count == 1)
        }
    }

    @Test("is not sent to another address once one may have taken it")
    func noSecondAddress() async throws {
        try await Receiver.withReceiver { _ in
            .close
        } _: { receiver, port in
            let outcome = try await send(to: "http://a.example:\(port)/", at: ["127.0.0.1", "127.0.0.1"])
            guard case .failed = outcome else {
                Issue.record("\(outcome)")
                return
            }
            #expect(receiver.requests.count == 1)
        }
    }

    @Test("says that the host is not known")
    func unknownHost() async throws {
        let outcome = try await send(to: "https://a.example/", at: [])
        #expect(outcome == .failed("a.example cannot be found: no address is known for the host"))
    }

    @Test("is not sent to what is no URL")
    func unusable() async throws {
        #expect(try await send(to: "ftp://a.example/") == .refused("the address of the notification is no usable URL"))
    }

    @Test("finds the loopback by its name")
    func system() async throws {
        let addresses = try await HostLookup.system.addresses("localhost")
        #expect(addresses.contains("127.0.0.1") || addresses.contains("::1"))
        #expect(try await HostLookup.system.addresses("no-such-host.invalid").isEmpty)
        #expect(try await HostLookup.system.addresses("2130706433") == ["127.0.0.1"])
    }
}
