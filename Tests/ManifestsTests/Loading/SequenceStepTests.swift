import Diagnostics
import Manifests
import PhoenixModel
import Testing

@Suite("Times of the steps of sequences")
struct SequenceStepTests {
    private func task(_ steps: String, more: String = "") -> String {
        """
        tasks:
          restart:
            schedule: "0 4 * * *"
            \(more)
            task:
              type: sequence
              data:
                servers: [lobby]
                steps:
                  \(steps.split(separator: "\n").joined(separator: "\n          "))
        """
    }

    private func steps(_ loaded: LoadedManifests) -> Value? {
        guard case .map(let task)? = loaded.desired?.objects.first?.fields.task, case .map(let data)? = task["data"]
        else { return nil }
        return data["steps"]
    }

    @Test("a countdown sends its command with the time that is left, and what follows starts at its end")
    func countdown() async {
        let loaded = await ManifestCase.check(
            task("- { countdown: [10m, 5m, 90s, 1], command: \"say Restart in ${left}\" }\n- { power: restart }"))
        #expect(
            steps(loaded) == [
                ["command": "say Restart in 10 minutes"], ["wait": 300], ["command": "say Restart in 5 minutes"],
                ["wait": 210], ["command": "say Restart in 90 seconds"], ["wait": 89],
                ["command": "say Restart in 1 second"], ["wait": 1], ["power": "restart"],
            ])
    }

    @Test("'after' counts from the step before, with what it waits, and 'at' from the start of all")
    func times() async {
        let loaded = await ManifestCase.check(
            task(
                "- { after: 1h, command: a }\n- { wait: 60 }\n- { after: 30s, power: stop }\n- { at: 2h, power: start }"
            ))
        #expect(
            steps(loaded) == [
                ["wait": 3_600], ["command": "a"], ["wait": 60], ["wait": 30], ["power": "stop"], ["wait": 3_510],
                ["power": "start"],
            ])
    }

    @Test("a sequence without such keys stays as it is written")
    func untouched() async {
        let loaded = await ManifestCase.check(task("- { wait: 60, continue_on_failure: true }\n- { power: stop }"))
        #expect(steps(loaded) == [["wait": 60, "continue_on_failure": true], ["power": "stop"]])
    }

    @Test("a countdown within a for_each keeps its own names, and secrets stay secret")
    func names() async {
        let loaded = await ManifestCase.check(
            """
            tasks:
              "t-${left}":
                for_each: { left: [lobby] }
                schedule: "0 4 * * *"
                task:
                  type: sequence
                  data:
                    servers: ["${left}"]
                    steps: [{ countdown: [1m], command: "say ${left} ${secret:env:WORD} $${left}" }]
            """, environment: ["WORD": "hush"])
        guard case .list(let steps)? = steps(loaded), case .map(let step)? = steps.first else {
            Issue.record("no steps")
            return
        }
        #expect(step["command"]?.revealedText == "say 1 minute hush ${left}")
        guard case .secret(let secret)? = step["command"] else {
            Issue.record("no secret")
            return
        }
        #expect(secret.reference == "say 1 minute ${secret:env:WORD} $${left}")
    }

    @Test("${left} is known only in a countdown")
    func leftElsewhere() async {
        await ManifestCase.check(
            task("- { command: \"say 1️⃣${left}\" }"), [.error(1, .undefinedName, "left", covers: "${left}")])
    }

    @Test(
        "a time span that is none is an error with what was meant",
        arguments: [
            ("1.5m", ""), ("2d", "48h"), ("4 m", ""), ("08m", "8m"), ("-5", ""), ("5M", "5m"), ("1_000", "1000s"),
        ])
    func badDurations(_ written: String, _ fix: String) async {
        await ManifestCase.check(
            task("- { after: 1️⃣\(written), power: stop }"), [.error(1, .badDuration, "must be a duration", fix: fix)])
    }

    @Test("a time span beyond a day is out of range")
    func longDuration() async {
        await ManifestCase.check(
            task("- { after: 1️⃣25h, power: stop }"), [.error(1, .valueOutOfRange, "from 0s to 24h, not 25h")])
    }

    @Test("steps do not go back in time, nor into a countdown")
    func backInTime() async {
        await ManifestCase.check(
            task("- { at: 5m, command: a }\n- { 1️⃣at: 1m, power: stop }"),
            [.error(1, .stepBackInTime, "starts at 1m, but the step before it is at 5m")])
        await ManifestCase.check(
            task("- { countdown: [10m], command: a }\n- { 1️⃣at: 9m, power: stop }"),
            [.error(1, .stepBackInTime, "the countdown before it ends at 10m")])
    }

    @Test("a step says when it starts once, and not behind what takes as long as it takes")
    func unclear() async {
        await ManifestCase.check(
            task("- { after: 1m, 1️⃣at: 1m, power: stop }"), [.error(1, .stepStartUnclear, "both 'at' and 'after'")])
        await ManifestCase.check(
            task("- { wait_for: { state: offline } }\n- { 1️⃣at: 1m, power: start }"),
            [.error(1, .stepStartUnclear, "takes a time that nobody knows")])
        await ManifestCase.check(
            task("- { backup: {} }\n- { 1️⃣at: 1m, power: start }"), [.error(1, .stepStartUnclear, "nobody knows")])
        await ManifestCase.check(task("- { backup: { wait: false } }\n- { at: 1m, power: start }"))
    }

    @Test("a countdown goes down, and has a command")
    func badCountdowns() async {
        await ManifestCase.check(
            task("- { 1️⃣countdown: [1m, 5m, 5m], command: a }"),
            [.error(1, .badCountdown, "the countdown of 'task.data.steps[0]' does not go down")])
        await ManifestCase.check(
            task("- { 1️⃣countdown: [5m, 1m], power: stop }"), [.error(1, .badCountdown, "no command")])
    }

    @Test("a task has at most 50 steps, those of countdowns and their waits included")
    func limits() async {
        let countdown = (1...20).reversed().map(String.init).joined(separator: ", ")
        await ManifestCase.check(
            task(
                """
                - { countdown: [\(countdown)], command: a }
                - 1️⃣{ countdown: [\(countdown)], command: b }
                - { countdown: [\(countdown)], command: c }
                """), [.error(1, .tooManySteps, "these are 119 steps, and a task has at most 50")])
    }
}
