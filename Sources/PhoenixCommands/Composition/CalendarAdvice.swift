import Calendar
import Diagnostics
import Manifests
import PhoenixModel
import Reporting

/// `calendar --advise`: other minutes for tasks, and the files with them.
struct CalendarAdvice {
    let tasks: [CalendarTask]
    let advice: Advice
    /// The manifests as the advice has them; those that stay as they are left out.
    let files: [ManifestAcceptance.EditedFile]
    /// Why tasks with `H` stay where they are.
    let notes: [String]

    /// - Parameters:
    ///   - found: the tasks.
    ///   - window: where the starts are counted.
    ///   - inputs: what the tasks of files were loaded from.
    ///   - named: the tasks with fixed times that may be moved, too.
    ///   - distance: how many minutes those may be moved.
    ///   - run: loads the edited files.
    /// - Throws: what names no task, or one that cannot be moved.
    init(
        for found: CalendarTasks, in window: CalendarWindow, _ inputs: ManifestInputs, moving named: [String],
        within distance: Int, on run: CommandRun
    ) async throws {
        let schedules = Set(found.tasks.filter { $0.step != nil }.map(\.name))
        for name in Set(named).sorted() {
            guard !schedules.contains(name),
                found.manifests?.desired.schedules.contains(where: { $0.key == name }) != true
            else {
                throw CommandError(
                    .acceptUnsafe, "'\(name)' cannot be moved: a schedule has one time for all of its servers",
                    help: "write H for its minute, as in \"H 4 * * *\": it is another one for each server")
            }
            if found.tasks.contains(where: { $0.name == name }) { continue }
            throw CommandError(
                .unknownKey, "there is no task '\(name)' to move",
                help: found.tasks.map(\.name).closest(to: name).map { "did you mean '\($0)'?" })
        }
        var minutes = found.manifests.map { ScheduleMinutes($0.desired, $0.sources) }
        var places: [Int: ScheduleMinutes.Place] = [:]
        var refused: [String: [String]] = [:]
        var tasks = found.tasks
        for (index, object) in found.objects.enumerated() {
            let isNamed = named.contains(tasks[index].name)
            guard let object, minutes != nil else {
                if isNamed { tasks[index].freedom = .within(minutes: distance) }
                continue
            }
            do throws(ScheduleMinutes.Refusal) {
                guard let place = try minutes?.place(of: object),
                    let freedom = place.freedom(isNamed: isNamed, distance)
                else { continue }
                tasks[index].freedom = freedom
                places[index] = place
            } catch {
                if isNamed { throw CommandError(.acceptUnsafe, "'\(object.key)' cannot be moved: \(error.reason)") }
                if !error.isFixed { refused[error.reason, default: []].append(object.key) }
            }
        }
        self.tasks = tasks
        let advice = Advice(for: tasks, in: window)
        self.advice = advice
        let counted =
            schedules.isEmpty ? [] : ["schedules of panels are counted, and not moved: H spreads them over servers"]
        notes =
            refused.sorted { $0.key < $1.key }.map { reason, keys in
                "\(Plural.text(keys.count, "task")) not moved, \(reason): \(NameList.text(keys, limit: 3))"
            } + counted
        let moves = advice.moves.compactMap { move -> ManifestRescheduling.Move? in
            guard let object = found.objects[move.task], let place = places[move.task] else { return nil }
            return ManifestRescheduling.Move(object, at: place, to: move.to)
        }
        guard !moves.isEmpty, let manifests = found.manifests else {
            self.files = []
            return
        }
        let rescheduling = ManifestRescheduling(loader: run.loader, inputs: inputs)
        do throws(FailedAcceptance) {
            self.files = try await rescheduling.files(with: moves, in: manifests.desired, manifests.sources)
        } catch {
            throw FoundErrors([error.diagnostic], sources: manifests.sources)
        }
    }

    var patch: String {
        files.map { FilePatch(path: $0.path, before: $0.original, after: $0.bytes).render() }.joined()
    }

    /// Writes all files; when one cannot be written, those before it are put back.
    func write(on run: CommandRun) throws {
        var written: [ManifestAcceptance.EditedFile] = []
        do {
            for file in files {
                try run.write(file.bytes, to: file.path)
                written.append(file)
            }
        } catch {
            for file in written { try run.write(file.original, to: file.path) }
            throw error
        }
        for file in files { run.console.note("wrote \(TerminalText.escaped(file.path))") }
    }
}

extension ScheduleMinutes.Place {
    fileprivate func freedom(isNamed: Bool, _ distance: Int) -> CalendarTask.Freedom? {
        if let choices { return .anyMinute(choices) }
        return isNamed ? .within(minutes: distance) : nil
    }
}
