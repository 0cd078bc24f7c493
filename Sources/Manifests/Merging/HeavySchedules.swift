import PhoenixModel

/// The schedules of heavy tasks that differ, and how many of the tasks have each.
struct HeavySchedules: Sendable {
    struct Text: Sendable {
        let schedule: String
        let zone: String
        /// How many of the tasks have it.
        var tasks = 1
    }

    private(set) var distinct: [Text] = []
    /// The place in `distinct` of the schedule of each task.
    private(set) var places: [Int] = []

    /// `heavy` are the places of all heavy tasks among the objects.
    init(of heavy: [Int], in objects: [DesiredObject]) {
        var numbers = HashIndex(capacity: heavy.count)
        places.reserveCapacity(heavy.count)
        for task in heavy {
            let text = Text(
                schedule: objects[task].fields.schedule ?? "", zone: objects[task].fields.timezone ?? "UTC")
            let hash = text.schedule.hashValue
            if let place = place(of: text, numbers.numbers(under: hash)) {
                distinct[place].tasks += 1
                places.append(place)
            } else {
                numbers.insert(hash, distinct.count)
                places.append(distinct.count)
                distinct.append(text)
            }
        }
    }

    private func place(of text: Text, _ candidates: HashIndex.Numbers) -> Int? {
        for place in candidates
        where distinct[place].schedule == text.schedule && distinct[place].zone == text.zone { return place }
        return nil
    }
}
