import ClientAPI
import ClientPanelFixtures
import ClockFixtures
import NativeSchedules
import PanelFixtures
import PhoenixModel
import Testing

@Suite("Writing the schedules of a panel's servers")
struct NativeWritingTests {
    // MARK: Creating

    @Test("creates a schedule inactive, then its tasks in order, then activates it")
    func createsInactiveFirst() async throws {
        let bench = Bench()
        let object = try await bench.native().create(bench.write(), idempotencyKey: "k")
        let lines = bench.panel.writes.map { "\($0.action) \($0.body?.flag("is_active") ?? "")" }
        #expect(
            lines == [
                "schedules false", "schedules/1/tasks ", "schedules/1/tasks ", "schedules/1 true",
            ])
        let schedule = try #require(bench.schedules().first)
        #expect(schedule.isActive)
        #expect(schedule.name.hasPrefix("Nightly restart {phx skyblock/restart 1."))
        #expect(schedule.chain.map(\.payload) == ["a", "restart"])
        #expect(schedule.chain.map(\.offset) == [0, 60])
        #expect(object.isAsWritten(bench.write()))
        #expect(object.id == "00000001/1")
    }

    @Test("leaves a schedule that is not enabled inactive")
    func leavesItInactive() async throws {
        let bench = Bench()
        _ = try await bench.native().create(bench.write(enabled: false), idempotencyKey: "k")
        #expect(bench.schedules().map(\.isActive) == [false])
    }

    @Test("keeps a schedule whose task fails inactive and marked, says so, and finishes it the next time")
    func keepsAnUnfinishedScheduleInactive() async throws {
        let bench = Bench()
        bench.panel.change(options: { $0.taskLimit = 1 })
        let errors = try await bench.apply([bench.write()])
        #expect(errors.first?.message.contains("is not finished") == true)
        #expect(errors.first?.help == "it stays inactive, and the next apply finishes it")
        #expect(bench.schedules().map(\.isActive) == [false])
        bench.panel.change(options: { $0.taskLimit = 10 })
        #expect(try await bench.apply([bench.write()]).isEmpty)
        #expect(bench.schedules().map(\.isActive) == [true])
        #expect(bench.schedules()[0].tasks.count == 2)
    }

    @Test("finds by its marker what became of a create whose answer was lost")
    func findsACreateWhoseAnswerWasLost() async throws {
        for kind in [StandInFault.Kind.lost, .truncated, .answerAfterDoing(.page(502, "Bad Gateway"))] {
            for suffix in ["/schedules", "/tasks", "/schedules/1"] {
                let bench = Bench()
                bench.panel.inject(StandInFault(kind, "POST", pathSuffix: suffix))
                _ = try await bench.native().create(bench.write(), idempotencyKey: "k")
                #expect(bench.schedules().count == 1)
                #expect(bench.schedules()[0].chain.map(\.payload) == ["a", "restart"])
                #expect(bench.schedules()[0].isActive)
            }
        }
    }

    @Test("creates one of two that are created at the same time")
    func createsOneOfTwo() async throws {
        let bench = Bench()
        async let first = bench.apply([bench.write()])
        async let second = bench.apply([bench.write()])
        let errors = try await first + second
        #expect(bench.schedules().count == 1)
        #expect(errors.count <= 1)
        try await bench.apply([bench.write()])
        #expect(bench.schedules().map(\.isActive) == [true])
        #expect(bench.schedules()[0].tasks.count == 2)
    }

    @Test("says what the panel kept, where it cut something, and does not activate it")
    func saysWhatThePanelKept() async throws {
        let bench = Bench()
        let minutes = Array(repeating: "1,3,5,7,9,11,13,15,17,19,21,23,25,27,29,31,33", count: 1).joined(separator: ",")
        let long = (0..<60).map(String.init).joined(separator: ",").replacing("58,59", with: "58")
        _ = minutes
        var errors = try await bench.apply([bench.write(schedule: "\(long),59 0-22 2-30 2-11 *")])
        errors += try await bench.apply([
            bench.write("long", steps: [Bench.say(String(repeating: "ü", count: 40_000))])
        ])
        #expect(errors.last?.message.contains("kept 65534 of the 80000 bytes of the payload of step 1") == true)
        #expect(bench.schedules().last?.isActive == false)
    }

    @Test("refuses a panel in another zone, and leaves nothing there")
    func refusesAPanelInAnotherZone() async throws {
        let bench = Bench { $0.zone = "America/New_York" }
        let errors = try await bench.apply([bench.write()])
        #expect(errors.first?.message.contains("the panel computes schedules with UTC-0") == true)
        #expect(bench.schedules().isEmpty)
        var write = bench.write()
        write.fields.timezone = nil
        #expect(try await bench.apply([write]).isEmpty)
    }

    @Test("keeps to the creates that a panel allows on each server, and does not hold up the others")
    func keepsToTheCreatesOfEachServer() async throws {
        let bench = Bench(3, .pelican)
        let begin = bench.time.now
        let writes = (0..<5).flatMap { number in (0..<3).map { bench.write("s\(number)", on: $0) } }
        #expect(try await bench.apply(writes).isEmpty)
        #expect(bench.panel.servers.map(\.schedules.count) == [5, 5, 5])
        #expect(bench.time.now - begin >= .seconds(120))
        #expect(bench.time.now - begin < .seconds(125))
        // None was sent that the panel refused.
        #expect(bench.panel.writes.count { $0.action == "schedules" } == 15)
    }

    @Test("waits as long as the panel asks where others have used up the creates")
    func waitsWhereOthersHaveUsedUpTheCreates() async throws {
        let bench = Bench(1, .pelican)
        for number in 0..<2 { _ = try await bench.native().create(bench.write("o\(number)"), idempotencyKey: "k") }
        #expect(try await bench.apply([bench.write("mine")]).isEmpty)
        #expect(bench.schedules().count == 3)
    }

    // MARK: Changing

    @Test("changes tasks by their places while the schedule is inactive")
    func changesTasksByTheirPlaces() async throws {
        let bench = Bench()
        let native = try bench.native()
        let object = try await native.create(bench.write(), idempotencyKey: "k")
        let count = bench.panel.requests.count
        let wanted = bench.write(steps: [Bench.say("b"), Bench.power("restart", after: 60), Bench.say("c", after: 30)])
        _ = try await native.read(id: object.id)
        _ = try await native.update(id: object.id, wanted, ifMatch: nil)
        #expect(
            bench.panel.requests.dropFirst(count).map(\.action) == [
                "schedules/1", "schedules/1", "schedules/1/tasks/1", "schedules/1/tasks", "schedules/1",
            ])
        #expect(bench.schedules()[0].chain.map(\.payload) == ["b", "restart", "c"])
        #expect(bench.schedules()[0].chain.map(\.id) == [1, 2, 3])
        _ = try await native.update(id: object.id, bench.write(steps: [Bench.say("b")]), ifMatch: nil)
        #expect(bench.schedules()[0].chain.map(\.id) == [1])
        #expect(bench.schedules()[0].isActive)
    }

    @Test("sends one request where the steps stay, and does not touch them")
    func sendsOneRequestWhereTheStepsStay() async throws {
        let bench = Bench()
        let native = try bench.native()
        let object = try await native.create(bench.write(), idempotencyKey: "k")
        let count = bench.panel.writes.count
        _ = try await native.read(id: object.id)
        let updated = try await native.update(id: object.id, bench.write(schedule: "30 5 * * 1"), ifMatch: nil)
        #expect(bench.panel.writes.dropFirst(count).map(\.action) == ["schedules/1"])
        #expect(updated.fields.schedule == "30 5 * * 1")
        #expect(bench.schedules()[0].cron == ["30", "5", "*", "*", "1"])
    }

    @Test("waits for a run to end before it changes the steps")
    func waitsForARun() async throws {
        let bench = Bench()
        let native = try bench.native()
        let object = try await native.create(bench.write(), idempotencyKey: "k")
        let end = bench.time.now + .seconds(30)
        bench.panel.change { $0[0].schedules[0].processingUntil = end }
        _ = try await native.update(id: object.id, bench.write(steps: [Bench.say("b")]), ifMatch: nil)
        #expect(bench.time.now >= end)
        #expect(bench.schedules()[0].chain.map(\.payload) == ["b"])
    }

    @Test("leaves a schedule alone that runs longer than a minute")
    func leavesARunningScheduleAlone() async throws {
        let bench = Bench()
        let native = try bench.native()
        let object = try await native.create(bench.write(), idempotencyKey: "k")
        bench.panel.change { $0[0].schedules[0].processingUntil = .seconds(10_000_000_000) }
        let count = bench.panel.writes.count
        let wanted = bench.write(steps: [Bench.say("b")])
        let error = await panelError { () throws(PanelError) in
            try await native.update(id: object.id, wanted, ifMatch: nil)
        }
        #expect(error?.code == .unavailable)
        #expect(error?.message == "it has been running for 60 seconds")
        #expect(bench.panel.writes.count == count)
    }

    @Test("keeps what was made of a marker where it does not write ownership, and takes it away where it is to go")
    func keepsMarkersWhereItDoesNotWriteOwnership() async throws {
        let bench = Bench()
        bench.panel.add(StandInSchedule(id: 1, name: "Restart {phx a/b 1.dam"), to: 0)
        let native = try bench.native()
        var write = bench.write(name: "Other", steps: [])
        write.fields.steps = nil
        write.ownership = .leave
        _ = try await native.update(id: "00000001/1", write, ifMatch: nil)
        #expect(bench.schedules()[0].name == "Other {phx a/b 1.dam")
        write.ownership = .remove
        _ = try await native.update(id: "00000001/1", write, ifMatch: nil)
        #expect(bench.schedules()[0].name == "Other")
    }

    @Test("says that a server was suspended meanwhile, and changes nothing")
    func saysThatAServerWasSuspended() async throws {
        let bench = Bench()
        let native = try bench.native()
        let object = try await native.create(bench.write(), idempotencyKey: "k")
        bench.panel.change { $0[0].status = "suspended" }
        let wanted = bench.write(name: "Other")
        for error in [
            await panelError { () throws(PanelError) in try await native.read(id: object.id) },
            await panelError { () throws(PanelError) in try await native.update(id: object.id, wanted, ifMatch: nil) },
            await panelError { () throws(PanelError) in try await native.create(wanted, idempotencyKey: "k") },
            await panelError { () throws(PanelError) in try await native.delete(id: object.id, ifMatch: nil) },
        ] {
            #expect(error?.code == .unavailable)
        }
    }

    @Test("never shows a secret command that the panel sends back")
    func neverShowsASecretCommand() async throws {
        let bench = Bench()
        bench.panel.inject(
            StandInFault(
                .answer(.panelError(500, "QueryException", "insert … 'login hunter22'")), "POST", pathSuffix: "/tasks",
                times: 9))
        let secret = Value.secret(Secret(reference: "${secret:login}", value: "login hunter22"))
        let steps: [Value] = [["action": "command", "payload": secret, "offset": 0, "continue_on_failure": false]]
        let errors = try await bench.apply([bench.write(steps: steps)])
        #expect(errors.first?.message.contains("hunter22") == false)
    }

    @Test(
        "refuses a name that would be taken for a marker, whole or damaged",
        arguments: [
            "x {phx a/b 1.AAAAAAAAAAAAAAA}", "{phx", "x {PHX a/b", "phx a/b", "(phx a/b 1.AAAAAAAAAAAAAAA)",
            "x a/b !s1.AAAAAAAAAAAAAAA}",
        ])
    func refusesANameLikeAMarker(name: String) async throws {
        let bench = Bench()
        let errors = try await bench.apply([bench.write(name: name)])
        #expect(errors.map(\.code) == [.invalid])
        #expect(bench.panel.writes.isEmpty)
    }

    // MARK: Deleting

    @Test("deletes a schedule with its tasks, and says that one is gone")
    func deletesASchedule() async throws {
        let bench = Bench()
        let native = try bench.native()
        let object = try await native.create(bench.write(), idempotencyKey: "k")
        try await native.delete(id: object.id, ifMatch: nil)
        #expect(bench.schedules().isEmpty)
        let error = await panelError { () throws(PanelError) in try await native.delete(id: object.id, ifMatch: nil) }
        #expect(error?.code == .notFound)
    }
}

extension Value {
    fileprivate func flag(_ name: String) -> String? {
        guard case .map(let map) = self, case .bool(let flag)? = map[name] else { return nil }
        return "\(flag)"
    }
}
