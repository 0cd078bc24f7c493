// 06: the steps of schedules and sequences
extension CodeExplanation {
    static let stepGapTooLong = Self(
        "a step starts too long after the one before it",
        """
        A panel counts the start of a step from the step before it, and takes at most 900 seconds, which are 15 minutes.
        Something has to happen in between; mostly players want to be told anyway. A task of type `sequence`, which
        `phoenix serve` runs, may wait up to 24 hours at once.

            - { command: "say Restart in 30 minutes" }
            - { at: 30m, power: restart }                                       # wrong: 30 minutes after the command

            - { countdown: [30m, 15m, 5m, 1m], command: "say Restart in ${left}" }
            - { power: restart }                                                # right: 1 minute after the last command
        """)

    static let stepBackInTime = Self(
        "a step starts before the one that is written before it",
        """
        Steps are done in the order in which they are written. `at` counts from the start of all steps, `after` from the
        step before. After a countdown the next step starts when the countdown is over, and not before.

            - { at: 5m, command: "say Restart" }
            - { at: 1m, command: "say Soon" }                                   # wrong: it would go back in time

            - { countdown: [10m, 1m], command: "say Restart in ${left}" }
            - { at: 9m, power: restart }                                        # wrong: players were told 10 minutes
        """)

    static let stepStartUnclear = Self(
        "it is not clear when a step starts",
        """
        A step says when it starts by `after` or by `at`, not by both. In a task of type `sequence`, a step that waits
        for a state or for a backup takes as long as it takes, so no step behind it can say `at`.

            - { at: 5m, after: 1m, command: "say Restart" }                     # wrong
            - { backup: {} }
            - { at: 15m, power: restart }                                       # wrong in a sequence
            - { after: 1m, power: restart }                                     # right
        """)

    static let tooManySteps = Self(
        "there are more steps than a schedule may have",
        """
        A schedule of a panel has at most 10 steps, and a task of type `sequence` has at most 50. A countdown makes a step
        for each of its times. Several commands can share a step if each stands on a line of its own.

            - command: |-
                save-all
                say The world is saved
        """)

    static let badCountdown = Self(
        "a countdown cannot be done as it is written",
        """
        A countdown sends one command several times. Its times say how much is left, so they go down, and `${left}` is
        that time in words. What is counted down to is the next step.

            - { countdown: [1m, 5m, 10m], command: "say Restart in ${left}" }   # wrong: it goes up
            - { countdown: [10m, 5m], power: restart }                          # wrong: no command

            - { countdown: [10m, 5m, 1m], command: "say Restart in ${left}" }   # right: at 0, 5 and 9 minutes
            - { power: restart }                                                # after 10 minutes
        """)
}
