/// Columns of text, each as wide as its widest cell; the last one is not padded.
package struct Table {
    private struct Row {
        let cells: [String]
        /// What is said of the row on a line of its own.
        var note: (text: String, role: TextStyle.Role)?
    }

    private var rows: [Row]

    package init(header: [String]) { rows = [Row(cells: header)] }

    /// Adds a row of as many cells as the header has. Cells and note are escaped here; the note stands below the row,
    /// behind its first cell.
    package mutating func add(_ cells: [String], note: String? = nil, role: TextStyle.Role = .faint) {
        let note = note.map { (TerminalText.escaped($0), role) }
        rows.append(Row(cells: cells.map(TerminalText.escaped), note: note))
    }

    /// Where a `width` is given, long notes and the long cells of the columns at the `flexible` positions are cut off, so
    /// that no line has more columns of the terminal, as far as that can be had.
    package func render(_ style: TextStyle, width: Int? = nil, flexible: [Int] = []) -> String {
        var widths = (rows.first?.cells ?? []).indices.map { column in
            rows.map { TerminalText.width($0.cells[column]) }.max() ?? 0
        }
        if let width { Self.shrink(&widths, to: width, flexible) }
        var text = ""
        for (index, row) in rows.enumerated() {
            let cells = row.cells.enumerated().map { column, cell in
                let cell = width == nil ? cell : TerminalText.shortened(cell, to: widths[column])
                let padding = column == row.cells.count - 1 ? 0 : widths[column] - TerminalText.width(cell)
                return cell + String(repeating: " ", count: padding)
            }
            let line = cells.joined(separator: "  ")
            text += (index == 0 ? style(.strong, line) : line) + "\n"
            guard let note = row.note else { continue }
            let indent = (widths.first ?? 0) + 2
            let shown = width.map { TerminalText.shortened(note.text, to: max(8, $0 - indent)) } ?? note.text
            text += String(repeating: " ", count: indent) + style(note.role, shown) + "\n"
        }
        return text
    }

    /// Takes from the widest of the flexible columns until all fit.
    private static func shrink(_ widths: inout [Int], to width: Int, _ flexible: [Int]) {
        let least = 8
        while widths.reduce(0, +) + 2 * (widths.count - 1) > width {
            guard let widest = flexible.max(by: { widths[$0] < widths[$1] }), widths[widest] > least else { return }
            widths[widest] -= 1
        }
    }
}
