import Crypto
import PanelStore
import PhoenixModel

/// A delivery as JSON for programs.
enum WebhookFormat {
    static func request(_ delivery: Delivery) -> DeliveryRequest {
        var body = ValueMap([("id", .string(delivery.id))])
        if case .map(let payload) = delivery.newest.payload {
            for (key, value) in payload { body[key] = value }
        }
        body["id"] = .string(delivery.id)
        body["count"] = .integer(Int64(delivery.count))
        body["text"] = .string(text(delivery))
        let bytes = Array(Value.map(body).jsonText().utf8)
        var headers = [
            (name: "Content-Type", value: "application/json"), (name: "User-Agent", value: "phoenix"),
            (name: "X-Phoenix-Event", value: delivery.newest.event), (name: "X-Phoenix-Delivery", value: delivery.id),
        ]
        if let secret = delivery.newest.secret {
            headers.append((name: "X-Phoenix-Signature", value: "sha256=\(signature(of: bytes, secret: secret))"))
        }
        return DeliveryRequest(headers: headers, body: bytes)
    }

    private static func text(_ delivery: Delivery) -> String {
        let text = delivery.newest.text
        return delivery.count == 1 ? text : "\(delivery.count) messages, the last one: \(text)"
    }

    private static func signature(of body: [UInt8], secret: String) -> String {
        let key = SymmetricKey(data: Array(secret.utf8))
        return HMAC<SHA256>.authenticationCode(for: body, using: key).map { byte in
            byte < 16 ? "0\(String(byte, radix: 16))" : String(byte, radix: 16)
        }.joined()
    }
}
