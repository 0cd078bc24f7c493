import PanelStore
import PhoenixModel
import PhoenixTestSupport

extension ServiceRecord {
    static func task(_ name: String, dependsOn: [Int64] = []) -> ServiceRecord {
        var record = ServiceRecord(kind: .scheduled, name: name, createdAt: .sample)
        record.schedule = "0 2 * * *"
        record.task = ["type": "backup", "data": ["servers": ["all"]]]
        record.nextRun = Timestamp(seconds: 1_795_572_000)
        record.dependsOn = dependsOn
        return record
    }
}
