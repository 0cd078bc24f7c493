import Diagnostics
import PanelFixtures
import PanelService
import PanelStore
import PhoenixModel
import PhoenixTestSupport
import Testing

/// A panel that implements what is documented and nothing else.
@Suite("A panel of the documented fields")
struct DocumentedOnlyTests {
    private static let variants: [DocumentedOnlyOptions] =
        [DocumentedOnlyOptions.TaskReport.never, .singly, .inLists].flatMap { task in
            [DocumentedOnlyOptions.LinkForm.relative, .absolute].flatMap { links in
                [DocumentedOnlyOptions.ValidationErrors.laravel, .documented].flatMap { errors in
                    [false, true].map { trimsText in
                        var options = DocumentedOnlyOptions()
                        options.task = task
                        options.links = links
                        options.validationErrors = errors
                        options.trimsText = trimsText
                        return options
                    }
                }
            }
        }

    private static func reporting(_ task: DocumentedOnlyOptions.TaskReport, perPage: Int = 15) -> DocumentedOnlyOptions
    {
        var options = DocumentedOnlyOptions()
        options.task = task
        options.perPage = perPage
        return options
    }

    @Test("comes to what the files say, and stays there", arguments: variants)
    func converges(_ options: DocumentedOnlyOptions) async throws {
        let (first, edited) = (try await TaskFiles.first(zone: "UTC"), try await TaskFiles.edited(zone: "UTC"))
        try await withReconciliation(documentedOnly: options) { reconciliation in
            for files in [first, edited] {
                let applied = try await reconciliation.apply(files)
                #expect(applied.failures == [])
                #expect(applied.untruths == [])
                #expect(applied.after.differences(from: files) == [])
                let again = try await reconciliation.settle(files)
                #expect(!again.diagnostics.isEmpty)
                #expect(again.diagnostics.allSatisfy { $0.severity == .warning })
            }
        }
    }

    @Test("is planned an edit of what it does not tell", arguments: [DocumentedOnlyOptions.TaskReport.never, .singly])
    func unreportedEdits(_ task: DocumentedOnlyOptions.TaskReport) async throws {
        let files = try await TaskFiles.first(zone: "UTC")
        let edited = try await files.replacing("keep: 7", with: "keep: 9")
        try await withReconciliation(documentedOnly: Self.reporting(task)) { reconciliation in
            try await reconciliation.apply(files)
            try await reconciliation.settle(files)
            let applied = try await reconciliation.apply(edited)
            #expect(applied.plan.actions.map(\.operation) == [.update])
            #expect(applied.plan.actions.flatMap(\.changes).map(\.field) == [.task])
            #expect(applied.failures == [])
            #expect(applied.after.differences(from: edited) == [])
            try await #expect(reconciliation.plan(edited).actions.isEmpty)
        }
    }

    @Test(
        "keeps everything but what was edited, though a PUT replaces",
        arguments: [DocumentedOnlyOptions.TaskReport.never, .singly, .inLists],
        [
            ("Back up every world before the restart.", "Back up."), ("0 2 * * *", "1 2 * * *"),
            ("name: Nightly Backup", "name: Backup"), ("schedule: \"0 6 * * *\"", "schedule: \"1 6 * * *\""),
        ])
    func replacingWrites(_ task: DocumentedOnlyOptions.TaskReport, _ edit: (String, String)) async throws {
        let files = try await TaskFiles.first(zone: "UTC")
        let edited = try await files.replacing(edit.0, with: edit.1)
        try await withReconciliation(documentedOnly: Self.reporting(task)) { reconciliation in
            try await reconciliation.apply(files)
            try await reconciliation.settle(files)
            let applied = try await reconciliation.apply(edited)
            #expect(applied.plan.actions.map(\.operation) == [.update])
            #expect(applied.failures == [])
            #expect(applied.after.differences(from: edited) == [])
        }
    }

    @Test("keeps what the files leave alone, though a PUT replaces")
    func replacingWritesOfIgnored() async throws {
        let files = try await TaskFiles.first(zone: "UTC")
        let edited = try await files.replacing(
            "name: Restart Survival", with: "name: Survival\n    ignore: [enabled, schedule, description]")
        try await withReconciliation(documentedOnly: Self.reporting(.singly)) { reconciliation in
            let applied = try await reconciliation.apply(files)
            let record = try #require(applied.after[named: "Restart Survival"])
            _ = try await reconciliation.server.services.update(
                id: String(record.id),
                [
                    "enabled": false, "schedule": "33 3 * * 3",
                    "description": .string("By hand.\n\n\(record.description)"),
                ], ifMatch: nil)
            try await #expect(reconciliation.apply(edited).failures == [])
            let renamed = try #require(try await reconciliation.state()[named: "Survival"])
            #expect(!renamed.isEnabled)
            #expect(renamed.schedule == "33 3 * * 3")
            #expect(renamed.description.hasPrefix("By hand.\n\nmanaged-by:"))
            #expect(renamed.task == record.task)
        }
    }

    @Test("is not written to where a field can neither be read nor is declared")
    func unreadableField() async throws {
        let files = try await TaskFiles.first(zone: "UTC")
        let edited = try await files.replacing(
            "name: Restart Survival", with: "name: Survival\n    ignore: [task]")
        try await withReconciliation(documentedOnly: Self.reporting(.never)) { reconciliation in
            try await reconciliation.apply(files)
            try await reconciliation.settle(files)
            let applied = try await reconciliation.apply(edited)
            #expect(applied.plan.actions.map(\.operation) == [.blocked])
            #expect(applied.untruths == [])
            #expect(applied.after.differences(from: files) == [])
        }
    }

    @Test("runs nothing at another hour: an empty one is left as it was")
    func zoneOnEmptyPanel() async throws {
        let files = try await TaskFiles.first()
        try await withReconciliation(documentedOnly: DocumentedOnlyOptions()) { reconciliation in
            let applied = try await reconciliation.apply(files)
            #expect(applied.untruths == [])
            #expect(applied.failures.count == 2)
            #expect(applied.failures.allSatisfy { $0.contains("time zones") })
            #expect(applied.after[named: "Warn Players"] == nil)
            #expect(applied.after[named: "Offsite Copy"] == nil)
            #expect(applied.after.tasks.count == 10)
            let again = try await reconciliation.plan(files).actions.filter { $0.operation != .bookkeeping }
            #expect(again.map(\.operation) == [.blocked, .blocked])
        }
    }

    @Test("runs nothing at another hour: what has a time zone is blocked")
    func zoneOnOtherPanel() async throws {
        let (utc, zoned) = (try await TaskFiles.edited(zone: "UTC"), try await TaskFiles.edited())
        try await withReconciliation(documentedOnly: DocumentedOnlyOptions()) { reconciliation in
            try await reconciliation.apply(utc)
            try await reconciliation.settle(utc)
            let applied = try await reconciliation.apply(zoned)
            #expect(applied.plan.actions.map(\.operation) == [.blocked, .blocked])
            #expect(applied.plan.actions.allSatisfy { $0.block?.code == .timeZoneUnsupported })
            #expect(applied.untruths == [])
            #expect(applied.after.differences(from: utc) == [])
        }
    }

    @Test("runs it at another hour where that is allowed, with a warning", arguments: [false, true])
    func zoneAllowed(hasTasks: Bool) async throws {
        let files = try await TaskFiles.first()
        try await withReconciliation(documentedOnly: DocumentedOnlyOptions()) { reconciliation in
            var reconciliation = reconciliation
            reconciliation.allowsUnsupported = true
            if hasTasks { try await reconciliation.apply(try await TaskFiles.edited(zone: "UTC")) }
            let applied = try await reconciliation.apply(files)
            #expect(applied.failures == [])
            #expect(applied.untruths == [])
            #expect(applied.after.differences(from: files) == [])
            let again = try await reconciliation.settle(files)
            #expect(again.diagnostics.contains { $0.message.contains("'timezone'") })
        }
    }

    @Test(
        "never has a task twice, whatever becomes of the answers to its creates",
        arguments: [Fault.loseAnswer, .resetMidAnswer, .doneBehindGatewayPage], [1, 2, 1_000])
    func lostCreates(_ fault: Fault, count: Int) async throws {
        let files = try await TaskFiles.first(zone: "UTC")
        try await withReconciliation(documentedOnly: DocumentedOnlyOptions()) { reconciliation in
            reconciliation.proxy.change(to: .first(count, of: "POST", fault))
            let applied = try await reconciliation.apply(files)
            #expect(applied.failures == [])
            #expect(applied.untruths == [])
            #expect(applied.after.differences(from: files) == [])
            // Nothing tells this panel that a create is one that it knows, so none is sent twice.
            let creates = reconciliation.proxy.requests.filter { $0.method == "POST" }
            #expect(creates.count == files.tasks.count)
        }
    }

    @Test("leaves nothing behind when the answer to the first create with a time zone is lost")
    func lostTrial() async throws {
        let files = try await TaskFiles.first()
        try await withReconciliation(documentedOnly: DocumentedOnlyOptions()) { reconciliation in
            var reconciliation = reconciliation
            reconciliation.parallelism = 1
            let zoned = ["Warn Players", "Offsite Copy"]
            reconciliation.proxy.change(
                to: FaultPlan([
                    FaultRule(where: { $0.method == "POST" && $0.isOf(zoned) }) { $0.match == 1 ? .loseAnswer : nil }
                ]))
            let applied = try await reconciliation.apply(files)
            #expect(applied.untruths == [])
            #expect(applied.after.tasks.filter { zoned.contains($0.name) && $0.isEnabled }.isEmpty)
            reconciliation.proxy.change(to: .none)
            let again = try await reconciliation.plan(files)
            #expect(again.actions.allSatisfy { [.blocked, .bookkeeping].contains($0.operation) })
        }
    }

    @Test("is read whole over pages that change meanwhile", arguments: FaultCase.pages.indices, 1...4)
    func pages(_ index: Int, page: Int) async throws {
        let (first, edited) = (try await TaskFiles.first(zone: "UTC"), try await TaskFiles.edited(zone: "UTC"))
        try await withReconciliation(documentedOnly: Self.reporting(.inLists, perPage: 4)) { reconciliation in
            try await reconciliation.apply(first)
            reconciliation.proxy.change(
                to: FaultPlan([
                    FaultRule(where: { $0.isList }) { $0.match == page ? FaultCase.pages[index].fault : nil }
                ]))
            let applied = try await reconciliation.apply(edited)
            #expect(applied.failures == [])
            #expect(applied.after.differences(from: edited) == [])
        }
    }

    @Test("comes to what the files say under faults", arguments: FaultCase.ambiguous.filter { $0.method != "GET" })
    func faults(_ fault: FaultCase) async throws {
        let (first, edited) = (try await TaskFiles.first(zone: "UTC"), try await TaskFiles.edited(zone: "UTC"))
        try await withReconciliation(documentedOnly: Self.reporting(.singly)) { reconciliation in
            for files in [first, edited] {
                reconciliation.proxy.change(to: fault.plan)
                let applied = try await reconciliation.apply(files)
                #expect(applied.untruths == [])
                #expect(applied.failures == [])
                try await reconciliation.expectConvergence(to: files)
            }
        }
    }
}

extension ProxiedRequest {
    /// Whether it is for a page of the list.
    fileprivate var isList: Bool { method == "GET" && path.hasSuffix("/services") }

    /// Whether its body is an object with one of these names.
    fileprivate func isOf(_ names: [String]) -> Bool {
        guard case .map(let body) = json, case .string(let name) = body["name"] else { return false }
        return names.contains(name)
    }
}
