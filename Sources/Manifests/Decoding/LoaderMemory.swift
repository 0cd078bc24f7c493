import YAMLReading

/// What one worker keeps from file to file: room to read into, and texts that come again.
struct LoaderMemory {
    var arena = NodeArena()
    var known = KnownTexts()
}
