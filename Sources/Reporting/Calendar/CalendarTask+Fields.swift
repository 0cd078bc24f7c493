package import Calendar
package import Cron
package import PhoenixModel

extension CalendarTask {
    /// A task of files or of a panel. nil for one that is off; and for one whose schedule or zone cannot be read, which
    /// belongs to a panel that knows more than this program.
    /// - Parameters:
    ///   - name: what it is called.
    ///   - fields: its schedule, its zone, and whether it is on.
    ///   - weight: the seconds that a run takes, where that was measured.
    ///   - nodes: the nodes that its runs have worked on, where there are any. Nodes that its servers are chosen by come
    ///     before them.
    ///   - zones: the zones that are known.
    package init?(
        _ name: String, _ fields: ServiceFields, weight: Double? = nil, nodes: [String]? = nil, zones: ZoneDatabase
    ) {
        guard fields.enabled != false, let schedule = fields.schedule,
            let expression = try? CronExpression(schedule), let zone = try? zones.zone(named: fields.timezone ?? "UTC")
        else { return nil }
        let chosen = fields.task.flatMap { ServerSelection(ofTask: $0) }?.nodes
        self.init(name, expression, in: zone, weight: weight ?? 1, nodes: chosen ?? nodes)
    }
}
