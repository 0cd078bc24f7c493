import PhoenixModel
import ServicesAPI

/// One page of a list of runs.
struct RunPage: Sendable {
    let runs: [TaskRun]
    /// The link to the next page as the panel has written it.
    let next: String?

    init(_ decoder: ResponseDecoder) throws(PanelError) {
        let (data, pagination) = try decoder.list()
        var runs: [TaskRun] = []
        runs.reserveCapacity(data.count)
        for value in data { runs.append(try decoder.decode(value, TaskRun.init(api:))) }
        self.runs = runs
        next = ResponseDecoder.nextLink(of: pagination)
    }
}
