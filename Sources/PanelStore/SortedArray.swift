/// Different elements in ascending order.
struct SortedArray<Element: Comparable & Sendable>: Sendable {
    private(set) var elements: [Element] = []

    mutating func insert(_ element: Element) {
        let place = firstIndex { $0 >= element }
        guard place == elements.count || elements[place] != element else { return }
        elements.insert(element, at: place)
    }

    mutating func remove(_ element: Element) {
        let place = firstIndex { $0 >= element }
        if place < elements.count, elements[place] == element { elements.remove(at: place) }
    }

    /// Those before the first that fulfils the predicate, which all that follow fulfil too.
    func prefix(until predicate: (Element) -> Bool) -> ArraySlice<Element> {
        elements[..<firstIndex(where: predicate)]
    }

    private func firstIndex(where predicate: (Element) -> Bool) -> Int {
        var low = 0
        var high = elements.count
        while low < high {
            let middle = (low + high) / 2
            if predicate(elements[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
