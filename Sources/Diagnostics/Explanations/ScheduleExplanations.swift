// 06: schedules
extension CodeExplanation {
    static let invalidSchedule = Self(
        "a schedule cannot be read",
        """
        A schedule has five fields (minute, hour, day of month, month, day of week), or it is a macro such as `@daily`.
        The caret marks the wrong field, and the message says which values are allowed. Six fields are Quartz syntax
        with seconds, which panels do not support.

            schedule: "60 2 * * *"          # wrong: minutes go from 0 to 59
            schedule: "0 0 2 * * *"         # wrong: six fields
            schedule: "0 2 * * *"           # right: every day at 02:00

            phoenix cron "0 2 * * *"        # what it means and when it runs next
        """)

    static let scheduleNeverFires = Self(
        "a schedule never runs",
        """
        Each field is valid, but no day of any year matches all of them; an example is the 31st of February. The panel
        refuses such a schedule with 422.

            schedule: "0 2 31 2 *"          # wrong
            schedule: "0 2 28 2 *"          # right
        """)

    static let unknownTimeZone = Self(
        "a time zone is not known",
        """
        Time zones are names of the IANA database, `Area/City`, or `UTC`. Abbreviations such as CEST and offsets such as
        +02:00 are not time zones, because they do not say when daylight saving time begins and ends. If a correct name
        is unknown, the tzdata package of this machine is missing or too old.

            timezone: CEST                  # wrong
            timezone: Europe/Berlin         # right

            apt-get install tzdata
        """)

    static let unusualSchedule = Self(
        "a schedule is valid, but may not mean what it seems to mean",
        """
        The schedule is valid; the message says what is unusual about it. For example, if both a day of month and a day
        of week are given, cron runs on days that match either of them, not only on days that match both. A step that
        does not divide the range leaves a shorter gap at its end. `* 2 * * *` runs sixty times between 2 and 3 o'clock.

            schedule: "0 2 1 * 1"           # on the 1st, and on every Monday
            schedule: "0 */7 * * *"         # at 0, 7, 14 and 21, and three hours later at 0 again
            schedule: "* 2 * * *"           # every minute; once is "0 2 * * *"

            phoenix cron "0 2 1 * 1" --zone Europe/Berlin --count 10
        """)

    static let unusualTimeZone = Self(
        "a time zone is valid, but may not be the intended one",
        """
        The IANA database keeps names that are not places. `EST` has no daylight saving time, `CET` is kept for old
        systems, and `Factory` is a placeholder with the clock of UTC. The signs of `Etc/GMT+2` and similar names are
        opposite to those of `UTC+2`: `Etc/GMT+2` is two hours behind UTC.

            timezone: EST                   # five hours behind UTC, in summer too
            timezone: America/New_York      # the clock of New York
            timezone: Etc/GMT-2             # two hours ahead of UTC, all year
        """)

    static let heavyStarts = Self(
        "more heavy tasks start in one minute than should",
        """
        Backups, updates and restarts load the disk and the processor of a whole machine. Many of them in one minute
        slow each other down, and everything else on the machine. Round times such as 02:00 and 03:00 are where they
        pile up. `H` takes a minute from the key of the task, so the tasks spread over the hour, and each keeps its
        minute. The calendar shows the worst minutes and proposes others.

            schedule: "0 2 * * *"           # 02:00, like many others
            schedule: "H 2 * * *"           # a minute between 02:00 and 02:59, always the same for this task

            limits: { heavy_starts: 8 }     # how many may start in one minute; 4 by default

            phoenix calendar -f manifests/ --load
            phoenix calendar -f manifests/ --advise
        """)
}
