import Cron
import PhoenixModel
import Reporting

/// A run in a table. Of the template `runs`.
struct RunRow {
    let runPath: String
    let runID: String
    let servicePath: String
    let serviceName: String
    let standing: Mark
    let when: TimeView
    let ago: String
    let took: String
    let servers: String
    let why: RichText?

    /// `zone`: that of its task, where it is known.
    init(_ run: TaskRun, _ visit: Visit, zone: TimeZoneRules? = nil) {
        let moment = run.startedAt ?? run.scheduledFor ?? run.queuedAt
        runPath = "/runs/\(run.id)"
        runID = run.id
        servicePath = "/services/\(run.serviceID)"
        serviceName = run.serviceName
        standing = Mark(run.state, run.result)
        when = visit.zone.moment(moment, of: zone)
        ago = Distance.text(to: moment, from: visit.now)
        took = run.duration.map { MomentText.span($0) } ?? ""
        let targets = run.targets
        servers = targets.total == 0 ? "" : "\(targets.succeeded)/\(targets.total)"
        let missed = run.missed.map { "\($0.count) times, up to \(MomentText.moment($0.last))" }
        let parts = [missed, run.reason].compactMap(\.self)
        why = parts.isEmpty ? nil : RichText(Notice.sentence(parts.joined(separator: "; ")), visit.zone)
    }

    static let template = """
        <div class="scroll"><table><caption class="hidden">Runs, the latest first</caption>
        <thead><tr><th scope="col">Run</th><th scope="col">Task</th><th scope="col">Result</th><th scope="col">When</th>\
        <th scope="col" class="wide num">Took</th><th scope="col" class="wide num">Servers</th></tr></thead><tbody>
        {{#runs}}<tr><th scope="row"><a href="{{runPath}}">{{runID}}</a></th>\
        <td class="name"><a href="{{servicePath}}"><bdi>{{serviceName}}</bdi></a>{{#why}}<br><span class="why">{{{html}}}</span>{{/why}}</td>\
        <td>{{#standing}}{{>mark}}{{/standing}}</td><td class="when">{{#when}}{{>time}}{{/when}}<br><small>{{ago}}</small></td>\
        <td class="wide num">{{took}}</td><td class="wide num">{{servers}}</td></tr>
        {{/runs}}</tbody></table></div>
        """
}

/// An error or warning about a service in a table. Of the template `issues`.
struct IssueRow {
    let severity: Mark
    let issueText: RichText
    let seen: TimeView
    let times: Int

    init(_ issue: ServiceIssue, _ visit: Visit) {
        severity = issue.severity == "error" ? Mark("✗", "error", "bad") : Mark("▲", issue.severity, "warn")
        issueText = RichText(issue.message, visit.zone)
        seen = visit.zone.moment(issue.lastSeen)
        times = issue.count
    }

    static let template = """
        {{#hasIssues}}<h2>Errors and warnings</h2><div class="scroll"><table><caption class="hidden">Errors and warnings, the \
        last seen first</caption><thead><tr><th scope="col">Severity</th><th scope="col">What</th><th scope="col">Last seen</th>\
        <th scope="col" class="num">Times</th></tr></thead><tbody>
        {{#issues}}<tr><td>{{#severity}}{{>mark}}{{/severity}}</td><td class="why">{{#issueText}}{{{html}}}{{/issueText}}</td>\
        <td class="when">{{#seen}}{{>time}}{{/seen}}</td><td class="num">{{times}}</td></tr>
        {{/issues}}</tbody></table></div>{{/hasIssues}}
        """
}
