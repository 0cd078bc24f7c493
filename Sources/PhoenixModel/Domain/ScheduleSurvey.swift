/// What a look at a panel finds that runs schedules itself: whether its parts are alive, and what its key may do.
package struct ScheduleSurvey: Sendable {
    /// A schedule with which something is wrong.
    package struct Finding: Sendable, Hashable {
        /// As `LiveObject` has it: `1a7ce997/5`.
        package let id: String
        /// For people.
        package let name: String
        package let server: String
        /// Since when, or the moment that is wrong.
        package let moment: Timestamp

        package init(id: String, name: String, server: String, moment: Timestamp) {
            self.id = id
            self.name = name
            self.server = server
            self.moment = moment
        }
    }

    /// A schedule of which something is to be said.
    package struct ScheduleNote: Sendable, Hashable {
        package let id: String
        /// For people.
        package let name: String
        package let server: String
        package let text: String

        package init(id: String, name: String, server: String, text: String) {
            self.id = id
            self.name = name
            self.server = server
            self.text = text
        }
    }

    /// Something about a server, which is named for people.
    package struct ServerNote: Sendable, Hashable {
        package let server: String
        package let text: String

        package init(server: String, text: String) {
            self.server = server
            self.text = text
        }
    }

    /// `Pelican`, `Pterodactyl or PhoenixPanel`; nil where it does not show.
    package var family: String?
    package var serverCount = 0
    package var scheduleCount = 0
    /// How many schedules are switched on and have something to do.
    package var activeCount = 0
    /// Why servers cannot be read, to stand behind the name.
    package var unreadable: [ServerNote] = []
    /// The permissions on schedules that the key's owner lacks.
    package var lacking: [ServerNote] = []
    package var capabilities = ScheduleCapabilities()
    /// Due for longer than the panel's cron takes to start them.
    package var overdue: [Finding] = []
    /// Running for longer than their steps take.
    package var stuck: [Finding] = []
    /// The panel gives a next run at which their cron expression does not run.
    package var mistimed: [Finding] = []
    /// Their marker cannot be relied upon, for the reason that is their text.
    package var damaged: [ScheduleNote] = []
    /// They have the marker of another schedule of their server, whose id is their text.
    package var doubled: [ScheduleNote] = []
    /// They are inactive or without steps, as their text says, and were last applied otherwise.
    package var unfinished: [ScheduleNote] = []

    package init() {}
}
