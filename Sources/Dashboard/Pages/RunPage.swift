import PanelService
import PhoenixModel
import Reporting
import ServicesAPI

/// `/runs/{id}`: the story of one run, step by step.
struct RunPage {
    struct Step {
        let number: Int
        let serverName: String
        let node: String
        let action: String
        let standing: Mark
        let took: String
        let attempts: Int
        let why: RichText?
    }

    struct Sentence {
        let before: String
        let time: TimeView?
        let after: String
    }

    let id: String
    let servicePath: String
    let serviceName: String
    let standing: Mark
    let reason: RichText?
    let missed: RichText?
    /// What happened, in order.
    var story: [Sentence] = []
    let servers: String?
    var steps: [Step] = []
    var hasSteps = false
    var buttons: [ServicePage.Button] = []

    static func content(_ dashboard: Dashboard, _ visit: Visit, id: String) async throws(ServiceError) -> PageContent {
        let story = try await dashboard.services.runStory(id)
        let view = RunPage(story, dashboard, visit)
        return PageContent(
            title: "Run \(story.run.id) of \(story.run.serviceName)", html: dashboard.templates.render("run", view),
            section: "/runs", refresh: story.run.state == .finished ? 0 : 5)
    }

    private init(_ found: RunStory, _ dashboard: Dashboard, _ visit: Visit) {
        let run = found.run
        let zone = found.service.flatMap { Schedule($0.fields, dashboard.zones)?.zone }
        id = run.id
        servicePath = "/services/\(run.serviceID)"
        serviceName = run.serviceName
        standing = Mark(run.state, run.result)
        reason = run.reason.map { RichText(Notice.sentence($0), visit.zone) }
        missed = run.missed.map {
            RichText("\($0.count) times in a row, up to \(MomentText.moment($0.last)).", visit.zone)
        }
        servers = Self.servers(run.targets)
        story = Self.story(run, isStopRequested: found.isStopRequested) { visit.zone.moment($0, of: zone) }
        steps = (run.steps ?? []).enumerated().map { index, step in
            Step(
                number: index + 1, serverName: step.server.name.isEmpty ? step.server.id : step.server.name,
                node: step.server.node, action: step.action,
                standing: step.result.map { Mark($0) }
                    ?? (step.state == .running ? Mark("►", "running", "busy") : Mark("…", step.state.rawValue)),
                took: step.duration.map { MomentText.span($0) } ?? "", attempts: step.attempts,
                why: step.reason.map { RichText(Notice.sentence($0), visit.zone) })
        }
        hasSteps = !steps.isEmpty
        if run.state != .finished, visit.visitor?.may(.stopRun) ?? false {
            buttons = [.init(path: "/runs/\(run.id)/stop", label: "Stop", style: "")]
        }
    }

    private static func story(
        _ run: TaskRun, isStopRequested: Bool, _ time: (Timestamp) -> TimeView
    ) -> [Sentence] {
        var story: [Sentence] = []
        switch run.trigger {
        case .manual: story.append(Sentence(before: "Asked for by hand at ", time: time(run.queuedAt), after: "."))
        case .schedule:
            story.append(Sentence(before: "Scheduled for ", time: run.scheduledFor.map(time), after: "."))
        case .catchUp:
            story.append(
                Sentence(before: "Makes up for ", time: run.scheduledFor.map(time), after: ", which had passed."))
        }
        if let started = run.startedAt {
            let late = run.lateness.map { $0 > 0 ? ", \(MomentText.span($0)) late" : ", in time" } ?? ""
            let worker = run.worker.map { ", by \($0)" } ?? ""
            story.append(Sentence(before: "Started at ", time: time(started), after: "\(late)\(worker)."))
        } else if run.state == .queued {
            story.append(Sentence(before: "Waits for its turn.", time: nil, after: ""))
        }
        if isStopRequested, run.state != .finished {
            story.append(
                Sentence(before: "Somebody has stopped it: it ends after its current step.", time: nil, after: ""))
        }
        if let finished = run.finishedAt {
            let word = run.startedAt == nil ? "Recorded" : "Ended"
            let took = run.duration.map { ", after \(MomentText.span($0))" } ?? ""
            story.append(Sentence(before: "\(word) at ", time: time(finished), after: "\(took)."))
        }
        return story
    }

    private static func servers(_ targets: TargetCounts) -> String? {
        guard targets.total > 0 else { return nil }
        let counts = [
            (targets.succeeded, "succeeded"), (targets.failed, "failed"), (targets.skipped, "skipped"),
            (targets.unknown, "unknown"),
        ]
        let shown = counts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
        return Plural.text(targets.total, "server") + (shown.isEmpty ? "" : ": \(shown)") + "."
    }

    static let template = """
        <h1>Run {{id}} of <a href="{{servicePath}}"><bdi>{{serviceName}}</bdi></a> <small>{{#standing}}{{>mark}}{{/standing}}\
        </small></h1>
        {{#reason}}<p class="why"><strong>{{{html}}}</strong></p>{{/reason}}
        {{#missed}}<p>{{{html}}}</p>{{/missed}}
        <ol>{{#story}}<li>{{before}}{{#time}}{{>time}}{{/time}}{{after}}</li>{{/story}}</ol>
        {{#servers}}<p>{{servers}}</p>{{/servers}}
        <div class="actions">{{#buttons}}<form method="post" action="{{path}}"><button>{{label}}</button></form>{{/buttons}}</div>
        {{#hasSteps}}<h2>Steps</h2><div class="scroll" tabindex="0" role="region" aria-label="Table of steps"><table><caption class="hidden">The steps in the order they are done\
        </caption><thead><tr><th scope="col" class="num">#</th><th scope="col">Server</th><th scope="col">Action</th>\
        <th scope="col">Result</th><th scope="col" class="num">Took</th><th scope="col" class="wide num">Tries</th></tr></thead><tbody>
        {{#steps}}<tr><td class="num">{{number}}</td><th scope="row" class="name"><bdi>{{serverName}}</bdi> <small>{{node}}</small></th>\
        <td class="name">{{action}}{{#why}}<br><span class="why">{{{html}}}</span>{{/why}}</td><td>{{#standing}}{{>mark}}{{/standing}}</td>\
        <td class="num">{{took}}</td><td class="wide num">{{attempts}}</td></tr>
        {{/steps}}</tbody></table></div>{{/hasSteps}}

        """
}
