import Manifests
import PhoenixModel

extension CommandRun {
    /// Shows a result in the format asked for: `data` is what the API's envelope has, `text` what people read.
    func show(_ data: @autoclosure () -> Value, as format: ResultFormat, text: @autoclosure () -> String) {
        switch format {
        case .table: console.result(text())
        case .json: console.result(["data": data()])
        case .yaml: console.result(YAMLText.document(["data": data()]))
        }
    }
}
