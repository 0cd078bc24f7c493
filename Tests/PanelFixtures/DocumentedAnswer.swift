import PhoenixModel

/// Takes from an answer all that is not documented.
struct DocumentedAnswer {
    private static let keys = [
        "id", "name", "description", "status", "type", "schedule", "last_run", "next_run", "created_at", "updated_at",
    ]
    private static let headers: Set<String> = ["content-type", "content-length", "date", "retry-after"]

    let options: DocumentedOnlyOptions
    /// Where the list is that the answer may be a page of, without a query.
    let listURL: String
    /// Whether the data have no documented fields of their own, as in health.
    let keepsData: Bool

    func callAsFunction(_ answer: ProxiedAnswer) -> ProxiedAnswer {
        var documented = answer
        documented.headers.removeAll { !Self.headers.contains($0) }
        guard case .map(let envelope) = answer.json else { return documented }
        if let errors = envelope["errors"] {
            documented.json = ["errors": trimmed(errors)]
            return documented
        }
        switch envelope["data"] {
        case _ where keepsData: break
        case .map(let object): documented.json = ["data": .map(object.keeping(objectKeys(inList: false)))]
        case .list(let items): documented.json = page(items, envelope["meta"])
        default: break
        }
        return documented
    }

    private func objectKeys(inList: Bool) -> [String] {
        let reportsTask = options.task == .inLists || (options.task == .singly && !inList)
        return reportsTask ? Self.keys + ["task"] : Self.keys
    }

    private func trimmed(_ errors: Value) -> Value {
        guard case .list(let entries) = errors else { return errors }
        return .list(
            entries.map { entry in
                guard case .map(let fields) = entry else { return entry }
                return .map(fields.keeping(["code", "detail", "status"]))
            })
    }

    private func page(_ items: [Value], _ meta: Value?) -> Value {
        let keys = objectKeys(inList: true)
        let data = items.map { item in
            guard case .map(let object) = item else { return item }
            return .map(object.keeping(keys))
        }
        guard case .map(let fields) = meta, case .map(var pagination) = fields["pagination"] else {
            return ["data": .list(data)]
        }
        pagination = pagination.keeping(["total", "count", "per_page", "current_page", "total_pages"])
        pagination["links"] = links(pagination)
        return ["data": .list(data), "meta": ["pagination": .map(pagination)]]
    }

    /// An empty list where there is nowhere to go, because PHP writes empty maps so.
    private func links(_ pagination: ValueMap) -> Value {
        guard case .integer(let current) = pagination["current_page"],
            case .integer(let last) = pagination["total_pages"]
        else { return [] }
        var links = ValueMap()
        if current > 1 { links["previous"] = .string("\(listURL)?page=\(current - 1)") }
        if current < last { links["next"] = .string("\(listURL)?page=\(current + 1)") }
        return links.isEmpty ? [] : .map(links)
    }
}

extension ValueMap {
    /// The entries with these keys, in the order of `keys`.
    fileprivate func keeping(_ keys: [String]) -> ValueMap {
        var kept = ValueMap()
        for key in keys { kept[key] = self[key] }
        return kept
    }
}
