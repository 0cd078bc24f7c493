import PhoenixModel
import Testing
import WebAddresses

@testable import PanelClient

@Suite("The address of a panel")
struct AddressTests {
    @Test(
        "is an origin and perhaps a path",
        arguments: [
            ("https://panel.example.com", "https://panel.example.com"),
            ("https://panel.example.com/", "https://panel.example.com"),
            ("HTTPS://Panel.Example.com:443/api/v1", "https://panel.example.com"),
            ("http://10.0.0.1:8080/api/v1/", "http://10.0.0.1:8080"),
            ("https://example.com/panel/", "https://example.com/panel"),
            ("https://example.com/a/b/api/v1", "https://example.com/a/b"),
            (" https://[2001:DB8::1]:8443 ", "https://[2001:db8::1]:8443"),
        ])
    func isAnOriginAndPerhapsAPath(text: String, description: String) throws {
        let address = try APIAddress(panel: text)
        #expect(address.description == description)
    }

    @Test(
        "is refused with the reason, and without what may be secret in it",
        arguments: [
            ("panel.example.com", "must begin with http:// or https://"),
            ("ftp://panel.example.com", "must begin with http"),
            ("https://user:hunter2@panel.example.com", "has a user or a password"),
            ("https://a.org?x=hunter2", "must not have a query"),
            ("https://a.org/#hunter2", "must not have a fragment"), ("https://", "no usable host"),
            ("https://a.org:0", "no usable host"),
            ("https://a.org:99999", "no usable host"), ("https://a.org:hunter2", "no usable host"),
            ("https://a b.org/hunter2", "white space"), ("https://[::1/hunter2", "no usable host"), ("", "must begin"),
            ("https://a.org\u{7}", "white space"),
        ])
    func isRefusedWithTheReason(text: String, reason: String) async {
        let error = await panelError { try APIAddress(panel: text) }
        #expect(error?.code == .invalid)
        #expect(error?.message.contains(reason) == true)
        #expect(error?.message.contains("hunter2") == false)
    }
}
