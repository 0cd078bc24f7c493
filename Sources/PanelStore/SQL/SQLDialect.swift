/// What differs between databases in the SQL that more than one store sends.
package struct SQLDialect: Sendable {
    /// What stands before the number of a parameter.
    let parameterSign: String
    /// The function that gives the place of a text, its second argument, in another; 0 where it is not in there.
    let position: String
    /// The collation that compares texts by their bytes.
    let byBytes: String

    package init(parameterSign: String, position: String, byBytes: String) {
        self.parameterSign = parameterSign
        self.position = position
        self.byBytes = byBytes
    }
}
