import Testing

@testable import PanelServer

@Suite("Request ids")
struct RequestIdentitiesTests {
    @Test("are 16 hexadecimal digits, and no two are the same", arguments: [0, 1, UInt64.max])
    func unique(_ seed: UInt64) {
        let identities = RequestIdentities(seed: seed)
        let all = (0..<10_000).map { _ in identities.next() }
        #expect(Set(all).count == all.count)
        #expect(all.allSatisfy { $0.wholeMatch(of: /[0-9a-f]{16}/) != nil })
    }

    @Test("do not tell how many requests there were before: neighbours share no beginning")
    func mixed() {
        let identities = RequestIdentities(seed: 7)
        let beginnings = (0..<1_000).map { _ in identities.next().prefix(6) }
        #expect(Set(beginnings).count > 990)
    }
}
