import Crypto
import PhoenixModel

/// Digests of fields as they are applied: the first 24 bits of the SHA-256 of the JSON text, keys sorted, of the
/// canonical form, in which each secret stands as its reference.
///
/// The form must never change: what stands on panels is compared with it. Most fields of a large set have the value that
/// they had in the object before, or one of a few; those are hashed once.
struct DigestMemo {
    private let names: DependencyNames
    private let schedulesAreCanonical: Bool
    /// By the position of the field.
    private let schemas: [ValueSchema?]
    /// What the fields had in the object before, by their position. None of these values has secrets.
    private var lastValues: [Value]
    /// nil where nothing is kept.
    private var lastDigests: [UInt32?]
    private var lastDependencies: (dependencies: [Dependency], digest: UInt32)?
    private var ofWord: [String: UInt32] = [:]
    /// Many tasks share their dependencies.
    private var ofDependencies: [[Dependency]: UInt32] = [:]
    private var text = CanonicalJSON()
    private var foundSecrets = false

    init(_ names: DependencyNames) {
        self.names = names
        schedulesAreCanonical = false
        schemas = Field.allCases.map(\.schema)
        lastValues = Array(repeating: .null, count: schemas.count)
        lastDigests = Array(repeating: nil, count: schemas.count)
    }

    /// For desired objects, whose schedules need not be brought into their canonical form again, on one of several cores.
    init(ofDesired names: DependencyNames) {
        self.names = names
        schedulesAreCanonical = true
        schemas = Field.allCases.map { $0.schema?.copied() }
        lastValues = Array(repeating: .null, count: schemas.count)
        lastDigests = Array(repeating: nil, count: schemas.count)
    }

    /// The digests of those of the `fields` that are in `managed`, and whether there are secrets in these.
    mutating func digests(of fields: ServiceFields, managed: [Field]) -> (digests: FieldDigests, haveSecrets: Bool) {
        var digests = FieldDigests()
        foundSecrets = false
        for field in managed { digests[field] = digest(of: field, in: fields) }
        return (digests, foundSecrets)
    }

    /// The digest in format 1 of a task together with its timeout, which is left out where it is the usual one. nil
    /// where neither is managed.
    mutating func digestOfTaskAndTimeout(of fields: ServiceFields, managed: [Field]) -> UInt32? {
        let task = managed.contains(.task) ? fields.task : nil
        guard managed.contains(.timeout), let timeout = fields.timeout, timeout != ServiceRules.defaultTimeout else {
            return task.map { digest(of: .task, $0) }
        }
        text.removeAll()
        write(.task, task ?? .null)
        text.bytes += "\n\(timeout)".utf8
        return digestOfText()
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
        switch field.form {
        case .dependencies: fields.dependsOn.map { digest(ofDependencies: $0) }
        default: fields[field].map { digest(of: field, $0) }
        }
    }

    private mutating func digest(of field: Field, _ value: Value) -> UInt32 {
        let position = Int(field.position)
        if let digest = lastDigests[position], lastValues[position] == value { return digest }
        let digest: UInt32
        switch (field.form, value) {
        case (.timeZone, .string(let word)), (.word, .string(let word)): digest = self.digest(ofWord: word)
        default:
            text.removeAll()
            write(field, value)
            digest = digestOfText()
            // The same secret may come again under another reference.
            if text.hasSecrets {
                foundSecrets = true
                return digest
            }
        }
        lastValues[position] = value
        lastDigests[position] = digest
        return digest
    }

    private mutating func digest(ofWord word: String) -> UInt32 {
        if let known = ofWord[word] { return known }
        text.removeAll()
        text.append(word)
        let digest = digestOfText()
        ofWord[word] = digest
        return digest
    }

    private mutating func digest(ofDependencies dependencies: [Dependency]) -> UInt32 {
        if let last = lastDependencies, last.dependencies == dependencies { return last.digest }
        let digest = ofDependencies[dependencies] ?? self.digest(ofKeys: names.texts(of: dependencies))
        ofDependencies[dependencies] = digest
        lastDependencies = (dependencies, digest)
        return digest
    }

    private mutating func digest(ofKeys keys: [String]) -> UInt32 {
        text.removeAll()
        text.append(.list(keys.map { .string($0) }), .any)
        return digestOfText()
    }

    /// Appends a value in the form that counts for its field.
    private mutating func write(_ field: Field, _ value: Value) {
        switch (field.form, value) {
        case (_, .string(let name)) where field.storage == .name: text.append(name.trimmedText())
        case (.text, .string(let text)): self.text.append(text.normalText())
        case (.schedule, .string(let schedule)):
            text.append(schedulesAreCanonical ? schedule : CanonicalSchedule.text(schedule))
        default: text.append(value, schemas[Int(field.position)] ?? .any)
        }
    }

    private func digestOfText() -> UInt32 {
        var hash = SHA256()
        text.bytes.withUnsafeBytes { hash.update(bufferPointer: $0) }
        return hash.finalize().withUnsafeBytes { UInt32($0[0]) << 16 | UInt32($0[1]) << 8 | UInt32($0[2]) }
    }
}
