/// Keys of the API's objects that no field of `Field` stands for.
package enum APIField {
    /// Given by the panel: a PUT accepts them and changes nothing by them.
    package static let readOnly = [
        "id", "type", "kind", "status", "last_run", "next_run", "last_result", "critical", "created_at", "updated_at",
    ]
}
