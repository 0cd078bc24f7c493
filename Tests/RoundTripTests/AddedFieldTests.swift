import Diagnostics
import Manifests
import PhoenixModel
import PhoenixTestSupport
import Planning
import ServicesAPI
import Testing

@Suite("A field that only the table knows")
struct AddedFieldTests {
    /// Made up, of a form that is given.
    private static func table(_ form: FieldForm, _ schema: ValueSchema, default value: Value) -> FieldTable {
        FieldTable.standard.adding(
            FieldDefinition(
                "priority", form: form, schema: schema, default: value, slot: "prio",
                lack: "runs have no order", summary: "which of two due runs starts first"))
    }

    private static let priorities = table(.integer, .integer(1...9), default: 5)

    private static func manifest(_ more: String) -> String {
        """
        project: demo
        tasks:
          a: { schedule: "0 2 * * *", task: { type: backup, data: { servers: [all], keep: 7 } }\(more) }
        """
    }

    private func plan(_ text: String, on panel: FakePanel) async throws -> Plan {
        let desired = try await RoundTrip().load(text)
        return Planner(options: .init(today: 20_000)).plan(desired: desired, live: panel.live)
    }

    private func labels(_ text: String, on panel: FakePanel) async throws -> [String] {
        try await plan(text, on: panel).actions.flatMap(\.changes).map { "\($0.place) \($0.label?.rawValue ?? "-")" }
    }

    /// Whether everything that the manifest asks for was done.
    private func applies(_ text: String, to panel: FakePanel) async throws -> Bool {
        await PlanWalk(try await plan(text, on: panel), on: panel).isComplete
    }

    @Test("is loaded, and has its default or the file's where nothing is said")
    func loaded() async throws {
        try await FieldTable.$replacement.withValue(Self.priorities) {
            let field = try #require(Field(rawValue: "priority"))
            func value(_ text: String) async throws -> Value? {
                try await RoundTrip().load(text).objects.first?.fields[field]
            }
            #expect(try await value(Self.manifest(", priority: 3")) == 3)
            #expect(try await value(Self.manifest("")) == 5)
            #expect(try await value("defaults: { priority: 8 }\n" + Self.manifest("")) == 8)
            await #expect(throws: RoundTrip.Refused.self) {
                try await RoundTrip().load(Self.manifest(", priority: 10"))
            }
        }
        await #expect(throws: RoundTrip.Refused.self) { try await RoundTrip().load(Self.manifest(", priority: 3")) }
    }

    @Test("is written, compared and labelled by a digest in a slot of its own")
    func compared() async throws {
        try await FieldTable.$replacement.withValue(Self.priorities) {
            let field = try #require(Field(rawValue: "priority"))
            let panel = FakePanel()
            let text = Self.manifest(", priority: 3")
            #expect(try await applies(text, to: panel))
            let live = try #require(panel.object(named: "a"))
            #expect(live.fields[field] == 3)
            guard case .owned(let ownership) = live.ownership else {
                Issue.record("there is no line")
                return
            }
            #expect(OwnershipLine.text(of: ownership).contains(",prio:"))
            #expect(try await plan(text, on: panel).actions.isEmpty)

            let changed = Self.manifest(", priority: 4")
            let change = try #require(try await plan(changed, on: panel).actions.first?.changes.first)
            #expect(change.before == .value(3))
            #expect(change.after == .value(4))
            #expect(try await labels(changed, on: panel) == ["priority pending"])
            panel.edit("a") { $0[field] = 7 }
            #expect(try await labels(text, on: panel) == ["priority drift"])
            #expect(try await labels(changed, on: panel) == ["priority conflict"])
        }
    }

    @Test("goes through the API's objects and a saved plan as it is")
    func saved() async throws {
        try await FieldTable.$replacement.withValue(Self.priorities) {
            let field = try #require(Field(rawValue: "priority"))
            let panel = FakePanel()
            let plan = try await plan(Self.manifest(", priority: 3"), on: panel)
            let bytes = SavedPlan(plan, sources: SourceMap()).encoded()
            let read = try SavedPlan(decoding: bytes) { reference, folder in
                Secret(reference: reference, folder: folder, value: "")
            }
            let write = try #require(read.plan.actions.first?.write)
            #expect(write == plan.actions.first?.write)
            #expect(write.fields[field] == 3)
            guard case .map(let body) = try write.body() else {
                Issue.record("the body is no mapping")
                return
            }
            #expect(body["priority"] == 3)

            _ = await PlanWalk(plan, on: panel)
            let live = try #require(panel.object(named: "a"))
            let back = try LiveObject(api: APIObject.value(live))
            #expect(back.fields == live.fields)
            #expect(throws: APIObjectError.self) {
                guard case .map(var object) = APIObject.value(live) else { return }
                object["priority"] = "high"
                _ = try LiveObject(api: .map(object))
            }
        }
    }

    @Test("is explained and drawn into both schemas")
    func described() throws {
        try FieldTable.$replacement.withValue(Self.priorities) {
            let text = try #require(FieldExplanation(path: "tasks.a.priority")?.text)
            #expect(text.contains("which of two due runs starts first"))
            #expect(text.contains("default  5"))
            #expect(ManifestJSONSchema.text.count(of: "\"priority\"") >= 3)
            #expect(OpenAPIDocument.text.count(of: "\"priority\"") >= 3)
        }
        #expect(FieldExplanation(path: "tasks.a.priority") == nil)
        #expect(!ManifestJSONSchema.text.contains("\"priority\""))
        #expect(!OpenAPIDocument.text.contains("\"priority\""))
    }

    @Test("that a panel lacks is pointed out with what that means, and not written")
    func lacking() async throws {
        try await FieldTable.$replacement.withValue(Self.priorities) {
            var capabilities = PanelCapabilities.complete
            capabilities.additionalFields = capabilities.additionalFields.filter { $0.rawValue != "priority" }
            let panel = FakePanel(capabilities: capabilities)
            let plan = try await plan(Self.manifest(", priority: 3"), on: panel)
            #expect(plan.diagnostics.map(\.message) == ["this panel does not have 'priority': runs have no order"])
            let walk = await PlanWalk(plan, on: panel)
            #expect(walk.isComplete)
        }
    }

    private static let forms: [(FieldForm, ValueSchema, Value, String, Value)] = [
        (.text, .text(TextRule(.any, length: 0...10)), "", "'x '", "x"),
        (.word, .choice(["low", "high"]), "low", "high", "high"),
        (.boolean, .boolean, false, "true", true),
        (.tree, .object(ObjectSchema([.init("n", .integer(1...9), "a number")])), [:], "{ n: 2 }", ["n": 2]),
    ]

    @Test("may be of any form that stands for itself", arguments: forms)
    func form(_ form: FieldForm, _ schema: ValueSchema, _ usual: Value, _ written: String, _ meant: Value) async throws
    {
        try await FieldTable.$replacement.withValue(Self.table(form, schema, default: usual)) {
            let field = try #require(Field(rawValue: "priority"))
            let panel = FakePanel()
            let text = Self.manifest(", priority: \(written)")
            #expect(try await applies(text, to: panel))
            #expect(panel.object(named: "a")?.fields[field] == meant)
            #expect(try await plan(text, on: panel).actions.isEmpty)
            let labels = try await labels(Self.manifest(""), on: panel)
            #expect(labels == [form == .tree ? "priority.n pending" : "priority pending"])
        }
    }
}

extension String {
    /// How often a text stands in it.
    fileprivate func count(of text: String) -> Int {
        split(separator: text, omittingEmptySubsequences: false).count - 1
    }
}
