/// What is posted to an address.
struct DeliveryRequest: Sendable {
    var headers: [(name: String, value: String)]
    var body: [UInt8]
}
