import PanelStore
import PhoenixModel
import Testing

@testable import PanelService

@Suite("What a record has where nothing was said")
struct FieldDefaultTests {
    @Test("is what the table of fields says", arguments: ObjectKind.services)
    func defaults(_ kind: ObjectKind) {
        let record = ServiceRecord(kind: kind, name: "a", createdAt: Timestamp(seconds: 0))
        let object = record.live(nextRun: nil, readingOwnership: false)
        for field in Field.all(of: kind) where field != .name {
            #expect(object.fields[field] == field.defaultValue, "\(field.rawValue)")
        }
    }
}
