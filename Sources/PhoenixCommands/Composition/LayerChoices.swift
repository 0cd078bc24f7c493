/// Sets of layers that are checked in one run: `base prod,staging` is `base` with `prod`, and `base` with `staging`.
struct LayerChoices {
    /// The files of each set.
    let sets: [[String]]

    /// - Parameter layers: one for each layer, its alternatives separated by commas.
    init(_ layers: [String]) {
        sets = layers.reduce([[]]) { sets, layer in
            let choices = layer.split(separator: ",").map(String.init)
            return sets.flatMap { set in choices.map { set + [$0] } }
        }
    }
}
