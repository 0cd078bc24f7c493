import Foundation
package import GRDB
import PanelStore

extension Row: ColumnReading {
    package func optionalInteger(_ index: Int) -> Int64? { self[index] }

    package func optionalText(_ index: Int) -> String? { self[index] }

    package func boolean(_ index: Int) -> Bool { self[index] }

    package func bytes(_ index: Int) -> [UInt8] {
        let data: Data = self[index]
        return Array(data)
    }
}

extension StatementArguments {
    init(_ values: [ColumnValue]) { self.init(values.map(\.databaseValue)) }
}

extension ColumnValue {
    fileprivate var databaseValue: DatabaseValue {
        switch self {
        case .null: .null
        case .integer(let number): number.databaseValue
        case .text(let text): text.databaseValue
        case .boolean(let flag): flag.databaseValue
        case .bytes(let bytes): Data(bytes).databaseValue
        }
    }
}
