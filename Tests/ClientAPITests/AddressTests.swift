import ClientAPI
import Testing
import WebAddresses

@Suite("The URL of a panel")
struct AddressTests {
    @Test(
        "is taken with and without what comes behind it",
        arguments: [
            ("https://panel.example.com", "https://panel.example.com"),
            ("https://panel.example.com/", "https://panel.example.com"),
            (" https://Panel.example.com:8443/api/client/ ", "https://panel.example.com:8443"),
            ("http://host/panel/", "http://host/panel"),
        ])
    func isTaken(text: String, address: String) throws {
        #expect(try APIAddress(clientAPI: text).description == address)
    }

    @Test(
        "is refused without showing it where it is none",
        arguments: [
            "panel.example.com", "ftp://panel", "https://user:hunter2@panel", "https://panel?x=hunter2",
            "https://panel#hunter2", "",
        ])
    func isRefused(text: String) throws {
        let error = try #require(throws: ClientAPIError.self) { try APIAddress(clientAPI: text) }
        #expect(error.code == .invalidOptions)
        #expect(!error.description.contains("hunter2"))
    }
}
