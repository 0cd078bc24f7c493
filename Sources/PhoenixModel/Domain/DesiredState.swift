/// Everything the manifests of one run want, as one set.
package struct DesiredState: Sendable {
    package let project: String
    /// Names the project had before; lines of these are taken over.
    package let formerProjects: [String]
    /// In ascending order of the key.
    package let objects: [DesiredObject]
    /// Whether the files say in so many words that there are no tasks, with `tasks: {}`. What is only missing may be the
    /// work of a generator that failed.
    package let declaresNoTasks: Bool
    /// The entries of `schedules:`, in ascending order of the key. What they are on each server is among the objects once
    /// `ScheduleResolution` has put it there.
    package let schedules: [DesiredSchedule]
    /// Whether the files say in so many words that there are no schedules, with `schedules: {}`.
    package let declaresNoSchedules: Bool

    package init(
        project: String, formerProjects: [String] = [], objects: [DesiredObject], declaresNoTasks: Bool = false,
        schedules: [DesiredSchedule] = [], declaresNoSchedules: Bool = false
    ) {
        self.declaresNoSchedules = declaresNoSchedules
        self.schedules = schedules.sorted { $0.key < $1.key }
        self.project = project
        self.formerProjects = formerProjects
        self.declaresNoTasks = declaresNoTasks
        let isSorted = objects.indices.dropFirst().allSatisfy { objects[$0 - 1].key <= objects[$0].key }
        self.objects = isSorted ? objects : objects.sorted { $0.key < $1.key }
    }
}
