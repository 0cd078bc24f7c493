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

    @Test("has every documented route, with its method, and no other")
    func routes() throws {
        var operations: Set<String> = []
        for (path, methods) in try #require(OpenAPIDocument.value().map?["paths"]?.map) {
            for (method, _) in try #require(methods.map) { operations.insert("\(method) \(path)") }
        }
        #expect(
            operations == [
                "get /api/v1/services", "get /api/v1/services/scheduled", "post /api/v1/services/scheduled",
                "get /api/v1/services/{id}", "put /api/v1/services/{id}", "delete /api/v1/services/{id}",
                "get /api/v1/services/{id}/health", "post /api/v1/services/{id}/run",
                "get /api/v1/services/{id}/runs", "get /api/v1/services/{id}/runs/{run}",
                "post /api/v1/services/{id}/runs/{run}/stop", "get /api/v1/runs",
                "get /healthz", "get /readyz", "get /metrics", "get /openapi.json",
            ])
    }

    @Test("refers to nothing that it does not have")
    func references() throws {
        let document = OpenAPIDocument.value()
        let references = Self.references(in: document)
        #expect(references.count > 10)
        for reference in references {
            let target = reference.split(separator: "/").dropFirst().reduce(document as Value?) { value, key in
                if case .map(let map) = value { map[String(key)] } else { nil }
            }
            #expect(target != nil, "\(reference)")
        }
    }

    @Test("says where clients find the server")
    func server() {
        let document = OpenAPIDocument.value(serverURL: "https://services.example.com")
        #expect(document.map?["servers"] == [["url": "https://services.example.com"]])
    }

    private static func references(in value: Value) -> Set<String> {
        switch value {
        case .list(let elements): elements.reduce(into: []) { $0.formUnion(references(in: $1)) }
        case .map(let map):
            map.reduce(into: []) { found, entry in
                if entry.key == "$ref", let text = entry.value.plainText { found.insert(text) }
                found.formUnion(references(in: entry.value))
            }
        default: []
        }
    }
}

extension Value {
    /// The mapping that this is, or nil.
    fileprivate var map: ValueMap? {
        if case .map(let map) = self { map } else { nil }
    }
}
