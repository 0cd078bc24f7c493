import PhoenixModel

/// The paths in a plan file. They count from the folder that the file is in, so that the file and what it names can be
/// moved together, and the plan can be applied from any folder.
struct PlanPaths {
    private let outward: MovedPaths
    private let inward: MovedPaths

    /// `plan` is the path of the file as it was given. Something that is no file, as `/dev/stdout`, counts as here.
    init(plan: String) {
        let current = MovedPaths.real(".") ?? ""
        let parent = plan.lastIndex(of: "/").map { $0 == plan.startIndex ? "/" : String(plan[..<$0]) } ?? "."
        let isDevice = parent.hasPrefix("/dev") || parent.hasPrefix("/proc")
        let folder = isDevice ? current : MovedPaths.real(parent) ?? current
        outward = MovedPaths(from: current, to: folder)
        inward = MovedPaths(from: folder, to: current)
    }

    /// A path of this process as the file holds it.
    func saved(_ path: String) -> String { outward.moved(path) }

    /// A path of the file as this process takes it.
    func restored(_ path: String) -> String { inward.moved(path) }

    func saved(_ target: PanelTarget) -> PanelTarget { Self.moved(target, outward.moved(_:)) }

    func restored(_ target: PanelTarget) -> PanelTarget { Self.moved(target, inward.moved(_:)) }

    /// Whether two targets are one panel, however the path of its store was written.
    func isSame(_ target: PanelTarget, _ other: PanelTarget) -> Bool {
        Self.moved(target, outward.absolute) == Self.moved(other, outward.absolute)
    }

    /// The target with the path of its store changed, where it has one. Whether it was served is of another moment.
    private static func moved(_ target: PanelTarget, _ path: (String) -> String) -> PanelTarget {
        var target = target
        target.isServed = false
        guard target.isEmbedded, case .sqlite(let old, _)? = StoreLocation.named(target.name) else { return target }
        return PanelTarget(
            name: StoreLocation.sqlite(path: path(old), isDefault: false).targetName, isEmbedded: true,
            clientAPI: target.clientAPI)
    }
}
