import Cron
package import PhoenixModel

/// What can be told of a panel that runs schedules itself.
package struct ScheduleChecks {
    private let survey: ScheduleSurvey

    package init(_ survey: ScheduleSurvey) { self.survey = survey }

    package var all: [Check] {
        [family, servers, permissions, markers, unfinished, zone, nextRuns, cron, worker, limits]
    }

    private var family: Check {
        let capabilities = survey.capabilities
        let files = capabilities.actions.contains(.deleteFiles) ? ", with 'delete_files' steps" : ""
        let text = "names of up to \(capabilities.nameLength) characters\(files)"
        guard let family = survey.family else {
            return Check("panel family", .notChecked, "the panel has no server yet that would show it; \(text)")
        }
        return Check("panel family", .ok, "\(family): \(text)")
    }

    private var servers: Check {
        let seen = Plural.text(survey.serverCount, "server")
        guard let first = survey.unreadable.first else {
            return Check("servers", .ok, "\(seen) with \(Plural.text(survey.scheduleCount, "schedule"))")
        }
        return Check(
            "servers", .warning,
            "\(survey.unreadable.count) of \(seen) cannot be read: \(first.server) \(first.text)"
                + Self.more(survey.unreadable.count),
            help: "nothing is known of their schedules, so plan and apply leave them alone")
    }

    private var permissions: Check {
        guard let first = survey.lacking.first else {
            return Check("permissions", .ok, "the key may read, create, change and delete schedules")
        }
        return Check(
            "permissions", .problem,
            "the owner of the key lacks \(first.text) on the server \(first.server)\(Self.more(survey.lacking.count))",
            help: "the owner of the server grants them under Users")
    }

    private var markers: Check {
        if let first = survey.doubled.first {
            return Check(
                "markers", .problem,
                "'\(first.name)' (id \(first.id)) on \(first.server) has the marker of id \(first.text)"
                    + Self.more(survey.doubled.count),
                help: "phoenix leaves both alone; delete one of them on the panel, or remove the marker from its name")
        }
        guard let first = survey.damaged.first else { return Check("markers", .ok, "every marker can be relied upon") }
        return Check(
            "markers", .problem,
            "the marker of '\(first.name)' (id \(first.id)) on \(first.server) is not reliable: \(first.text)"
                + Self.more(survey.damaged.count),
            help: "apply --adopt replaces it for its entry; otherwise repair it in the name, or remove it")
    }

    private var unfinished: Check {
        guard let first = survey.unfinished.first else {
            return Check("unfinished", .ok, "no apply was interrupted half way")
        }
        return Check(
            "unfinished", .problem,
            "'\(first.name)' (id \(first.id)) on \(first.server) is \(first.text), and was to be otherwise: an apply was "
                + "interrupted, or somebody changed it\(Self.more(survey.unfinished.count))",
            help: "phoenix drift shows what differs, and apply finishes it")
    }

    private var zone: Check {
        let offsets = Set(survey.capabilities.clock.map(\.offset)).sorted()
        guard !offsets.isEmpty else {
            return Check("panel zone", .notChecked, "the panel has told no times yet; the first schedule shows it")
        }
        if offsets == [0] { return Check("panel zone", .ok, "the panel computes schedules in UTC") }
        return Check(
            "panel zone", .warning,
            "the panel computes schedules with \(offsets.map(TimeZoneRules.name(ofOffset:)).joined(separator: " and "))",
            help: """
                panels in a zone with summer time run schedules an hour off, or again, after each change of the clock \
                until their cached configuration is made anew; UTC has no such trouble
                """)
    }

    private var nextRuns: Check {
        guard let first = survey.mistimed.first else {
            return Check("next runs", .ok, "every next run is one of its cron expression")
        }
        return Check(
            "next runs", .problem,
            "the panel is going to run '\(first.name)' on \(first.server) at \(first.moment), when its cron expression "
                + "does not run\(Self.more(survey.mistimed.count))",
            help: "the clock of its database differs from its own: run 'php artisan config:cache' there")
    }

    private var cron: Check {
        if let first = survey.overdue.first {
            return Check(
                "panel cron", .problem,
                "\(Self.count(survey.overdue.count)) overdue, '\(first.name)' on \(first.server) since \(first.moment): "
                    + "the panel's cron job does not run",
                help: "add 'php artisan schedule:run' to the crontab of the panel's host, once a minute")
        }
        return survey.activeCount == 0
            ? Check("panel cron", .notChecked, "no schedule is active")
            : Check("panel cron", .ok, "nothing is overdue")
    }

    private var worker: Check {
        guard let first = survey.stuck.first else { return Check("queue worker", .ok, "no schedule is stuck") }
        return Check(
            "queue worker", .problem,
            "\(Self.count(survey.stuck.count)) stuck, '\(first.name)' (id \(first.id)) on \(first.server) since "
                + "\(first.moment): the queue worker is not running, or was ended during a run",
            help: "restart the queue worker of the panel; then phoenix doctor --heal frees them")
    }

    private var limits: Check {
        let rate = survey.capabilities.rateLimit.map { "\($0) requests a minute" } ?? "no limit that it tells"
        let creates = survey.capabilities.createsPerMinute.map { ", \($0) new schedules a minute and server" } ?? ""
        return Check("limits", .ok, "\(rate)\(creates)")
    }

    private static func count(_ count: Int) -> String {
        "\(Plural.text(count, "schedule")) \(count == 1 ? "is" : "are")"
    }

    private static func more(_ count: Int) -> String { count > 1 ? ", and \(count - 1) more like it" : "" }
}
