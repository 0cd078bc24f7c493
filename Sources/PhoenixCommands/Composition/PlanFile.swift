import Diagnostics
import Files
import Glibc
import Manifests
import PhoenixModel
import Planning
import ValueDecoding

/// Plans in files: `plan --out` writes one, `apply --plan` reads it.
enum PlanFile {
    /// The most that is read of one, in bytes.
    private static let limit = 1 << 30

    /// Writes the file whole, in place of an earlier plan.
    static func write(_ plan: SavedPlan, to path: String, on run: CommandRun) throws(CommandError) {
        try refuseOther(path)
        let paths = PlanPaths(plan: path)
        var plan = plan
        plan.plan.target = paths.saved(plan.plan.target)
        try run.write(plan.encoded(path: paths.saved), to: path)
    }

    /// - Throws: that there is a file at the path, with something else than a plan in it.
    static func refuseOther(_ path: String) throws(CommandError) {
        guard case .success(let status) = FileStatus.read(path), status.kind == .regular, status.size > 0 else {
            return
        }
        if case .success(let start) = FileBytes.readStart(of: path, count: 100), SavedPlan.isStart(start) { return }
        throw CommandError(
            .outputOverInput, "\(path) exists and is not a plan, so it is not overwritten",
            help: "remove it first, or name another output file")
    }

    /// Reads the file and resolves its secrets.
    static func read(_ path: String, environment: Environment) throws(CommandError) -> SavedPlan {
        let resolver = SecretResolver { environment[$0] }
        return try read(path) { reference, folder throws(SavedPlan.Problem) in
            do throws(SecretResolver.Problem) {
                return try resolver.secret(reference, folder: folder)
            } catch {
                throw SavedPlan.Problem("one of its secrets is missing: \(error.message)", help: error.help)
            }
        }
    }

    /// Reads the file to be shown, without its secrets: nothing can be written with it.
    static func read(_ path: String) throws(CommandError) -> SavedPlan {
        try read(path) { reference, folder in Secret(reference: reference, folder: folder, value: "") }
    }

    private static func read(
        _ path: String, _ secret: @escaping (String, String) throws(SavedPlan.Problem) -> Secret
    ) throws(CommandError) -> SavedPlan {
        let bytes: [UInt8]
        switch FileBytes.read(path, limit: limit) {
        case .success(let content): bytes = content
        case .failure(let problem):
            throw CommandError(.planFileUnusable, "cannot read \(path): \(problem.reason)", status: .error)
        }
        do throws(SavedPlan.Problem) {
            let paths = PlanPaths(plan: path)
            var saved = try SavedPlan(decoding: bytes, path: paths.restored, resolveSecret: secret)
            saved.plan.target = paths.restored(saved.plan.target)
            return saved
        } catch {
            throw CommandError(
                .planFileUnusable, "\(path) cannot be applied: \(error.message)", help: error.help, status: .error)
        }
    }
}
