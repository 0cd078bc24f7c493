import Foundation
import PhoenixModel
import PhoenixTestSupport
import ServicesAPI
import Testing

@Suite("The OpenAPI document")
struct OpenAPIDocumentTests {
    private static let root = URL(filePath: #filePath).appending(path: "../../..").standardizedFileURL

    @Test("is the one in the repository")
    func isCheckedIn() throws {
        try GoldenFile.expect(OpenAPIDocument.text, at: Self.root.appending(path: "schema/openapi.json"))
    }

    @Test("has every route, with its method, and no other")
    func routes() throws {
        guard case .map(let document) = OpenAPIDocument.value(), case .map(let paths) = document["paths"] else {
            Issue.record("there are no paths")
            return
        }
        var operations: [String] = []
        for (path, methods) in paths {
            guard case .map(let methods) = methods else { continue }
            operations += methods.map { "\($0.key.uppercased()) \(path)" }
        }
        #expect(operations.sorted() == APIRoute.allCases.map { "\($0.method) \($0.path)" }.sorted())
    }

    @Test("refers to nothing that it does not have")
    func references() throws {
        let document = OpenAPIDocument.value()
        for reference in Self.references(in: document) {
            let target = reference.split(separator: "/").dropFirst().reduce(document as Value?) { value, key in
                if case .map(let map) = value { map[String(key)] } else { nil }
            }
            #expect(target != nil, "\(reference)")
        }
    }

    @Test("says where clients find the server")
    func server() {
        guard case .map(let document) = OpenAPIDocument.value(serverURL: "https://services.example.com") else { return }
        #expect(document["servers"] == [["url": "https://services.example.com"]])
    }

    private static func references(in value: Value) -> Set<String> {
        switch value {
        case .list(let elements): elements.reduce(into: []) { $0.formUnion(references(in: $1)) }
        case .map(let map):
            map.reduce(into: []) { found, entry in
                if entry.key == "$ref", let text = entry.value.text { found.insert(text) }
                found.formUnion(references(in: entry.value))
            }
        default: []
        }
    }
}
