import PanelStore
import PhoenixModel
import ServicesAPI

extension ServiceRecord {
    /// The record as a panel reports it: write-only values hidden, what its kind does not have left out.
    ///
    /// One object from its first field on, since both are large: copies of them are most of what this costs.
    func live(nextRun: Timestamp?, readingOwnership: Bool) -> LiveObject {
        var object = LiveObject(
            id: String(id), kind: kind, fields: ServiceFields(name: name), status: status.rawValue)
        if readingOwnership, !description.isEmpty {
            let reading = OwnershipLine.read(description)
            object.fields.description = reading.text
            object.ownership = reading.ownership
        } else {
            object.fields.description = description
        }
        object.fields.enabled = isEnabled
        object.fields.dependsOn = dependsOn.map { .id(String($0)) }
        object.fields.notify = notify
        switch kind {
        case .system:
            object.fields.config = config
            object.serviceKind = systemKind
            object.isCritical = isCritical
        case .scheduled, .native:
            object.fields.schedule = schedule
            object.fields.timezone = timezone
            object.fields.task = task
            object.fields.overlap = overlap
            object.fields.misfire = misfire
            object.fields.timeout = timeout
        }
        object.fields.markWriteOnly()
        object.createdAt = createdAt
        object.updatedAt = updatedAt
        object.lastRun = lastRun
        object.nextRun = nextRun
        object.lastResult = lastResult
        object.etag = EntityTag.text(version: version)
        return object
    }
}
