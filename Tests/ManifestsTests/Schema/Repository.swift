import Foundation
import Testing

/// The files of the repository that tests hold to what they say.
enum Repository {
    static let root = URL(filePath: #filePath).appending(path: "../../../..").standardizedFileURL

    struct Example: Sendable, CustomTestStringConvertible {
        let path: String
        let text: String

        var testDescription: String { path }
    }

    /// Every manifest of the examples that are to be applied.
    static let examples = ["first-server", "minecraft-network", "dependencies", "schedules"].flatMap(files)

    /// Those that are layers of three sets.
    static let fleet = files(of: "fleet")

    private static func files(of name: String) -> [Example] {
        let folder = root.appending(path: "examples/\(name)")
        let files = (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
        return files.filter { $0.pathExtension == "yaml" }.sorted { $0.path < $1.path }.map { file in
            let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
            return Example(path: "\(name)/\(file.lastPathComponent)", text: text)
        }
    }
}

extension Repository {
    /// A file of the tour of mistakes, and the codes that its comments name.
    struct Mistake: Sendable, CustomTestStringConvertible {
        let name: String
        let path: String
        let codes: [String]

        var testDescription: String { name }
    }

    static let mistakes: [Mistake] = {
        let folder = root.appending(path: "examples/mistakes")
        let files = (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
        return files.filter { $0.pathExtension == "yaml" }.sorted { $0.path < $1.path }.map { file in
            let text = String(decoding: (try? Data(contentsOf: file)) ?? Data(), as: UTF8.self)
            let codes = text.matches(of: /PHX\d{4}/).map { String($0.output) }
            return Mistake(name: file.lastPathComponent, path: file.path, codes: codes)
        }
    }()
}
