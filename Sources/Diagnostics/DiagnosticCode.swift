/// The stable codes of every diagnostic. A code is never given another meaning and never reused.
///
/// The first two digits are the area: 01 files, 02 YAML, 03 shape and values, 04 substitution, 05 the set as a whole,
/// 06 schedules, 07 planning, 08 panels and stores, 09 usage. `explanation` says more of each.
package enum DiagnosticCode: String, Sendable, Hashable, CaseIterable {
    // Files
    case fileNotFound = "PHX0101"
    case fileUnreadable = "PHX0102"
    case emptyDirectory = "PHX0103"
    case fileTooLarge = "PHX0104"
    case binaryFile = "PHX0105"
    case invalidUTF8 = "PHX0106"
    case notARegularFile = "PHX0107"
    case nothingMatches = "PHX0108"
    case nothingDeclared = "PHX0109"

    // YAML
    case yamlSyntax = "PHX0201"
    case tabIndentation = "PHX0202"
    case duplicateMappingKey = "PHX0203"
    case unknownAnchor = "PHX0204"
    case expansionTooLarge = "PHX0205"
    case nestingTooDeep = "PHX0206"
    case badMergeKey = "PHX0207"
    case unsupportedTag = "PHX0208"
    case quotesNeeded = "PHX0209"
    case keyNotText = "PHX0210"
    case formattingUnsafe = "PHX0211"

    // Shape and values
    case unknownKey = "PHX0301"
    case wrongType = "PHX0302"
    case missingKey = "PHX0303"
    case leadingZero = "PHX0304"
    case valueOutOfRange = "PHX0305"
    case badKey = "PHX0306"

    // Substitution
    case undefinedVariable = "PHX0401"
    case undefinedName = "PHX0402"
    case substitutionFileUnreadable = "PHX0403"
    case secretNotAllowed = "PHX0404"
    case plainSecret = "PHX0405"
    case badSubstitution = "PHX0406"
    case matrixTooLarge = "PHX0407"

    // The set
    case severalProjects = "PHX0501"
    case duplicateKey = "PHX0502"
    case duplicateName = "PHX0503"
    case unknownDependency = "PHX0504"
    case dependencyCycle = "PHX0505"
    case dependencyDisabled = "PHX0506"
    case formerKeyTaken = "PHX0507"
    case unknownNotification = "PHX0508"
    case descriptionTooLong = "PHX0509"
    case formerProjectTaken = "PHX0510"
    case ignoreExpired = "PHX0511"

    // Schedules
    case invalidSchedule = "PHX0601"
    case scheduleNeverFires = "PHX0602"
    case unknownTimeZone = "PHX0603"
    case unusualSchedule = "PHX0604"

    // Planning
    case ownedByAnotherProject = "PHX0701"
    case adoptionNeeded = "PHX0702"
    case formerKeyNeeded = "PHX0703"
    case ambiguousObject = "PHX0704"
    case protectedObject = "PHX0705"
    case dependentsRemain = "PHX0706"
    case ownershipUnreadable = "PHX0707"
    case fieldUnsupported = "PHX0708"
    case timeZoneUnsupported = "PHX0709"
    case unknownSystemService = "PHX0710"
    case ownershipIgnored = "PHX0711"
    case blockedByDependency = "PHX0712"
    case looksLikeRename = "PHX0713"
    case fieldUnreadable = "PHX0714"
    case nameTaken = "PHX0715"
    case deletionBudget = "PHX0716"
    case unknownResendKey = "PHX0717"
    case refusedByRule = "PHX0718"
    case conflictingChange = "PHX0719"
    case staleAction = "PHX0720"
    case planFileUnusable = "PHX0721"
    case planForAnotherPanel = "PHX0722"
    case planAppliedAlready = "PHX0723"
    case drifted = "PHX0724"
    case missingObject = "PHX0725"

    // Panels and stores
    case storeUnavailable = "PHX0801"
    case storeDamaged = "PHX0802"
    case storeTooNew = "PHX0803"
    case storeLocked = "PHX0804"
    case storeFull = "PHX0805"
    case storeReadOnly = "PHX0806"
    case panelRefused = "PHX0807"
    case panelUnreachable = "PHX0808"
    case ownershipNotKept = "PHX0809"
    case serverFailed = "PHX0820"
    case apiKeyRefused = "PHX0821"

    // Usage
    case noTarget = "PHX0901"
    case severalTargets = "PHX0902"
    case emptyTarget = "PHX0903"
    case confirmationNeeded = "PHX0904"
    case outputFailed = "PHX0905"
    case contextUnknown = "PHX0906"
    case keyFileExposed = "PHX0907"
    case keyMissing = "PHX0908"
    case keyUnusable = "PHX0909"
    case keyInFile = "PHX0910"
    case plainTextServer = "PHX0920"
}
