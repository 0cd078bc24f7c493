import Parallel
package import PhoenixModel

/// The digests of all that the files declare, worked out ahead on every core: a plan would else wait for them one after
/// the other.
package struct DesiredDigests: Sendable {
    /// What dependencies are called in them.
    let names: DependencyNames
    /// By position in the set: those of all fields that the object declares, and whether there are secrets in these.
    let all: [(digests: FieldDigests, haveSecrets: Bool)]

    package init(of desired: DesiredState) async {
        let names = DependencyNames(of: desired)
        self.names = names
        let parts = await Parts.map(desired.objects.count) { positions in
            var memo = DigestMemo(ofDesired: names)
            // A list of its own, like the schemas of the memo: nothing that is counted is shared between cores.
            let tasks = Field.all(of: .scheduled).filter { _ in true }
            return positions.map { position in
                let object = desired.objects[position]
                return memo.digests(
                    of: object.fields, managed: object.kind == .scheduled ? tasks : Field.all(of: object.kind))
            }
        }
        all = parts.flatMap { $0 }
    }
}

extension DesiredObject {
    var declaredFieldCount: Int { Field.all(of: kind).count(where: fields.has) }
}
