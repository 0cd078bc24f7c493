import ClientPanelFixtures
import ClockFixtures
import PanelFixtures
import PhoenixModel
import Testing

@Suite("An apply of schedules that is killed")
struct KilledApplyTests {
    @Test(
        "after any request is finished by the next one, with nothing twice, half or left inactive",
        arguments: [
            StandInFamily.phoenixPanel, .pelican,
        ])
    func isFinishedByTheNextOne(family: StandInFamily) async throws {
        var limit = 1
        var wasCut = true
        while wasCut {
            let bench = Bench(2, family)
            // One is there to be changed, one with more tasks than wanted, and two are to be created.
            try await bench.apply([
                bench.write("changed", steps: [Bench.say("old"), Bench.power("stop", after: 5), Bench.say("z")]),
                bench.write("renamed", on: 1, name: "Old name"),
            ])
            bench.time.advance(.seconds(60))
            let wanted = [
                bench.write("changed", steps: [Bench.say("new"), Bench.power("restart", after: 9)]),
                bench.write("renamed", on: 1, name: "New name", schedule: "5 5 * * *"),
                bench.write("created"), bench.write("disabled", on: 1, enabled: false),
            ]
            let before = bench.panel.requests.count
            try await bench.apply(wanted, limit: limit)
            wasCut = bench.panel.requests.count - before >= limit
            bench.time.advance(.seconds(120))
            let errors = try await bench.apply(wanted)
            #expect(errors.isEmpty, "killed after \(limit)")
            expectAll(wanted, on: bench, "killed after \(limit)")
            let count = bench.panel.writes.count
            try await bench.apply(wanted)
            #expect(bench.panel.writes.count == count)
            limit += 1
        }
        #expect(limit > 20)
    }

    private func expectAll(_ writes: [ObjectWrite], on bench: Bench, _ comment: String) {
        #expect(bench.panel.servers.map(\.schedules.count).reduce(0, +) == writes.count, "\(comment)")
        for write in writes {
            let place = bench.panel.servers.firstIndex { $0.identifier == write.server } ?? 0
            guard case .set(let ownership) = write.ownership, let entry = ScheduleKey(ownership.key)?.entry,
                let schedule = bench.schedules(on: place).first(where: { $0.name.contains("/\(entry) ") }),
                case .list(let steps)? = write.fields.steps
            else {
                Issue.record("\(comment): nothing of \(write.fields.name)")
                continue
            }
            #expect(schedule.isActive == write.fields.enabled, "\(comment)")
            #expect(schedule.tasks.count == steps.count, "\(comment)")
            #expect(schedule.name.hasPrefix(write.fields.name), "\(comment)")
        }
    }

    @Test("at any answer that is lost, and goes on, is finished", arguments: 1...40)
    func isFinishedWhereAnAnswerIsLost(number: Int) async throws {
        let bench = Bench()
        let wanted = [bench.write("a"), bench.write("b", on: 1), bench.write("c", steps: [Bench.say("x")])]
        let kinds: [StandInFault.Kind] = [
            .lost, .truncated, .down, .silence, .answer(.page(502, "Bad Gateway")),
            .answerAfterDoing(.page(504, "Gateway Timeout")),
            .answer(.panelError(429, "ThrottleRequestsException", "Too Many Attempts.", headers: ["Retry-After": "7"])),
            .answer(.panelError(503, "HttpException", "Service Unavailable")), .answer(.text(200, "{")),
            .answerAfterDoing(.text(200, "[]")),
        ]
        // The fault strikes at one of the writes, whichever comes then.
        bench.panel.inject(StandInFault(kinds[number % kinds.count], "POST", skipping: number / kinds.count))
        try await bench.apply(wanted)
        bench.time.advance(.seconds(120))
        #expect(try await bench.apply(wanted).isEmpty)
        expectAll(wanted, on: bench, "fault \(number)")
    }
}
