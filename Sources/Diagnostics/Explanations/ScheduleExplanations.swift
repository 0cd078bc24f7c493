// 06: schedules
extension CodeExplanation {
    static let invalidSchedule = Self(
        "a schedule cannot be read",
        """
        A schedule has five fields: minute, hour, day of month, month, day of week. Or it is one of the macros such as
        `@daily`. The caret shows the field that is wrong, and the message what it may hold. Six fields are Quartz
        syntax with seconds; panels do not have them.

            schedule: "60 2 * * *"          # wrong: minutes go from 0 to 59
            schedule: "0 0 2 * * *"         # wrong: six fields
            schedule: "0 2 * * *"           # right: every day at 02:00

            phoenix cron "0 2 * * *"        # what it means and when it runs next
        """)

    static let scheduleNeverFires = Self(
        "a schedule never comes to pass",
        """
        Each field is fine, but no day of any year fits all of them, such as the 31st of February. The panel refuses
        it with 422.

            schedule: "0 2 31 2 *"          # wrong
            schedule: "0 2 28 2 *"          # right
        """)

    static let unknownTimeZone = Self(
        "a time zone is not known",
        """
        Time zones are names of the IANA database, `Area/City`, or `UTC`. Abbreviations such as CEST and offsets such as
        +02:00 are none: they do not say when daylight saving time begins and ends. If a name is right and still not
        known, the tzdata package of this machine is missing or old.

            timezone: CEST                  # wrong
            timezone: Europe/Berlin         # right

            apt-get install tzdata
        """)

    static let unusualSchedule = Self(
        "a schedule is valid, but may not mean what it seems to",
        """
        The schedule works; the message says what is unusual about it. For example, with a day of month and a day of
        week both given, cron runs on either of them, not on days that are both; a step that does not divide the range
        leaves a shorter gap at its end; and `* 2 * * *` runs sixty times between 2 and 3.

            schedule: "0 2 1 * 1"           # on the 1st, and on every Monday
            schedule: "0 */7 * * *"         # at 0, 7, 14, 21, and after three hours at 0 again
            schedule: "* 2 * * *"           # every minute; once is "0 2 * * *"

            phoenix cron "0 2 1 * 1" --zone Europe/Berlin --count 10
        """)

    static let unusualTimeZone = Self(
        "a time zone is valid, but may not be the one that was meant",
        """
        The IANA database keeps names that are not places. `EST` has no daylight saving time, `CET` is kept for old
        systems, `Factory` is a placeholder with the clock of UTC, and the signs of `Etc/GMT+2` and its kin are the other
        way round than those of `UTC+2`: it is two hours behind UTC.

            timezone: EST                   # five hours behind UTC, in summer too
            timezone: America/New_York      # the clock of New York
            timezone: Etc/GMT-2             # two hours ahead of UTC, all year
        """)
}
