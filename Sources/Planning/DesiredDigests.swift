import Glibc
package import PhoenixModel

/// The digests of all that the files declare, worked out ahead on every core: a plan would else wait for them one after
/// the other.
package struct DesiredDigests: Sendable {
    private var all: [(digests: FieldDigests, haveSecrets: Bool)] = []
    /// What dependencies are called in them; nil where nothing is known.
    let names: DependencyNames?

    /// Nothing known: each is worked out when it is needed.
    package init() { names = nil }

    /// Those of every object, in the order of the set.
    package init(of desired: DesiredState) async {
        let objects = desired.objects
        let names = DependencyNames(of: desired)
        self.names = names
        // More parts than cores, for there is other work beside this.
        let count = max(1, min(4 * sysconf(Int32(_SC_NPROCESSORS_ONLN)), objects.count / 512))
        let parts = await withTaskGroup(of: (Int, [(digests: FieldDigests, haveSecrets: Bool)]).self) { group in
            for part in 0..<count {
                group.addTask {
                    let range = objects.count * part / count..<objects.count * (part + 1) / count
                    return (part, Self.digests(of: objects[range], names))
                }
            }
            var parts: [[(digests: FieldDigests, haveSecrets: Bool)]] = Array(repeating: [], count: count)
            for await (part, digests) in group { parts[part] = digests }
            return parts
        }
        all = Array(parts.joined())
    }

    private static func digests(
        of objects: ArraySlice<DesiredObject>, _ names: DependencyNames
    ) -> [(digests: FieldDigests, haveSecrets: Bool)] {
        var memo = DigestMemo(ofDesired: names)
        // A list of its own, like the schemas of the memo: nothing that is counted is shared between cores.
        let tasks = Field.all(of: .scheduled).filter { _ in true }
        return objects.map { object in
            memo.digests(of: object.fields, managed: object.kind == .scheduled ? tasks : Field.all(of: object.kind))
        }
    }

    /// The digests of the object at that position of the set, of all fields that it declares, and whether there are
    /// secrets in these; nil where nothing is known.
    subscript(position: Int) -> (digests: FieldDigests, haveSecrets: Bool)? {
        all.indices.contains(position) ? all[position] : nil
    }
}

extension DesiredObject {
    var declaredFieldCount: Int { Field.all(of: kind).count(where: fields.has) }
}
