import PhoenixModel

/// The keys that exported objects get: those of their ownership, and for all others one made of the name.
struct ExportKeys {
    private(set) var byID: [String: String] = [:]

    init(_ objects: [LiveObject], project: String) {
        var names = UniqueNames(separator: "-", maximumLength: 63)
        for object in objects {
            guard let ownership = object.ownership(of: project), names.take(ownership.key) else { continue }
            byID[object.id] = ownership.key
        }
        for object in objects where byID[object.id] == nil {
            let slug = Self.slug(object.fields.name) ?? "\(object.kind.noun)-\(Self.slug(object.id) ?? "1")"
            byID[object.id] = names.makeUnique(slug)
        }
    }

    /// `Nightly Backup!` as `nightly-backup`; nil where nothing is left of the text.
    static func slug(_ name: String) -> String? {
        var slug = ""
        for byte in name.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                slug.unicodeScalars.append(Unicode.Scalar(byte))
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): slug.unicodeScalars.append(Unicode.Scalar(byte | 0x20))
            default: if !slug.isEmpty, !slug.hasSuffix("-") { slug += "-" }
            }
            if slug.utf8.count == 63 { break }
        }
        while slug.hasSuffix("-") { slug.removeLast() }
        return slug.isEmpty ? nil : slug
    }
}

extension LiveObject {
    /// The ownership, where it is one of that project.
    func ownership(of project: String) -> Ownership? {
        guard case .owned(let ownership) = ownership, ownership.project == project else { return nil }
        return ownership
    }
}
