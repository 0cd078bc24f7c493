package import PhoenixModel

/// An entry of a directory of a server.
package struct ServerFile: Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
        case file, directory, symbolicLink
    }

    /// A name without a path in it.
    package let name: String
    package let kind: Kind
    /// nil when the panel does not say.
    package let modifiedAt: Timestamp?

    package init(name: String, kind: Kind, modifiedAt: Timestamp?) {
        self.name = name
        self.kind = kind
        self.modifiedAt = modifiedAt
    }

    init(_ attributes: Attributes) throws(UnreadableRecord) {
        name = try attributes.requiredText("name")
        // A name that leads elsewhere is none.
        guard !name.utf8.contains(UInt8(ascii: "/")), !name.utf8.contains(0), name != ".", name != ".." else {
            throw UnreadableRecord(name: "name")
        }
        kind = attributes.flag("is_symlink") ? .symbolicLink : attributes.flag("is_file") ? .file : .directory
        modifiedAt = attributes.time("modified_at")
    }
}
