/// The part of a list that a query asked for.
package struct RecordSlice<Record: Sendable>: Sendable {
    package let records: [Record]
    /// How many the list has in all.
    package let total: Int

    package init(records: [Record], total: Int) {
        self.records = records
        self.total = total
    }
}
