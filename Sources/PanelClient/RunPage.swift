import PhoenixModel
import ServicesAPI

/// One page of a list of runs.
struct RunPage: Sendable {
    let runs: [TaskRun]
    /// The link to the next page as the panel has written it.
    let next: String?

    init(_ decoder: ResponseDecoder) throws(PanelError) {
        let (runs, pagination) = try decoder.list(TaskRun.init(api:))
        self.runs = runs
        next = ResponseDecoder.nextLink(of: pagination)
    }
}
