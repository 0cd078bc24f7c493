import PanelStore
import PhoenixModel

extension OutboxMessage {
    /// A message of no importance.
    static func sample(
        _ id: String, to address: String = "https://hooks.example.com/secret-path", kind: String = "webhook",
        secret: String? = nil, service: Int64 = 2, name: String = "Database Host", event: String = "service.stopped",
        text: String = "Database Host has stopped", at moment: Timestamp = Timestamp(seconds: 1_800_000_000)
    ) -> OutboxMessage {
        OutboxMessage(
            id: id, serviceID: service, kind: kind, address: address, secret: secret, event: event,
            payload: [
                "event": .string(event), "occurred_at": .string(moment.description),
                "service": ["id": .string(String(service)), "name": .string(name), "type": "system"],
            ], text: text, createdAt: moment)
    }
}
