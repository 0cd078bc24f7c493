import YAMLReading

/// What one worker keeps from file to file: room to read into, texts that come again, and the schema that it reads by.
struct LoaderMemory {
    var arena = NodeArena()
    var known = KnownTexts()
    let schema = ManifestSchema.current.copied()
}
