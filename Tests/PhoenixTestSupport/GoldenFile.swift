package import Foundation
package import Testing

/// A file with the text that something must render to.
///
/// `RECORD_GOLDEN=1` writes the files anew, and fails the test, so that nobody records by accident. A file that is not
/// there is a failure too.
package enum GoldenFile {
    /// Compares `text` with the file `Golden/NAME` beside the test.
    package static func expect(
        _ text: String, named name: String, testFile: String = #filePath,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let folder = URL(fileURLWithPath: testFile).deletingLastPathComponent().appendingPathComponent("Golden")
        try expect(text, at: folder.appendingPathComponent(name), sourceLocation: sourceLocation)
    }

    /// Compares `text` with a file of any place.
    package static func expect(
        _ text: String, at file: URL, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] != nil {
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
            Issue.record("recorded \(file.lastPathComponent); look at the difference", sourceLocation: sourceLocation)
            return
        }
        let golden = try String(contentsOf: file, encoding: .utf8)
        #expect(text == golden, "differs from \(file.lastPathComponent)", sourceLocation: sourceLocation)
    }
}
