import ArgumentParser

/// How a result that is no plan is shown.
enum ResultFormat: String, ExpressibleByArgument, CaseIterable {
    case table, json, yaml
}
