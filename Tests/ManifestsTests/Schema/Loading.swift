import Cron
import Diagnostics
import Manifests
import ServicesAPI

/// Loads manifests as the commands do, with an environment of the test's choice.
enum Loading {
    static func load(
        text: String, environment: @escaping @Sendable (String) -> String? = { _ in nil }
    ) async -> LoadedManifests {
        await load(ManifestInputs(["-"], standardInput: Array(text.utf8)), environment)
    }

    static func load(
        path: String, environment: @escaping @Sendable (String) -> String? = { _ in nil }
    ) async -> LoadedManifests {
        await load(ManifestInputs([path], standardInput: []), environment)
    }

    private static func load(
        _ inputs: ManifestInputs, _ environment: @escaping @Sendable (String) -> String?
    ) async -> LoadedManifests {
        // 2026-11-24.
        let loader = ManifestLoader(
            environment: environment, zones: .system, todayAsDay: 20_781, ownership: DescribedOwnership())
        return await loader.load(inputs)
    }
}
