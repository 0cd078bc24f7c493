import PhoenixModel

// Lists that do not hold still while they are read page by page. Answers that are no page stay as they are.
extension Fault {
    /// The last item of a page stands there twice.
    package static let repeatedItem: Fault = .rewritePage { items, _ in
        if let last = items.last { items.append(last) }
    }

    /// A page has so many items less at its end than its `count` says.
    package static func missingItems(_ count: Int) -> Fault {
        .rewritePage { items, _ in items.removeLast(min(count, items.count)) }
    }

    /// A page says another `total` than the panel, as after a change between two pages.
    package static func movedTotal(by difference: Int64) -> Fault {
        .rewritePage { _, pagination in
            if case .integer(let total) = pagination["total"] { pagination["total"] = .integer(total + difference) }
        }
    }

    private static func rewritePage(_ change: @escaping @Sendable (inout [Value], inout ValueMap) -> Void) -> Fault {
        .rewriteAnswer { answer in
            guard case .map(var page) = answer.json, case .list(var items) = page["data"],
                case .map(var meta) = page["meta"], case .map(var pagination) = meta["pagination"]
            else { return }
            change(&items, &pagination)
            meta["pagination"] = .map(pagination)
            page["meta"] = .map(meta)
            page["data"] = .list(items)
            answer.json = .map(page)
        }
    }
}
