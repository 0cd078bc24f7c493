import Dashboard
import PanelServer
import PanelService

extension ServerSetup {
    /// The pages of the server.
    func dashboard(_ services: ServiceOperations, _ keys: KeyRing) -> Dashboard {
        let url = options.publicURL
        return Dashboard(
            services: services, keys: keys, isSecure: options.tls != nil || url?.hasPrefix("https:") ?? false,
            publicURL: url, now: CommandRun.now)
    }
}
