import ClientAPI
import Clocks
import PhoenixModel
import Scheduling

extension StepExecution {
    /// Until a panel that is still at work on a lost request has written its row.
    private static let lookUpInterval = Duration.seconds(20)

    /// Makes a backup, waits for it, and deletes the oldest ones of the task beyond those to keep. One that an earlier
    /// attempt may have made (`mayExist`) is looked up first.
    func makeBackup(_ instruction: BackupInstruction, mayExist: Bool) async throws(ClientAPIError) -> StepOutcome {
        guard let name = instruction.name else {
            return StepOutcome(.failed, "the step has no name for its backup", attempts: 0)
        }
        var backup: ServerBackup?
        var attempts = 0
        if mayExist {
            do throws(ClientAPIError) {
                backup = try await find(name)
            } catch {
                if error.code == .cancelled { throw error }
                return StepOutcome(.unknown, "it is not known whether the backup was made: \(error)", attempts: 0)
            }
        }
        if backup == nil { backup = try await create(instruction, name, &attempts) }
        guard let backup else { return StepOutcome(.failed, "the panel has not kept the backup", attempts: attempts) }
        if instruction.waits {
            let ended = try await wait(for: backup)
            if ended.state == .failed {
                return StepOutcome(.failed, "the node could not complete the backup", attempts: attempts)
            }
        }
        var remarks: [String] = []
        if instruction.isLocked, !backup.isLocked {
            remarks.append("it is not locked: the owner of the key needs the permission backup.delete")
        }
        if let keep = instruction.keep {
            do throws(ClientAPIError) {
                try await rotate(keep: Int(keep))
            } catch {
                // The backup is there; what is left over is for the next run.
                if error.code == .cancelled { throw error }
                remarks.append("old backups could not be deleted: \(error)")
            }
        }
        return StepOutcome(
            .succeeded, remarks.isEmpty ? nil : remarks.joined(separator: "; "), attempts: attempts)
    }

    // MARK: Creating

    private func create(
        _ instruction: BackupInstruction, _ name: String, _ attempts: inout Int
    ) async throws(ClientAPIError) -> ServerBackup? {
        let new = NewBackup(name: name, ignored: instruction.ignored, isLocked: instruction.isLocked)
        let (client, id) = (client, target.id)
        var hasMadeRoom = false
        var hasBeenLost = false
        while true {
            attempts += 1
            do throws(ClientAPIError) {
                return try await patience { () async throws(ClientAPIError) in
                    try await client.createBackup(new, on: id)
                }
            } catch {
                if error.code == .cancelled { throw error }
                if error.code == .backupLimit, !hasMadeRoom {
                    try await makeRoom()
                    hasMadeRoom = true
                    continue
                }
                guard error.mayBeDone else { throw error }
                if let backup = try await lookUp(name, after: error) { return backup }
                // There is none, so that another attempt makes no second one. A node that is down stays down.
                guard !hasBeenLost, error.code != .nodeUnreachable else { throw error.knownNotToBeDone }
                hasBeenLost = true
            }
        }
    }

    /// The backup that a request has made whose response was lost.
    private func lookUp(_ name: String, after lost: ClientAPIError) async throws(ClientAPIError) -> ServerBackup? {
        for isLast in [false, true] {
            do throws(ClientAPIError) {
                if let backup = try await find(name) { return backup }
            } catch {
                throw error.code == .cancelled ? error : lost
            }
            if lost.code == .nodeUnreachable { return nil }
            if !isLast { try await patience.sleep(Self.lookUpInterval) }
        }
        return nil
    }

    private func find(_ name: String) async throws(ClientAPIError) -> ServerBackup? {
        try await backups().backups.last { $0.name == name }
    }

    private func backups() async throws(ClientAPIError) -> BackupList {
        let (client, id) = (client, target.id)
        return try await patience { () async throws(ClientAPIError) in try await client.backups(of: id) }
    }

    private func wait(for backup: ServerBackup) async throws(ClientAPIError) -> ServerBackup {
        let (client, id) = (client, target.id)
        var backup = backup
        var failures = 0
        let start = clock.now()
        while backup.state == .running {
            try await patience.sleep(pollInterval(since: start))
            do throws(ClientAPIError) {
                let uuid = backup.uuid
                backup = try await patience { () async throws(ClientAPIError) in try await client.backup(uuid, of: id) }
                failures = 0
            } catch {
                failures += 1
                guard error.mayPass, failures < Self.maximumFailures else { throw error }
            }
        }
        return backup
    }

    // MARK: Deleting

    /// Those that may be deleted, oldest first: complete, unlocked, and made by this task.
    private func expendable(_ list: BackupList) -> [ServerBackup] {
        list.backups.filter { $0.state == .succeeded && !$0.isLocked && BackupName.isOwn($0.name, of: run) }
    }

    private func rotate(keep: Int) async throws(ClientAPIError) {
        let own = expendable(try await backups())
        for backup in own.dropLast(keep) { _ = try await delete(backup) }
    }

    /// Deletes the oldest expendable backup of a server that may have no more. Only one: where more are in the way,
    /// somebody has lowered the limit, and the task's backups are not given up for that.
    private func makeRoom() async throws(ClientAPIError) {
        let (client, id) = (client, target.id)
        let server = try await patience { () async throws(ClientAPIError) in try await client.server(id) }.server
        let list = try await backups()
        let count = list.countedByLimit ?? list.backups.count { $0.state != .failed }
        if server.backupLimit == 0 {
            throw ClientAPIError(.backupLimit, "the server may have no backups (its limit is 0)")
        }
        if let limit = server.backupLimit, count > limit {
            throw ClientAPIError(
                .backupLimit, "the server has \(count) backups where it may have \(limit)",
                help: "delete some, or raise its limit")
        }
        for backup in expendable(list) where try await delete(backup) { return }
        throw ClientAPIError(
            .backupLimit,
            "the server has as many backups as it may have (\(count)), and none is an unlocked one of this task",
            help: "delete one, or raise its limit")
    }

    /// False for one that was locked meanwhile.
    private func delete(_ backup: ServerBackup) async throws(ClientAPIError) -> Bool {
        let (client, id) = (client, target.id)
        do throws(ClientAPIError) {
            try await patience { () async throws(ClientAPIError) in
                try await client.deleteBackup(backup.uuid, of: id)
            }
            return true
        } catch {
            guard error.code == .backupLocked else { throw error }
            return false
        }
    }
}

extension ClientAPIError {
    fileprivate var knownNotToBeDone: Self { Self(code, message, help: help) }
}
