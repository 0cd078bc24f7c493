/// The source texts of one run, by the ids that spans carry.
package struct SourceMap: Sendable {
    package private(set) var files: [SourceFile] = []

    package init() {}

    /// Adds a file and answers its id. Ids ascend in the order of the calls.
    package mutating func add(_ file: SourceFile) -> SourceFileID {
        files.append(file)
        return SourceFileID(index: files.count - 1)
    }

    package subscript(id: SourceFileID) -> SourceFile? {
        files.indices.contains(Int(id.index)) ? files[Int(id.index)] : nil
    }

    /// `name:line:column`, as compilers write it and editors open it.
    package func position(of span: SourceSpan) -> String {
        "\(self[span.file]?.name ?? "?"):\(span.start.line):\(span.start.column)"
    }
}
