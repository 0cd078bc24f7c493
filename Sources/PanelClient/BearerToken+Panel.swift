package import HTTPTransport
package import PhoenixModel

extension BearerToken {
    /// An API key of a panel.
    /// - Throws: `.invalid` when it is empty, or has something in it that no header can carry.
    package init(panelKey text: String) throws(PanelError) {
        do throws(Problem) {
            try self.init(text)
        } catch {
            let problem =
                switch error {
                case .isEmpty: "the API key is empty"
                case .hasUnusableCharacter:
                    "the API key has a character that is not allowed: white space, or one that is not ASCII"
                }
            throw PanelError(.invalid, problem, help: Self.panelKeyHelp)
        }
    }

    static let panelKeyHelp = "give a key of this panel with --api-key-file, PHOENIX_API_KEY or its context"
}
