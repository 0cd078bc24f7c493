import Crypto
import PhoenixModel

/// Digests of fields as they are applied: the first 24 bits of the SHA-256 of the JSON text, keys sorted, of the
/// canonical form, in which each secret stands as its reference.
///
/// The form must never change: what stands on panels is compared with it. Most fields of a large set have one of a few
/// values; those are hashed once.
struct DigestMemo {
    private let names: DependencyNames
    private let schedulesAreCanonical: Bool
    private var ofText: [String: UInt32] = [:]
    private var ofKeys: [[String]: UInt32] = [:]
    private var ofSchedule: [String: UInt32] = [:]
    private var ofNumber: [Int64: UInt32] = [:]
    private var lastNotify: (value: Value, digest: UInt32)?
    /// Those of the same entry, on one server after the other.
    private var lastSteps: (value: Value, digest: UInt32)?

    /// `schedulesAreCanonical`: as those of all desired objects are, and need not be brought into that form again.
    init(_ names: DependencyNames, schedulesAreCanonical: Bool = false) {
        self.names = names
        self.schedulesAreCanonical = schedulesAreCanonical
    }

    /// The digests of those of the `fields` that are in `managed`.
    mutating func digests(of fields: ServiceFields, managed: [Field]) -> FieldDigests {
        var digests = FieldDigests()
        for field in managed { digests[field] = digest(of: field, in: fields) }
        return digests
    }

    /// The digest in format 1 of a task together with its timeout, which is left out where it is the usual one. nil
    /// where neither is managed.
    mutating func digestOfTaskAndTimeout(of fields: ServiceFields, managed: [Field]) -> UInt32? {
        let task = managed.contains(.task) ? fields.task : nil
        guard managed.contains(.timeout), let timeout = fields.timeout, timeout != ServiceRules.defaultTimeout else {
            return task.map { digest(of: .task, $0) }
        }
        let text = task.map { canonicalText(of: .task, $0) } ?? Array("null".utf8)
        return Self.digest(of: text + Array("\n\(timeout)".utf8))
    }

    /// The digest of the dependencies by the keys that they had before; nil where none was renamed.
    mutating func digestOfFormerDependencies(of fields: ServiceFields) -> UInt32? {
        fields.dependsOn.flatMap { names.formerTexts(of: $0) }.map { digest(ofKeys: $0) }
    }

    /// The digest in format 1 of the dependencies.
    mutating func digestOfDependencyKeys(of fields: ServiceFields) -> UInt32? {
        fields.dependsOn.map { digest(ofKeys: $0.map(\.text).sorted()) }
    }

    private mutating func digest(of field: Field, in fields: ServiceFields) -> UInt32? {
        if field == .name { return digest(ofUnique: String(fields.name.trimmed())) }
        if field.form == .dependencies { return fields.dependsOn.map { digest(ofKeys: names.texts(of: $0)) } }
        guard let value = fields[field] else { return nil }
        switch (field.form, value) {
        case (.text, .string(let text)): return digest(of: text.normalText())
        case (.schedule, .string(let text)): return digest(ofSchedule: text)
        case (.timeZone, .string(let text)), (.word, .string(let text)): return digest(of: text)
        case (.boolean, .bool(let flag)): return flag ? Self.ofTrue : Self.ofFalse
        case (.integer, .integer(let number)): return digest(ofNumber: number)
        default: return digest(of: field, value)
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

    private mutating func digest(ofNumber number: Int64) -> UInt32 {
        if let known = ofNumber[number] { return known }
        let digest = Self.digest(of: Array("\(number)".utf8))
        ofNumber[number] = digest
        return digest
    }

    private mutating func digest(ofSchedule text: String) -> UInt32 {
        if let known = ofSchedule[text] { return known }
        let digest = digest(ofUnique: schedulesAreCanonical ? text : CanonicalSchedule.text(text))
        ofSchedule[text] = digest
        return digest
    }

    /// Many tasks share their dependencies.
    private mutating func digest(ofKeys keys: [String]) -> UInt32 {
        if keys.isEmpty { return Self.ofNone }
        if let known = ofKeys[keys] { return known }
        var bytes: [UInt8] = []
        Value.list(keys.map { .string($0) }).appendJSON(to: &bytes, sortedKeys: true)
        let digest = Self.digest(of: bytes)
        ofKeys[keys] = digest
        return digest
    }

    private mutating func digest(of field: Field, _ value: Value) -> UInt32 {
        if value == [] { return Self.ofNone }
        // Tasks differ; who is told of them does not.
        if field == .notify, let last = lastNotify, last.value == value, !value.hasSecrets { return last.digest }
        if field == .steps, let last = lastSteps, last.value == value, !value.hasSecrets { return last.digest }
        let digest = Self.digest(of: canonicalText(of: field, value))
        if field == .notify { lastNotify = (value, digest) }
        if field == .steps { lastSteps = (value, digest) }
        return digest
    }

    private func canonicalText(of field: Field, _ value: Value) -> [UInt8] {
        let plain = value.hasSecrets ? value.replacingSecrets { $0.reference } : value
        var bytes: [UInt8] = []
        (field.schema?.canonical(plain) ?? plain).appendJSON(to: &bytes, sortedKeys: true)
        return bytes
    }

    private static let ofTrue = FieldDigests.ofTrue
    private static let ofFalse = digest(of: Array("false".utf8))
    private static let ofNone = digest(of: Array("[]".utf8))

    private static func digest(of bytes: [UInt8]) -> UInt32 {
        var hash = SHA256()
        bytes.withUnsafeBytes { hash.update(bufferPointer: $0) }
        return hash.finalize().withUnsafeBytes { UInt32($0[0]) << 16 | UInt32($0[1]) << 8 | UInt32($0[2]) }
    }
}
