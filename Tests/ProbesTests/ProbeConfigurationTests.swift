import PhoenixModel
import Probes
import Testing

@Suite("The configuration of a probe")
struct ProbeConfigurationTests {
    @Test("has the standard port and interval where none is given")
    func standards() {
        let probe = ProbeConfiguration(config: ["probe": ["type": "mysql", "host": "db", "user": "monitor"]])
        #expect(
            probe == ProbeConfiguration(.mysql(.init(host: "db", port: 3_306), .init(user: "monitor", password: nil))))
        #expect(probe?.interval == 60)
        let ports = [("postgres", 5_432), ("redis", 6_379), ("sftp", 2_022)].map { name, port in
            ProbeConfiguration(config: ["probe": ["type": .string(name), "host": "h", "user": "u"]]).debugText
                .contains(":\(port)")
        }
        #expect(ports == [true, true, true])
    }

    @Test("prints nothing of its secrets")
    func secrets() throws {
        let probe = try #require(
            ProbeConfiguration(config: ["probe": ["type": "redis", "host": "h", "password": "hidden-word"]]))
        #expect(!"\(probe)".contains("hidden-word"))
        #expect(!String(reflecting: probe).contains("hidden-word"))
    }

    @Test(
        "is none where there is nothing to probe",
        arguments: [[:], ["probe": .null], ["probe": ["type": "other"]], ["probe": ["type": "mysql", "host": "h"]]]
            as [Value])
    func none(_ config: Value) {
        #expect(ProbeConfiguration(config: config) == nil)
    }
}

extension ProbeConfiguration? {
    fileprivate var debugText: String { map { String(reflecting: $0) } ?? "" }
}
