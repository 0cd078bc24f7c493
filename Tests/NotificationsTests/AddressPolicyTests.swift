import Testing
import WebAddresses

@testable import Notifications

@Suite("Addresses that messages may go to")
struct AddressPolicyTests {
    @Test(
        "are not those of private and special networks",
        arguments: [
            "0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "100.100.100.200", "127.0.0.1", "127.255.255.255",
            "168.63.129.16",
            "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.192", "192.168.1.1", "198.18.0.1",
            "203.0.113.9",
            "224.0.0.1", "255.255.255.255", "::", "::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::127.0.0.1",
            "64:ff9b::7f00:1", "64:ff9b::a00:1", "64:ff9b:1::808:808", "fe80::1", "fe80::1%eth0", "fc00::1",
            "fd00:ec2::254",
            "fec0::1", "ff02::1", "2001:db8::1", "2001::1", "2002:7f00:1::", "3fff::1", "", "name", "1.2.3",
        ])
    func refused(_ address: String) {
        #expect(AddressPolicy().refusal(of: address) != nil)
    }

    @Test(
        "are all others",
        arguments: [
            "8.8.8.8", "1.1.1.1", "100.63.255.255", "100.128.0.1", "172.15.0.1", "172.32.0.1", "162.159.135.232",
            "2606:4700::6810:1", "2a01:4f8::1", "64:ff9b::808:808",
        ])
    func allowed(_ address: String) {
        #expect(AddressPolicy().refusal(of: address) == nil)
    }

    @Test("are private ones too where the configuration names their network")
    func configured() {
        let policy = AddressPolicy(allowing: ["10.1.0.0/16", "fd00::/8", "127.0.0.1"].compactMap { IPNetwork($0) })
        #expect(["10.1.2.3", "fd12::1", "127.0.0.1"].allSatisfy { policy.refusal(of: $0) == nil })
        #expect(["10.2.0.1", "127.0.0.2", "::1", "169.254.169.254"].allSatisfy { policy.refusal(of: $0) != nil })
    }
}
