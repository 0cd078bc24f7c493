import Testing

@testable import PanelStorePostgres

@Suite("What is known of the version of a store's configuration")
struct ConfigurationWatchTests {
    private func look(_ age: Duration) -> ConfigurationWatch.Look {
        ConfigurationWatch.Look(services: 1, keys: 1, start: .now - age)
    }

    @Test("is answered while it is fresh, for half of its bound without a new look")
    func fresh() {
        let watch = ConfigurationWatch(bound: .seconds(600))
        #expect(watch.version == nil)
        watch.note(look(.zero))
        #expect(watch.version != nil)
        #expect(watch.version != nil)
    }

    @Test("is withheld from one of those who ask when it is past half of its bound, who looks again then")
    func ageing() {
        let watch = ConfigurationWatch(bound: .seconds(6_000))
        watch.note(look(.seconds(3_001)))
        #expect(watch.version == nil)
        #expect(watch.version != nil)
    }

    @Test("is answered to nobody when it is older than its bound")
    func tooOld() {
        let watch = ConfigurationWatch(bound: .seconds(600))
        watch.note(look(.seconds(601)))
        #expect(watch.version == nil)
        #expect(watch.version == nil)
        watch.note(look(.zero))
        #expect(watch.version != nil)
    }
}
