package import PanelStore
import PhoenixModel

/// Copies a panel from one store to another, with its ids, keys, runs, messages and all that is known of health.
///
/// Rows go over in batches, each with the place it ends at in one transaction, so that a copy that was killed goes on
/// from there. Until its end the target can be used for nothing else. What was copied is compared with the source at
/// the end: a source that was written to meanwhile is found out.
package struct StoreCopy {
    package struct End: Sendable {
        /// A store as people name it, without a password.
        package let name: String
        package let store: any PanelStore

        package init(_ name: String, _ store: any PanelStore) {
            self.name = name
            self.store = store
        }
    }

    /// What is being done, of which table, and how many of its rows are behind it.
    package enum Progress: Sendable, Hashable {
        case resumed(after: String?)
        case copied(table: String, rows: Int)
        case compared(table: String, rows: Int)
    }

    private let source: End
    private let target: End
    private let batch: Int
    private let tables: [StoredTable]

    /// `batch`: the most rows in memory at once, and in one transaction.
    package init(from source: End, to target: End, batch: Int = 500) {
        self.source = source
        self.target = target
        self.batch = batch
        tables = StoredTable.all
    }

    /// Copies what is not copied yet, and compares.
    /// - Throws: `StoreCopyError`, or why a store cannot work.
    package func run(_ report: (Progress) -> Void) async throws -> [ComparedTable] {
        try await checkNobodyServes(source)
        try await checkNobodyServes(target)
        var progress = try await begin()
        if progress.table != nil { report(.resumed(after: progress.table)) }
        for table in rest(after: progress) { try await copy(table, &progress, report) }
        for table in tables where table.givesIDs {
            let id = try await source.store.read { try await $0.lastID(of: table) }
            try await target.store.write { try await $0.setLastID(of: table, to: id) }
        }
        let mark = try await source.store.read { try await $0.changeMark() }
        var compared: [ComparedTable] = []
        for table in tables {
            compared.append(try await compare(table))
            report(.compared(table: table.name, rows: compared.last?.source.rows ?? 0))
        }
        let different = compared.filter { $0.source != $0.target }
        guard different.isEmpty else { throw StoreCopyError.different(source.name, target.name, different) }
        // What was compared already may have been changed since.
        try await checkNobodyServes(source)
        let isSame = try await source.store.read { try await $0.changeMark() } == mark
        guard isSame else { throw StoreCopyError.changed(source.name, target.name) }
        try await target.store.write { try await $0.note(nil) }
        return compared
    }

    private func checkNobodyServes(_ end: End) async throws {
        let alive = try await end.store.read { store in
            let now = try await store.now()
            return try await store.replicas().filter { $0.isAlive(at: now) }.map(\.name)
        }
        if !alive.isEmpty { throw StoreCopyError.served(end.name, by: alive) }
    }

    /// Takes possession of an empty target, or of one that has the beginning of this copy.
    private func begin() async throws -> UnfinishedCopy {
        let (source, target) = (source.name, target.name)
        return try await self.target.store.write { store in
            if let begun = try await store.unfinishedCopy() {
                guard begun.source == source else { throw StoreCopyError.otherCopy(target, of: begun.source) }
                return begun
            }
            guard try await Self.isEmpty(store) else { throw StoreCopyError.notEmpty(target) }
            // Each depends on one of those before at most.
            for record in SystemServices.initial(at: try await store.now()).reversed() {
                try await store.remove(record.id)
            }
            let copy = UnfinishedCopy(from: source)
            try await store.note(copy)
            return copy
        }
    }

    /// Whether a store has only what every new one has.
    private static func isEmpty(_ store: any PanelStoreTransaction) async throws -> Bool {
        let services = try await store.allServices()
        guard let first = services.first, services == SystemServices.initial(at: first.createdAt) else { return false }
        for table in StoredTable.all where table != .services && table != .dependencies {
            guard try await store.rows(of: table, after: nil, limit: 1).isEmpty else { return false }
        }
        return true
    }

    private func rest(after progress: UnfinishedCopy) -> ArraySlice<StoredTable> {
        guard let last = tables.firstIndex(where: { $0.name == progress.table }) else { return tables[...] }
        return tables[(progress.key == nil ? last + 1 : last)...]
    }

    private func copy(
        _ table: StoredTable, _ progress: inout UnfinishedCopy, _ report: (Progress) -> Void
    ) async throws {
        var key = progress.table == table.name ? progress.key : nil
        var count = 0
        while true {
            let rows = try await source.store.read { [key, batch] in
                try await $0.rows(of: table, after: key, limit: batch)
            }
            let before = progress
            progress.table = table.name
            progress.key = rows.count == batch ? rows.last?.key : nil
            let (after, name) = (progress, target.name)
            try await target.store.write { store in
                // Two that copy the same at once would each take the other's rows for their own.
                guard try await store.unfinishedCopy() == before else { throw StoreCopyError.otherProcess(name) }
                try await store.restore(rows, to: table)
                try await store.note(after)
            }
            count += rows.count
            report(.copied(table: table.name, rows: count))
            guard let last = progress.key else { return }
            key = last
        }
    }

    private func compare(_ table: StoredTable) async throws -> ComparedTable {
        async let source = digest(of: table, in: source.store)
        async let target = digest(of: table, in: target.store)
        return ComparedTable(name: table.name, source: try await source, target: try await target)
    }

    private func digest(of table: StoredTable, in store: any PanelStore) async throws -> TableDigest {
        var digest = TableDigest()
        var key: [ColumnValue]?
        while true {
            let rows = try await store.read { [key, batch] in
                try await $0.rows(of: table, after: key, limit: batch)
            }
            for row in rows { digest.add(row.values) }
            guard rows.count == batch, let last = rows.last else { return digest }
            key = last.key
        }
    }
}

/// What was found of one table in both stores.
package struct ComparedTable: Sendable, Hashable {
    package let name: String
    package let source: TableDigest
    package let target: TableDigest
}
