extension Plan {
    /// The seconds that the panels' own limits make an apply take at the least; 0 where they do not matter.
    ///
    /// A limit of so many a minute lets the first ones through at once. Services and schedules may have panels of their
    /// own, so the longer of the two counts.
    package var leastSeconds: Int {
        let schedules = actions.filter { $0.kind == .native }
        let scheduleRequests = schedules.reduce(0) { $0 + $1.requestCount }
        let services = Self.seconds(for: requestCount - scheduleRequests, perMinute: rateLimit)
        guard let limits = scheduleCapabilities else { return services }
        var creates: [GameServer.ID: Int] = [:]
        for action in schedules where action.operation == .create {
            if let server = action.server { creates[server, default: 0] += 1 }
        }
        return max(
            services, Self.seconds(for: scheduleRequests, perMinute: limits.rateLimit),
            Self.seconds(for: creates.values.max() ?? 0, perMinute: limits.createsPerMinute))
    }

    private static func seconds(for count: Int, perMinute limit: Int?) -> Int {
        guard let limit, limit > 0, count > limit else { return 0 }
        return (count - 1) / limit * 60
    }
}
