import PhoenixModel
package import WebAddresses

extension APIAddress {
    static let clientBasePath = "/api/client"

    /// Where a panel has the Client API.
    /// - Throws: `.invalidOptions` with the reason. The text is not in it: there may be a password in there.
    package init(clientAPI text: String) throws(ClientAPIError) {
        do throws(Problem) {
            try self.init(text.trimmed(), basePath: Self.clientBasePath)
        } catch {
            let help = error == .userinfo ? "remove it; the key has a setting of its own" : nil
            throw .invalidOptions("the URL of the Client API \(error)", help: help)
        }
    }
}
