package import HTTPTransport

/// How messages are delivered.
package struct DeliveryOptions: Sendable {
    package var policy = AddressPolicy()
    /// What messages are sent through. Nothing can be said of the address that a proxy connects to, so there is none
    /// unless somebody asks for it.
    package var proxies = ProxySettings.none
    package var caFile: String?
    /// For one try.
    package var sendLimit: Duration = .seconds(10)
    /// Addresses that are sent to at the same time.
    package var addressesAtOnce = 16
    /// Messages of one address that are taken at once, and so the most that are put together.
    package var messagesPerAddress = 100
    /// How often is looked for messages.
    package var poll: Duration = .seconds(1)
    /// How long after its event a message is given up.
    package var patience: Duration = .seconds(86_400)
    /// The wait after the first failed try. It doubles with every other one up to `longestWait`.
    package var firstWait: Duration = .seconds(10)
    package var longestWait: Duration = .seconds(3_600)
    /// For one unit of work of the store.
    package var storeLimit: Duration = .seconds(10)

    package init() {}
}
