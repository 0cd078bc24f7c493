package import PhoenixModel
import ServicesAPI
package import WebAddresses

extension APIAddress {
    /// Where a panel has the Services API.
    /// - Throws: `.invalid` with the reason. The text is not in it: there may be a password in there.
    package init(panel text: String) throws(PanelError) {
        do throws(Problem) {
            try self.init(text.trimmed(), basePath: APIRoute.basePath)
        } catch {
            let help: String? =
                switch error {
                case .otherScheme: "https://panel.example.com"
                case .userinfo: "remove it; \(PanelError.keyHelp)"
                default: nil
                }
            throw PanelError(.invalid, "the panel's URL \(error)", help: help)
        }
    }
}

extension PanelError {
    static let keyHelp = "give a key of this panel with --api-key-file, PHOENIX_API_KEY or its context"
}
