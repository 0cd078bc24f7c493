import ArgumentParser
import Diagnostics
import PanelStore
import PhoenixModel
import Reporting
import StoreCopying

struct StoreCopyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "copy", abstract: "Copy a panel to an empty store.",
        discussion: """
            Copies services, tasks, keys, runs, messages and the history of health, with their ids, and compares both \
            stores at the end. The first store stays as it is. Stop `phoenix serve` before; a copy that was \
            interrupted goes on when the same command is given again.

            Example:
              phoenix store copy sqlite:panel.db postgres://phoenix@db/phoenix
              phoenix store copy postgres://phoenix@db/phoenix sqlite:panel.db
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case table, json
    }

    @Argument(help: ArgumentHelp("The store to copy.", valueName: "from"))
    var from: String

    @Argument(help: ArgumentHelp("The store to copy to. It is made if it does not exist.", valueName: "to"))
    var to: String

    @Option(name: [.customShort("o"), .customLong("output")], help: "How to show what was copied.")
    var outputFormat: Format = .table

    @OptionGroup var output: OutputOptions

    func run() async throws {
        let run = CommandRun(output)
        try await run.perform {
            let home = run.environment.nonEmpty("HOME")
            let (source, target) = (try StoreLocation(from, home: home), try StoreLocation(to, home: home))
            guard source != target else {
                throw CommandError(.noTarget, "both stores are \(source.text)", help: "name another one to copy to")
            }
            let from = StoreCopy.End(source.text, try await run.openExistingStore(source, for: .reading))
            let to = StoreCopy.End(target.text, try await run.openStore(target, for: .restoring))
            let tables: [ComparedTable]
            do {
                tables = try await StoreCopy(from: from, to: to).run { say($0, on: run) }
            } catch let error as StoreCopyError {
                throw CommandError(.storeUnavailable, error.message, help: error.help, status: .error)
            } catch let error as PanelStoreError {
                throw PanelError(.store(error.fault), error.message, help: error.help)
            }
            switch outputFormat {
            case .table: run.console.result(Self.text(tables, run.console.style))
            case .json: run.console.result(["data": .list(tables.map(Self.value))])
            }
            let rows = tables.reduce(0) { $0 + $1.source.rows }
            run.console.note("copied \(source.text) to \(target.text): \(Plural.text(rows, "row")), all the same")
        }
    }

    private func say(_ progress: StoreCopy.Progress, on run: CommandRun) {
        switch progress {
        case .resumed(let table):
            run.console.note("goes on after \(table ?? "its beginning"), where it was interrupted")
        case .copied(let table, let rows): if run.isVerbose { run.console.note("copied \(table): \(rows)") }
        case .compared(let table, let rows): if run.isVerbose { run.console.note("compared \(table): \(rows)") }
        }
    }

    private static func text(_ tables: [ComparedTable], _ style: TextStyle) -> String {
        var table = Table(header: ["TABLE", "ROWS", "DIGEST"])
        for compared in tables {
            table.add([compared.name, String(compared.source.rows), compared.source.text])
        }
        return table.render(style)
    }

    private static func value(_ table: ComparedTable) -> Value {
        [
            "table": .string(table.name), "rows": .integer(Int64(table.source.rows)),
            "digest": .string(table.source.text),
        ]
    }
}
