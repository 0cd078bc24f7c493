extension DiagnosticCode {
    /// What is wrong, as a heading.
    package var title: String { codeExplanation.title }

    /// What the code means, why it is an error or a warning, and how to get rid of it, in plain text for a terminal.
    package var explanation: String { codeExplanation.text }

    private var codeExplanation: CodeExplanation {
        switch self {
        case .fileNotFound: .fileNotFound
        case .fileUnreadable: .fileUnreadable
        case .emptyDirectory: .emptyDirectory
        case .fileTooLarge: .fileTooLarge
        case .binaryFile: .binaryFile
        case .invalidUTF8: .invalidUTF8
        case .notARegularFile: .notARegularFile
        case .nothingMatches: .nothingMatches
        case .nothingDeclared: .nothingDeclared

        case .yamlSyntax: .yamlSyntax
        case .tabIndentation: .tabIndentation
        case .duplicateMappingKey: .duplicateMappingKey
        case .unknownAnchor: .unknownAnchor
        case .expansionTooLarge: .expansionTooLarge
        case .nestingTooDeep: .nestingTooDeep
        case .badMergeKey: .badMergeKey
        case .unsupportedTag: .unsupportedTag
        case .quotesNeeded: .quotesNeeded
        case .keyNotText: .keyNotText
        case .formattingUnsafe: .formattingUnsafe

        case .unknownKey: .unknownKey
        case .wrongType: .wrongType
        case .missingKey: .missingKey
        case .leadingZero: .leadingZero
        case .valueOutOfRange: .valueOutOfRange
        case .badKey: .badKey
        case .badDuration: .badDuration

        case .undefinedVariable: .undefinedVariable
        case .undefinedName: .undefinedName
        case .substitutionFileUnreadable: .substitutionFileUnreadable
        case .secretNotAllowed: .secretNotAllowed
        case .plainSecret: .plainSecret
        case .badSubstitution: .badSubstitution
        case .matrixTooLarge: .matrixTooLarge
        case .undefinedValue: .undefinedValue
        case .valueCycle: .valueCycle
        case .valueNotText: .valueNotText
        case .exceptMatchesNothing: .exceptMatchesNothing

        case .severalProjects: .severalProjects
        case .duplicateKey: .duplicateKey
        case .duplicateName: .duplicateName
        case .unknownDependency: .unknownDependency
        case .dependencyCycle: .dependencyCycle
        case .dependencyDisabled: .dependencyDisabled
        case .formerKeyTaken: .formerKeyTaken
        case .unknownNotification: .unknownNotification
        case .descriptionTooLong: .descriptionTooLong
        case .formerProjectTaken: .formerProjectTaken
        case .ignoreExpired: .ignoreExpired
        case .duplicateValue: .duplicateValue
        case .patchMatchesNothing: .patchMatchesNothing
        case .patchRefused: .patchRefused
        case .patchesCollide: .patchesCollide

        case .invalidSchedule: .invalidSchedule
        case .scheduleNeverFires: .scheduleNeverFires
        case .unknownTimeZone: .unknownTimeZone
        case .unusualSchedule: .unusualSchedule
        case .unusualTimeZone: .unusualTimeZone
        case .heavyStarts: .heavyStarts
        case .stepGapTooLong: .stepGapTooLong
        case .stepBackInTime: .stepBackInTime
        case .stepStartUnclear: .stepStartUnclear
        case .tooManySteps: .tooManySteps
        case .badCountdown: .badCountdown
        case .commandWithSlash: .commandWithSlash
        case .commandIsPowerSignal: .commandIsPowerSignal
        case .payloadTooLong: .payloadTooLong
        case .serveOnlyKey: .serveOnlyKey
        case .cronNotOnPanels: .cronNotOnPanels
        case .scheduleNameTooLong: .scheduleNameTooLong
        case .badServerSelector: .badServerSelector
        case .powerTooSoon: .powerTooSoon
        case .backupsTooClose: .backupsTooClose
        case .backupsAtOnce: .backupsAtOnce
        case .runsInClockChange: .runsInClockChange
        case .doneTwice: .doneTwice

        case .ownedByAnotherProject: .ownedByAnotherProject
        case .adoptionNeeded: .adoptionNeeded
        case .formerKeyNeeded: .formerKeyNeeded
        case .ambiguousObject: .ambiguousObject
        case .protectedObject: .protectedObject
        case .dependentsRemain: .dependentsRemain
        case .ownershipUnreadable: .ownershipUnreadable
        case .fieldUnsupported: .fieldUnsupported
        case .timeZoneUnsupported: .timeZoneUnsupported
        case .unknownSystemService: .unknownSystemService
        case .ownershipIgnored: .ownershipIgnored
        case .blockedByDependency: .blockedByDependency
        case .looksLikeRename: .looksLikeRename
        case .fieldUnreadable: .fieldUnreadable
        case .nameTaken: .nameTaken
        case .deletionBudget: .deletionBudget
        case .unknownResendKey: .unknownResendKey
        case .refusedByRule: .refusedByRule
        case .conflictingChange: .conflictingChange
        case .staleAction: .staleAction
        case .planFileUnusable: .planFileUnusable
        case .planForAnotherPanel: .planForAnotherPanel
        case .planAppliedAlready: .planAppliedAlready
        case .drifted: .drifted
        case .missingObject: .missingObject
        case .acceptUnsafe: .acceptUnsafe
        case .nothingToAccept: .nothingToAccept
        case .writeOnlyUnsent: .writeOnlyUnsent
        case .laterVersion: .laterVersion
        case .notSelected: .notSelected
        case .selectsNothing: .selectsNothing
        case .serverUnreadable: .serverUnreadable
        case .serverUnmatched: .serverUnmatched
        case .stepUnsupported: .stepUnsupported

        case .backupsForbidden: .backupsForbidden

        case .storeUnavailable: .storeUnavailable
        case .storeDamaged: .storeDamaged
        case .storeTooNew: .storeTooNew
        case .storeLocked: .storeLocked
        case .storeFull: .storeFull
        case .storeReadOnly: .storeReadOnly
        case .panelRefused: .panelRefused
        case .panelUnreachable: .panelUnreachable
        case .ownershipNotKept: .ownershipNotKept
        case .serverFailed: .serverFailed
        case .apiKeyRefused: .apiKeyRefused

        case .noTarget: .noTarget
        case .severalTargets: .severalTargets
        case .emptyTarget: .emptyTarget
        case .confirmationNeeded: .confirmationNeeded
        case .outputFailed: .outputFailed
        case .outputOverInput: .outputOverInput
        case .contextUnknown: .contextUnknown
        case .keyFileExposed: .keyFileExposed
        case .keyMissing: .keyMissing
        case .keyUnusable: .keyUnusable
        case .keyInFile: .keyInFile
        case .targetNotMeant: .targetNotMeant
        case .clientAPIMissing: .clientAPIMissing
        case .plainTextServer: .plainTextServer
        }
    }
}
