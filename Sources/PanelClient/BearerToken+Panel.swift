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
                    "the API key has a character that keys do not have: white space, or one beyond ASCII"
                }
            throw PanelError(.invalid, problem, help: Self.panelKeyHelp)
        }
    }

    static let panelKeyHelp = "give a key of this panel: by --api-key-file, PHOENIX_API_KEY or its context"
}
