import PhoenixModel

/// What a panel has of an object that a create has asked for.
enum CreatedObject {
    /// It is there, as it was to be.
    case same(LiveObject)
    /// It is there, owned under the same key, but with other values.
    case changed(LiveObject)
    /// Something else has its name.
    case nameTaken(LiveObject)
    case absent

    /// `objects`: those of the panel that have the name.
    static func find(_ write: ObjectWrite, among objects: [LiveObject]) -> Self {
        if case .set(let ownership) = write.ownership,
            let owned = objects.first(where: { $0.kind == write.kind && $0.isOwned(like: ownership) })
        {
            return owned.has(write.fields) ? .same(owned) : .changed(owned)
        }
        // Names of schedules are nobody's alone.
        let holders = objects.filter { $0.kind != .native || $0.fields.name.trimmed() == write.fields.name.trimmed() }
        guard let holder = holders.first else { return .absent }
        // Where no ownership is kept, name and values are all there is to know it by.
        if write.ownership == .leave, holder.ownership == .none, holder.kind == write.kind, holder.has(write.fields) {
            return .same(holder)
        }
        return write.kind == .native ? .absent : .nameTaken(holder)
    }
}
