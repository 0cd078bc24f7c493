import PanelStore
import PhoenixModel
import ServicesAPI

extension LiveObject {
    /// A record as a panel reports it: write-only values hidden, what its kind does not have left out.
    init(_ record: ServiceRecord, nextRun: Timestamp?, readingOwnership: Bool) {
        var fields = ServiceFields(name: record.name)
        var ownership = OwnershipReading.none
        fields.description = record.description
        if readingOwnership, !record.description.isEmpty {
            let reading = OwnershipLine.read(record.description)
            fields.description = reading.text
            ownership = reading.ownership
        }
        fields.enabled = record.isEnabled
        fields.dependsOn = record.dependsOn.map { .id(String($0)) }
        fields.notify = record.notify
        switch record.kind {
        case .system: fields.config = record.config
        case .scheduled, .native:
            fields.schedule = record.schedule
            fields.timezone = record.timezone
            fields.task = record.task
            fields.overlap = record.overlap
            fields.misfire = record.misfire
            fields.timeout = record.timeout
        }
        fields.markWriteOnly()
        self.init(
            id: String(record.id), kind: record.kind, fields: fields, ownership: ownership,
            status: record.status.rawValue)
        if record.kind == .system {
            serviceKind = record.systemKind
            isCritical = record.isCritical
        }
        createdAt = record.createdAt
        updatedAt = record.updatedAt
        lastRun = record.lastRun
        self.nextRun = nextRun
        lastResult = record.lastResult
        etag = EntityTag.text(version: record.version)
    }
}
