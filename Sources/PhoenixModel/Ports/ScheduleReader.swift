/// A panel whose servers have schedules of their own.
///
/// Its `readAll` reads the schedules of every server.
package protocol ScheduleReader: PanelReader {
    /// Every server that the key may see, in order of name, then uuid. Asked of the panel once in a run.
    func servers() async throws(PanelError) -> [GameServer]

    /// Reads the schedules of these servers alone. The servers that could not be read are in the answer with the reason,
    /// and so is the number of those that were not asked for.
    func readSchedules(of servers: [GameServer]) async throws(PanelError) -> LiveState
}

/// A panel whose schedules can be changed.
///
/// - `create` makes a schedule inactive, then its tasks in order, then activates it where it is enabled. One that failed
///   in between stays inactive and has its ownership, so that the next run finishes it.
/// - `update` writes the ownership of the wanted state with its first request, whatever else it does later: killed in
///   between, the object is owned, differs from the files, and its digests say that the files have not changed.
package protocol SchedulePanel: ScheduleReader, PanelWriter {}
