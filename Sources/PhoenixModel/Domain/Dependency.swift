/// One entry of `depends_on`: by key in manifests, by id on a panel.
///
/// A write carries keys only for objects that the same apply creates; their ids are put in when they are known.
package enum Dependency: Sendable, Hashable {
    case key(String)
    case id(String)
}
