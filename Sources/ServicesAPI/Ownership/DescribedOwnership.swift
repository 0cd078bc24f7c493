package import PhoenixModel

/// Ownership as panels of the documented API keep it: the line in the description.
package struct DescribedOwnership: OwnershipKeeping {
    package init() {}

    // The marker, the longest project and key, the digests and "protected", with a blank line before them.
    package var usualRoom: Int { 400 }

    package func length(of description: String, with ownership: Ownership) -> Int {
        OwnershipLine.description(description, with: ownership).unicodeScalars.count
    }

    package func mistakableText(in description: String) -> String? {
        OwnershipLine.isIn(description) ? "the line that starts with '\(OwnershipLine.marker)'" : nil
    }
}
