import PhoenixModel

extension ClientAPI {
    /// The entries of a directory, in the order of the panel. Names that lead elsewhere are left out.
    package func files(in directory: String, of id: String) async throws(ClientAPIError) -> [ServerFile] {
        let value = try await perform(try .files(in: directory, of: id))
        guard let page = ItemPage(value) else { throw unexpected("a list of files without 'data'") }
        return page.items.compactMap { item in Attributes(item).flatMap { try? ServerFile($0) } }
    }

    /// Deletes entries of a directory; directories with all that is in them.
    package func deleteFiles(_ names: [String], in directory: String, of id: String) async throws(ClientAPIError) {
        try await perform(try .deleteFiles(names, in: directory, of: id))
    }
}
