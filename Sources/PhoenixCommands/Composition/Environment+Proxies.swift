import Diagnostics
import HTTPTransport

extension Environment {
    /// The proxies that the environment names.
    func proxySettings() throws -> ProxySettings {
        do throws(TransportOptionError) {
            return try ProxySettings(environment: proxyVariables)
        } catch {
            throw CommandError(.valueOutOfRange, error.message, help: error.help)
        }
    }
}
