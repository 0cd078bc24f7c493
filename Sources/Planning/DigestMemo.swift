import Crypto
import PhoenixModel

/// Digests of fields as they are applied: the first 24 bits of the SHA-256 of the JSON text, keys sorted, of the
/// canonical form, in which each secret stands as its reference.
///
/// The form must never change: what stands on panels is compared with it. Most fields of a large set have one of a few
/// values; those are hashed once.
struct DigestMemo {
    private var ofText: [String: UInt32] = [:]
    private var ofConstant: [String: UInt32] = [:]
    private var ofSchedule: [String: UInt32] = [:]
    private var lastStructured: [Field: (value: Value, digest: UInt32)] = [:]

    /// The digests of `fields`, of those slots whose field is in `managed`.
    mutating func digests(of fields: ServiceFields, managed: [Field]) -> FieldDigests {
        var digests = FieldDigests()
        for field in managed where field != .timeout { digests[field] = digest(of: field, in: fields) }
        // The slot of `task` speaks of the timeout too, unless that is the usual one.
        if managed.contains(.timeout), let timeout = fields.timeout, timeout != ServiceRules.defaultTimeout {
            let task = managed.contains(.task) ? fields.task.map { canonicalText(of: .task, $0) } : nil
            digests[.task] = Self.digest(of: (task ?? Array("null".utf8)) + Array("\n\(timeout)".utf8))
        }
        return digests
    }

    private mutating func digest(of field: Field, in fields: ServiceFields) -> UInt32? {
        switch field {
        case .task, .config, .notify: fields.structuredValue(of: field).map { digest(of: field, $0) }
        case .name: digest(ofUnique: String(fields.name.trimmed()))
        case .description: fields.description.map { digest(of: String($0.trimmed())) }
        case .schedule: fields.schedule.map { digest(ofSchedule: $0) }
        case .timezone: fields.timezone.map { digest(of: $0) }
        case .overlap: fields.overlap.map { digest(of: $0) }
        case .misfire: fields.misfire.map { digest(of: $0) }
        case .enabled, .dependsOn: fields.canonicalValue(of: field).map { digest(ofConstant: $0) }
        case .timeout: nil
        }
    }

    private func digest(ofUnique text: String) -> UInt32 {
        var bytes: [UInt8] = []
        Value.appendJSONString(text, to: &bytes)
        return Self.digest(of: bytes)
    }

    private mutating func digest(of text: String) -> UInt32 {
        if let known = ofText[text] { return known }
        let digest = digest(ofUnique: text)
        // Descriptions may all differ: those need no keeping.
        if text.utf8.count < 32 { ofText[text] = digest }
        return digest
    }

    private mutating func digest(ofSchedule text: String) -> UInt32 {
        if let known = ofSchedule[text] { return known }
        let digest = digest(ofUnique: CanonicalSchedule.text(text))
        ofSchedule[text] = digest
        return digest
    }

    /// Booleans, and lists of keys that many tasks share.
    private mutating func digest(ofConstant value: Value) -> UInt32 {
        var bytes: [UInt8] = []
        value.appendJSON(to: &bytes, sortedKeys: true)
        // No text in quotes reads like this, so both may stand in one table.
        let text = String(decoding: bytes, as: UTF8.self)
        if let known = ofConstant[text] { return known }
        let digest = Self.digest(of: bytes)
        ofConstant[text] = digest
        return digest
    }

    private mutating func digest(of field: Field, _ value: Value) -> UInt32 {
        // Tasks differ; what the other two hold is mostly the same, and mostly nothing.
        if field == .task { return Self.digest(of: canonicalText(of: field, value)) }
        if let last = lastStructured[field], last.value.isIdentical(to: value) { return last.digest }
        let digest = Self.digest(of: canonicalText(of: field, value))
        lastStructured[field] = (value, digest)
        return digest
    }

    private func canonicalText(of field: Field, _ value: Value) -> [UInt8] {
        let plain = value.hasSecrets ? value.replacingSecrets { $0.reference } : value
        var bytes: [UInt8] = []
        (field.shape?.canonical(plain) ?? plain).appendJSON(to: &bytes, sortedKeys: true)
        return bytes
    }

    private static func digest(of bytes: [UInt8]) -> UInt32 {
        var hash = SHA256()
        bytes.withUnsafeBytes { hash.update(bufferPointer: $0) }
        return hash.finalize().prefix(3).reduce(0) { $0 << 8 | UInt32($1) }
    }
}

extension Value {
    /// Equal with the references of secrets too, and so with the same digest.
    fileprivate func isIdentical(to other: Value) -> Bool {
        !hasSecrets && !other.hasSecrets && self == other
    }
}
