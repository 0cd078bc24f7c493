import Glibc
package import PhoenixModel

/// The digests of all that the files declare, worked out ahead on every core: a plan would else wait for them one after
/// the other.
package struct DesiredDigests: Sendable {
    /// A slot in a row for each object; `none` where a field is not declared.
    private var slots: [UInt32] = []

    /// Digests have 24 bits.
    private static let none = UInt32.max

    /// Nothing known: each is worked out when it is needed.
    package init() {}

    /// Those of every object, in the order of the set.
    package init(of desired: DesiredState) async {
        let objects = desired.objects
        let count = max(1, min(sysconf(Int32(_SC_NPROCESSORS_ONLN)), objects.count / 512))
        let parts = await withTaskGroup(of: (Int, [UInt32]).self) { group in
            for part in 0..<count {
                group.addTask {
                    let range = objects.count * part / count..<objects.count * (part + 1) / count
                    return (part, Self.slots(of: objects[range]))
                }
            }
            var parts: [[UInt32]] = Array(repeating: [], count: count)
            for await (part, slots) in group { parts[part] = slots }
            return parts
        }
        slots = Array(parts.joined())
    }

    private static func slots(of objects: ArraySlice<DesiredObject>) -> [UInt32] {
        var memo = DigestMemo()
        var slots: [UInt32] = []
        slots.reserveCapacity(objects.count * FieldDigests.slots.count)
        for object in objects {
            let digests = memo.digests(of: object.fields, managed: object.declaredFields)
            for value in digests.values { slots.append(value ?? none) }
        }
        return slots
    }

    /// The digests of the object at that position of the set, of all fields that it declares; nil where nothing is known.
    subscript(position: Int) -> FieldDigests? {
        let width = FieldDigests.slots.count
        guard slots.count >= (position + 1) * width else { return nil }
        return FieldDigests(slots: slots[position * width..<(position + 1) * width].map { $0 == Self.none ? nil : $0 })
    }
}

extension DesiredObject {
    /// The fields that it has, in the order they are shown.
    var declaredFields: [Field] { Field.all(of: kind).filter(fields.has) }

    var declaredFieldCount: Int { Field.all(of: kind).count(where: fields.has) }
}
