import PhoenixModel

extension ServiceQuery {
    /// What databases say with a WHERE clause.
    func matches(_ record: ServiceRecord) -> Bool {
        if let kind, record.kind != kind { return false }
        if let status, record.status != status { return false }
        if let name, record.name != name { return false }
        guard let namePart, !namePart.isEmpty else { return true }
        return record.name.lowercased().contains(namePart.lowercased())
    }

    /// What databases say with an ORDER BY clause.
    func areInOrder(_ left: ServiceRecord, _ right: ServiceRecord) -> Bool {
        for order in order {
            let isBefore: Bool?
            switch order.key {
            case .id: isBefore = ordered(left.id, right.id, order)
            case .name: isBefore = ordered(left.name, right.name, order)
            case .status: isBefore = ordered(left.status.rawValue, right.status.rawValue, order)
            case .createdAt: isBefore = ordered(left.createdAt, right.createdAt, order)
            case .updatedAt: isBefore = ordered(left.updatedAt, right.updatedAt, order)
            case .nextRun:
                switch (left.nextRun, right.nextRun) {
                case (let left?, let right?): isBefore = ordered(left, right, order)
                case (nil, nil): isBefore = nil
                case (let left, nil): isBefore = left != nil
                case (nil, _): isBefore = false
                }
            }
            if let isBefore { return isBefore }
        }
        return left.id < right.id
    }

    /// nil for a tie.
    private func ordered<T: Comparable>(_ left: T, _ right: T, _ order: Order) -> Bool? {
        left == right ? nil : (left < right) != order.isDescending
    }
}
