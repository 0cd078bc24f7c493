/// The last answer to a call.
struct PanelAnswer: Sendable {
    let answer: HTTPAnswer
    /// Whether an earlier try of the same call may have been carried out, its answer being lost.
    let isRepeated: Bool

    var status: Int { answer.status }
    var isSuccess: Bool { (200..<300).contains(status) }
}
