import PanelStore
import PhoenixModel
import Testing

@Suite("A new record of a service")
struct ServiceRecordTests {
    @Test("has what the table of fields says of a service of which nothing is said")
    func hasDefaults() {
        let record = ServiceRecord(kind: .scheduled, name: "a", createdAt: .init(seconds: 0))
        #expect(Field.description.defaultValue == .string(record.description))
        #expect(Field.enabled.defaultValue == .bool(record.isEnabled))
        #expect(Field.timezone.defaultValue == .string(record.timezone))
        #expect(Field.overlap.defaultValue == .string(record.overlap))
        #expect(Field.misfire.defaultValue == .string(record.misfire))
        #expect(Field.timeout.defaultValue == .integer(record.timeout))
        #expect(Field.dependsOn.defaultValue == .list(record.dependsOn.map { .integer($0) }))
        #expect(Field.notify.defaultValue == record.notify)
        #expect(Field.config.defaultValue == record.config)
    }
}
