import PhoenixModel

/// The first lines of a result: which panel, and whose objects.
struct TargetText {
    private let target: PanelTarget
    private let project: String

    init(_ target: PanelTarget, project: String) {
        self.target = target
        self.project = project
    }

    func render(_ style: TextStyle) -> String {
        let remark = target.hasSchedulesAlone ? " (Client API)" : ""
        var text = "\(style(.strong, "Panel")): \(TerminalText.escaped(target.name))\(remark)\n"
        if target.isEmbedded, !target.isServed {
            text += style(.faint, "       nothing runs until `phoenix serve`") + "\n"
        }
        if let clientAPI = target.clientAPI, !target.hasSchedulesAlone {
            text += "\(style(.strong, "Schedules")): \(TerminalText.escaped(clientAPI)) (Client API)\n"
        }
        return text + "\(style(.strong, "Project")): \(project)\n"
    }
}
