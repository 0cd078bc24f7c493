/// Who changed a field since it was last applied: a three-way compare of the file, the panel, and the digest of what
/// was last applied (docs/manifests.md, *What is compared*).
package enum ChangeLabel: String, Sendable, Hashable, CaseIterable {
    /// The file differs from what was last applied, the panel does not.
    case pending
    /// The panel differs from what was last applied, the file does not.
    case drift
    /// Both differ from what was last applied, and from each other.
    case conflict
    /// Nothing tells: the field was never applied, or by a version whose digests mean nothing here, or only a secret
    /// value differs.
    case differs
}
