import ClientPanelFixtures
import ClockFixtures
import PanelFixtures
import PhoenixModel
import Scheduling
import Testing

@testable import TaskRunners

@Suite("A backup")
struct BackupTests {
    private static let all: ValueMap = ["servers": ["all"]]

    private static func keeping(_ count: Int64, _ more: ValueMap = [:]) -> ValueMap {
        var data: ValueMap = ["servers": ["all"], "keep": .integer(count)]
        for (key, value) in more { data[key] = value }
        return data
    }

    /// A panel whose server has backups: each name stands for one that is an hour younger than the one before.
    private static func bench(
        _ names: [String], limit: Int = 10, options: StandInOptions = .unthrottled,
        _ change: (inout StandInServer) -> Void = { _ in }
    ) throws -> Bench {
        var server = StandInServer(1)
        server.backupLimit = limit
        server.backups = names.enumerated().map { number, name in
            StandInBackup(name, uuid: "old-\(number)", createdAt: .seconds(1_700_000_000 + number * 3_600))
        }
        change(&server)
        return try Bench([server], options: options)
    }

    /// The name of a backup that the task made in an earlier run.
    private static func own(_ run: Int64) -> String {
        BackupName.make(from: "own \(run)", server: "", run: .nightly(run), step: 1)
    }

    @Test("is made, waited for, and named after the server and the time of the run")
    func isMadeAndWaitedFor() async throws {
        let bench = try Bench()
        let outcome = try await bench.run("backup", ["servers": ["all"], "ignored": ["*.log", "cache/*"]])[0]
        #expect(outcome == StepOutcome(.succeeded))
        #expect(bench.time.now >= .seconds(1_800_000_030))
        #expect(bench.backups.count == 1)
        #expect(bench.backups[0].hasPrefix("server-1 2027-01-15 08:00 {phx 3-"))
        #expect(bench.panel.servers[0].backups[0].ignored == ["*.log", "cache/*"])
    }

    @Test("is known to be complete soon after it is, and not asked for all the time", arguments: [3, 60, 1_800])
    func isNoticedSoon(seconds: Int) async throws {
        var options = StandInOptions.unthrottled
        options.backupTime = .seconds(seconds)
        let bench = try Bench(options: options)
        let start = bench.time.now
        #expect(try await bench.run("backup", Self.all)[0].result == .succeeded)
        let late = bench.time.now - start - .seconds(seconds)
        #expect(late <= max(.seconds(2), min(.seconds(seconds) / 4, .seconds(10))))
        #expect(bench.time.waits.count <= 12 + seconds / 10)
    }

    @Test("is not waited for where the task does not want it")
    func isNotWaitedFor() async throws {
        let bench = try Bench()
        try await bench.run("backup", ["servers": ["all"], "wait": false])
        #expect(bench.time.waits.isEmpty)
    }

    @Test("has failed where the node could not complete it")
    func hasFailed() async throws {
        let bench = try Self.bench([Self.own(1)])
        let step = try await bench.steps("backup", Self.keeping(1))[0]
        bench.panel.inject(
            StandInFault(
                .answer(
                    ProxiedAnswer(
                        200,
                        json: [
                            "object": "backup",
                            "attributes": [
                                "uuid": "x", "name": "x", "is_successful": false, "is_locked": false,
                                "created_at": "2027-01-15T08:00:00Z", "completed_at": "2027-01-15T08:00:01Z",
                            ],
                        ])), "POST", pathSuffix: "/backups"))
        let outcome = await bench.runner.perform(step, run: .nightly)
        #expect(outcome.result == .failed)
        #expect(bench.backups == [Self.own(1)])
    }

    // MARK: In doubt

    @Test("is found by its name where the response was lost, and not made twice")
    func isFoundByItsName() async throws {
        for fault in [StandInFault.Kind.lost, .truncated, .answerAfterDoing(.page(502, "Bad Gateway"))] {
            let bench = try Bench()
            bench.panel.inject(StandInFault(fault, "POST"))
            #expect(try await bench.run("backup", Self.all).map(\.result) == [.succeeded])
            #expect(bench.writes == ["POST backups"])
        }
    }

    @Test("is made again where the request was lost before anything was done")
    func isMadeAgain() async throws {
        for fault in [StandInFault.Kind.down, .silence] {
            let bench = try Bench()
            bench.panel.inject(StandInFault(fault, "POST"))
            let outcome = try await bench.run("backup", Self.all)[0]
            #expect(outcome == StepOutcome(.succeeded, attempts: 2))
            #expect(bench.backups.count == 1)
        }
    }

    @Test("is unknown where it cannot be looked up either")
    func isUnknown() async throws {
        let bench = try Bench()
        let step = try await bench.steps("backup", Self.all)[0]
        bench.panel.inject(StandInFault(.lost, "POST"))
        bench.panel.inject(StandInFault(.answer(.page(502, "Bad Gateway")), times: 100))
        #expect(await bench.runner.perform(step, run: .nightly).result == .unknown)
        #expect(bench.writes == ["POST backups"])
    }

    @Test("has failed where the node is down, since no panel keeps it then")
    func hasFailedWhereTheNodeIsDown() async throws {
        let bench = try Self.bench([]) { $0.isNodeDown = true }
        let outcome = try await bench.run("backup", Self.all)[0]
        #expect(outcome.result == .failed)
        #expect(outcome.reason?.contains("cannot reach the server's node") == true)
        #expect(bench.writes == ["POST backups"])
    }

    @Test("that was begun before a crash is not made a second time")
    func thatWasBegunBeforeACrash() async throws {
        let bench = try Bench()
        let step = try await bench.steps("backup", Self.all)[0]
        _ = await bench.runner.perform(step, run: .nightly)
        #expect(await bench.runner.settle(step, run: .nightly).result == .succeeded)
        #expect(bench.writes == ["POST backups"])
    }

    @Test("that is under way after a crash is waited for")
    func thatIsUnderWayAfterACrash() async throws {
        let bench = try Bench()
        let unwatched = try await bench.steps("backup", ["servers": ["all"], "wait": false])[0]
        _ = await bench.runner.perform(unwatched, run: .nightly)
        let step = try await bench.steps("backup", Self.all)[0]
        #expect(await bench.runner.settle(step, run: .nightly).result == .succeeded)
        #expect(bench.time.waits.isEmpty == false)
        #expect(bench.writes == ["POST backups"])
    }

    @Test("that no panel knows after a crash is made")
    func thatNoPanelKnowsAfterACrash() async throws {
        let bench = try Bench()
        let step = try await bench.steps("backup", Self.all)[0]
        #expect(await bench.runner.settle(step, run: .nightly).result == .succeeded)
        #expect(bench.backups.count == 1)
    }

    @Test("is unknown after a crash as long as nobody can look")
    func isUnknownAfterACrash() async throws {
        let bench = try Bench()
        let step = try await bench.steps("backup", Self.all)[0]
        bench.panel.change { $0[0].status = "suspended" }
        #expect(await bench.runner.settle(step, run: .nightly).result == .unknown)
    }

    // MARK: Rotation

    @Test("deletes the oldest of its own beyond those to keep, once it is complete")
    func deletesTheOldestOfItsOwn() async throws {
        let bench = try Self.bench(["by hand", Self.own(1), Self.own(2), Self.own(3)])
        #expect(try await bench.run("backup", Self.keeping(2))[0].result == .succeeded)
        #expect(bench.backups.count == 3)
        #expect(bench.backups.prefix(2) == ["by hand", Self.own(3)])
        #expect(bench.writes == ["POST backups", "DELETE backups/old-1", "DELETE backups/old-2"])
    }

    @Test("never deletes locked ones or those of others, however few are to be kept")
    func neverDeletesLockedOnesOrThoseOfOthers() async throws {
        let other = RunIdentity(id: 1, serviceID: 3, serviceName: "another", time: Timestamp(seconds: 0))
        let anotherID = RunIdentity(id: 1, serviceID: 33, serviceName: "nightly", time: Timestamp(seconds: 0))
        let foreign = [
            "by hand", "", "{phx 3-", "{phx }", "nightly {phx 3 7}",
            BackupName.make(from: "x", server: "", run: other, step: 1),
            BackupName.make(from: "x", server: "", run: anotherID, step: 1), "\(Self.own(1)) copy",
        ]
        let bench = try Self.bench(foreign + [Self.own(1)], limit: 50) { server in
            server.backups[server.backups.count - 1].isLocked = true
        }
        try await bench.run("backup", Self.keeping(1))
        try await bench.run("backup", Self.keeping(1), run: .nightly(8))
        #expect(Array(bench.backups.prefix(9)) == foreign + [Self.own(1)])
        #expect(bench.backups.count == 10)
        #expect(!bench.writes.contains("DELETE backups/old-8"))
    }

    @Test("deletes nothing where it has failed")
    func deletesNothingWhereItHasFailed() async throws {
        let bench = try Self.bench([Self.own(1), Self.own(2)]) { $0.isNodeDown = true }
        #expect(try await bench.run("backup", Self.keeping(1))[0].result == .failed)
        #expect(bench.backups.count == 2)
    }

    @Test("has succeeded although the old ones could not be deleted, and says so")
    func hasSucceededAlthoughTheOldOnesCouldNotBeDeleted() async throws {
        let bench = try Self.bench([Self.own(1)]) { $0.permissions = ["backup.read", "backup.create"] }
        let outcome = try await bench.run("backup", Self.keeping(1))[0]
        #expect(outcome.result == .succeeded)
        #expect(outcome.reason?.contains("backup.delete") == true)
    }

    @Test("that is not waited for leaves as many complete ones as are to be kept")
    func thatIsNotWaitedFor() async throws {
        let bench = try Self.bench([Self.own(1), Self.own(2)])
        try await bench.run("backup", Self.keeping(1, ["wait": false]))
        #expect(bench.backups.count == 2)
        #expect(bench.backups[0] == Self.own(2))
    }

    // MARK: The limit of a server

    @Test("makes room by deleting the oldest of its own, where there is no room")
    func makesRoom() async throws {
        let bench = try Self.bench(["by hand", Self.own(1), Self.own(2)], limit: 3)
        #expect(try await bench.run("backup", Self.all)[0].result == .succeeded)
        #expect(bench.backups.prefix(2) == ["by hand", Self.own(2)])
        #expect(bench.writes == ["POST backups", "DELETE backups/old-1", "POST backups"])
    }

    @Test("passes over one that is locked at the last moment")
    func passesOverOneThatIsLocked() async throws {
        let bench = try Self.bench([Self.own(1), Self.own(2)], limit: 2)
        bench.panel.inject(
            StandInFault(
                .answer(.panelError(400, "BackupLockedException", "Cannot delete a backup that is marked as locked.")),
                "DELETE"))
        #expect(try await bench.run("backup", Self.all)[0].result == .succeeded)
        #expect(bench.backups.first == Self.own(1))
    }

    @Test("fails and deletes nothing where all that is there is locked or foreign")
    func failsAndDeletesNothing() async throws {
        let bench = try Self.bench(["by hand", Self.own(1)], limit: 2) { $0.backups[1].isLocked = true }
        let outcome = try await bench.run("backup", Self.keeping(1))[0]
        #expect(outcome.result == .failed)
        #expect(outcome.reason?.contains("none is an unlocked one of this task") == true)
        #expect(bench.backups.count == 2)
    }

    @Test("does not give up old backups because somebody has lowered the limit")
    func doesNotGiveUpOldBackups() async throws {
        let bench = try Self.bench((1...5).map { Self.own($0) }, limit: 2)
        let outcome = try await bench.run("backup", Self.keeping(5))[0]
        #expect(outcome.result == .failed)
        #expect(outcome.reason?.contains("5 backups where it may have 2") == true)
        #expect(bench.backups.count == 5)
    }

    @Test("says that a server may have none")
    func saysThatAServerMayHaveNone() async throws {
        let bench = try Self.bench([], limit: 0)
        #expect(try await bench.run("backup", Self.all)[0].reason == "the server may have no backups (its limit is 0)")
    }

    @Test("waits where a server has had enough of them for now")
    func waitsWhereAServerHasHadEnough() async throws {
        let bench = try Bench()
        for run in 1...3 as ClosedRange<Int64> {
            #expect(try await bench.run("backup", Self.all, run: .nightly(run))[0].result == .succeeded)
        }
        #expect(bench.backups.count == 3)
        #expect(bench.time.now >= .seconds(1_800_000_600))
    }

    @Test("that should be locked says where it is not")
    func thatShouldBeLockedSaysWhereItIsNot() async throws {
        let bench = try Self.bench([]) { $0.permissions = ["backup.read", "backup.create"] }
        let locked: ValueMap = ["servers": ["all"], "locked": true]
        #expect(try await bench.run("backup", locked)[0].reason?.contains("not locked") == true)
        let other = try Self.bench([])
        #expect(try await other.run("backup", locked)[0].reason == nil)
        #expect(other.panel.servers[0].backups[0].isLocked)
    }

    // MARK: Names

    @Test("has a name of its own in every run, step and task, which panels keep as it is")
    func hasANameOfItsOwn() {
        let long = String(repeating: "ü", count: 300)
        let names = [1, 2].flatMap { run in
            [1, 2].flatMap { step in
                ["{server}", long, "", " a ", "{date}"].map {
                    BackupName.make(from: $0, server: "{date}\u{7}", run: .nightly(Int64(run)), step: step)
                }
            }
        }
        #expect(Set(names).count == 20)
        for name in names {
            #expect(name.unicodeScalars.count <= 191)
            #expect(String(name.trimmed()) == name)
            #expect(BackupName.isOwn(name, of: .nightly(99)))
        }
        #expect(names[0].hasPrefix("{date} {phx "))
    }
}
