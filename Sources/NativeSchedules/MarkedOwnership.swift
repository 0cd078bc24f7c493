package import PhoenixModel

/// Ownership as it is kept of the schedules of panels: a marker in the name, which stands here for the description.
package struct MarkedOwnership: OwnershipKeeping {
    package init() {}

    // The longest project and key, with what stands around them, and the space before.
    package var usualRoom: Int { 155 }

    package func length(of name: String, with ownership: Ownership) -> Int {
        ScheduleMarker.name(name, with: ownership).unicodeScalars.count
    }

    package func mistakableText(in name: String) -> String? {
        ScheduleName(name, on: "", commandPaths: []).markers.first.map { "'\($0)'" }
    }
}
