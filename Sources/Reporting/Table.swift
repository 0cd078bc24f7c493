/// Columns of text, each as wide as its widest cell; the last one is not padded.
package struct Table {
    private var rows: [[String]]

    package init(header: [String]) { rows = [header] }

    /// Adds a row of as many cells as the header has. Cells are escaped here.
    package mutating func add(_ cells: [String]) { rows.append(cells.map(TerminalText.escaped)) }

    package func render(_ style: TextStyle) -> String {
        let widths = (rows.first ?? []).indices.map { column in rows.map { TerminalText.width($0[column]) }.max() ?? 0 }
        var text = ""
        for (index, row) in rows.enumerated() {
            let cells = row.enumerated().map { column, cell in
                let padding = column == row.count - 1 ? 0 : widths[column] - TerminalText.width(cell)
                return cell + String(repeating: " ", count: padding)
            }
            let line = cells.joined(separator: "  ")
            text += (index == 0 ? style(.strong, line) : line) + "\n"
        }
        return text
    }
}
