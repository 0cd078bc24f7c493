/// Something that is allowed but often not what was meant, or that other programs read differently.
package struct CronWarning: Sendable, Hashable {
    /// What it is about; the raw values are stable and meant for machines.
    package enum Code: String, Sendable, CaseIterable {
        case unevenStep = "uneven-step"
        case stepBeyondRange = "step-beyond-range"
        case everyMinuteOfHour = "every-minute-of-hour"
        case dayFieldsEither = "day-fields-either"
        case starInDayFields = "star-in-day-fields"
        case everyDayWrittenOut = "every-day-written-out"
        case skipsMonths = "skips-months"
        case leapYearsOnly = "leap-years-only"
        case hashBeyond28 = "hash-beyond-28"
        case questionMark = "question-mark"
        case openStep = "open-step"
        case dayExtension = "day-extension"
    }

    package var code: Code
    /// The field it speaks of.
    package var field: CronField
    /// A sentence without a final full stop.
    package var message: String
}

extension CronExpression {
    /// What to tell the author, in the order of the fields.
    ///
    /// Empty for most expressions; built on each call.
    package var warnings: [CronWarning] {
        var warnings: [CronWarning] = []
        for field in CronField.allCases {
            if field == .minute { warnings += sanityWarnings }
            warnings += spellingWarnings(field)
            if field == .dayOfMonth { warnings += shortMonthWarnings }
        }
        return warnings + dayFieldWarnings
    }

    private var sanityWarnings: [CronWarning] {
        guard minutes == CronField.minute.fullMask, UInt64(hours) != CronField.hour.fullMask else { return [] }
        let hour = padded(hours.trailingZeroBitCount, 2)
        return [
            CronWarning(
                code: .everyMinuteOfHour, field: .minute,
                message: "runs every minute of the hour, 60 times from \(hour):00 on; "
                    + "for once an hour write '0 \(canonical(.hour))'")
        ]
    }

    private func spellingWarnings(_ field: CronField) -> [CronWarning] {
        let flags = notes[field]
        var warnings: [CronWarning] = []
        func add(_ code: CronWarning.Code, _ message: String) {
            warnings.append(CronWarning(code: code, field: field, message: message))
        }
        if flags.contains(.unevenStep) { add(.unevenStep, unevenMessage(field)) }
        if flags.contains(.stepBeyondRange) {
            add(.stepBeyondRange, "the step in \(field.name) is larger than its range, so only the first value remains")
        }
        if flags.contains(.openStep) {
            add(
                .openStep,
                "a step without an end ('a/n') in \(field.name) is not known to Debian's cron; "
                    + "it means 'a-\(field.cycle.upperBound)/n'")
        }
        if flags.contains(.questionMark) { add(.questionMark, "'?' is not known to Debian's cron; '*' means the same") }
        if flags.contains(.hashBeyond28) {
            add(.hashBeyond28, "H over days beyond 28 may choose a day that some months do not have")
        }
        let dayExtension = field == .dayOfMonth ? days.monthExtension : field == .dayOfWeek ? days.weekExtension : nil
        if let dayExtension {
            add(.dayExtension, "'\(dayExtension)' is an extension that Debian's cron and Kubernetes do not know")
        }
        return warnings
    }

    private func unevenMessage(_ field: CronField) -> String {
        let step = notes.step(field)
        return switch field {
        case .dayOfMonth: "a step of \(step) starts again on the first of every month"
        case .dayOfWeek: "a step of \(step) does not divide the week and starts again every Sunday"
        default: "a step of \(step) does not divide \(field.cycle.count), so the last gap is shorter"
        }
    }

    /// Days that not all chosen months have.
    private var shortMonthWarnings: [CronWarning] {
        guard !days.restrictsDayOfWeek, let day = days.lowestDay, day > 28 else { return [] }
        let lengths = CanonicalField.bits(UInt64(months)).map(CivilCalendar.longestLength(month:))
        if lengths.filter({ $0 >= day }) == [29] {
            return [
                CronWarning(code: .leapYearsOnly, field: .dayOfMonth, message: "29 February exists only in leap years")
            ]
        }
        let hasFebruary = months & 1 << 2 != 0
        guard hasFebruary || lengths.contains(where: { $0 < day }) else { return [] }
        return [
            CronWarning(
                code: .skipsMonths, field: .dayOfMonth,
                message: "months without a day \(day) are skipped; 'L' is the last day of every month")
        ]
    }

    private var dayFieldWarnings: [CronWarning] {
        let month = notes[.dayOfMonth]
        let week = notes[.dayOfWeek]
        if month.contains(.writtenOut) || week.contains(.writtenOut) {
            let field: CronField = month.contains(.writtenOut) ? .dayOfMonth : .dayOfWeek
            return [
                CronWarning(
                    code: .everyDayWrittenOut, field: field,
                    message: "\(field.name) includes every day, and either day field is enough: this runs every day")
            ]
        }
        if days.restrictsDayOfMonth && days.restrictsDayOfWeek {
            if month.contains(.starPrefix) || week.contains(.starPrefix) {
                return [
                    CronWarning(
                        code: .starInDayFields, field: .dayOfWeek,
                        message:
                            "runs when either day field matches; Debian's cron, where one of them begins with '*', "
                            + "runs only when both do")
                ]
            }
            return [
                CronWarning(
                    code: .dayFieldsEither, field: .dayOfWeek,
                    message: "runs when either day of month or day of week matches, not only when both do")
            ]
        }
        let other = days.restrictsDayOfMonth || days.restrictsDayOfWeek
        guard other, month.contains(.lateStar) || week.contains(.lateStar) else { return [] }
        return [
            CronWarning(
                code: .starInDayFields, field: month.contains(.lateStar) ? .dayOfMonth : .dayOfWeek,
                message: "a '*' later in the list counts as every day here; Debian's cron and the panel would run daily"
            )
        ]
    }
}
