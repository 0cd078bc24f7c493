import Diagnostics
import Foundation
import Manifests
import PhoenixModel
import PhoenixTestSupport
import Testing

@Suite("The JSON schema")
struct ManifestSchemaTests {
    private let checker: SchemaChecker

    init() throws { checker = try SchemaChecker(ManifestJSONSchema.text) }

    @Test("is the one in the repository")
    func isCheckedIn() throws {
        try GoldenFile.expect(
            ManifestJSONSchema.text, at: Repository.root.appending(path: "schema/phoenix.schema.json"))
    }

    @Test("accepts every example", arguments: Repository.examples + Repository.fleet)
    func acceptsExamples(_ example: Repository.Example) throws {
        let documents = try #require(YAMLReader.documents(of: example.text))
        #expect(!documents.isEmpty)
        for document in documents { #expect(checker.accepts(document)) }
    }

    @Test("accepts what the loader accepts", arguments: SchemaFixture.good)
    func acceptsGoodFixtures(_ fixture: SchemaFixture) async throws {
        let loaded = await Loading.load(text: fixture.text)
        #expect(!loaded.diagnostics.hasErrors, "\(loaded.diagnostics.map(\.message))")
        let documents = try #require(YAMLReader.documents(of: fixture.text))
        for document in documents { #expect(checker.accepts(document), "\(document.jsonText())") }
    }

    @Test("refuses what the loader refuses", arguments: SchemaFixture.bad)
    func refusesBadFixtures(_ fixture: SchemaFixture) async throws {
        let loaded = await Loading.load(text: fixture.text)
        #expect(loaded.diagnostics.hasErrors)
        let documents = try #require(YAMLReader.documents(of: fixture.text))
        for document in documents { #expect(!checker.accepts(document), "\(document.jsonText())") }
    }
}
