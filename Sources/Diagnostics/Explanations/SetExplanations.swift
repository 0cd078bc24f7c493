// 05: the set as a whole
extension CodeExplanation {
    static let severalProjects = Self(
        "the files name two projects",
        """
        A run works on one project, which decides which objects are owned and which are orphans. Files without
        `project` join the project that the others name; two different names are an error. Give each project its own
        directory, and run phoenix once for each.

            phoenix apply -f skyblock/
            phoenix apply -f creative/

        To rename a project, write `project: new` and `project_formerly: [old]`.
        """)

    static let duplicateKey = Self(
        "two objects have the same key",
        """
        Keys are unique among the services and tasks of a project, across all its files, because phoenix recognises an
        object on the panel by its key. The message shows both places. With `for_each`, the key must contain every name
        that varies, or all combinations get the same key.

            "restart":                                # wrong: twice the key restart
              for_each: { server: [lobby, survival] }

            "restart-${server}":                      # right
              for_each: { server: [lobby, survival] }
        """)

    static let duplicateName = Self(
        "two objects have the same name",
        """
        A panel refuses two services with the same name. Names are compared after white space at both ends is removed
        and after Unicode normalisation, so two ways of typing `é` are the same name. Give each object its own name.

            "restart-${server}":
              name: Restart                           # wrong: the same for every server
              name: "Restart ${server}"               # right
        """)

    static let unknownDependency = Self(
        "depends_on names a key that is not declared",
        """
        `depends_on` takes keys of services or tasks of this project. Names and ids of the panel are not keys. To refer
        to a system service, declare it with only its name; this manages none of its fields.

            tasks:
              backup: { depends_on: [Wings Daemon], … }     # wrong: a name

            services:
              wings: { name: Wings Daemon }
            tasks:
              backup: { depends_on: [wings], … }            # right
        """)

    static let dependencyCycle = Self(
        "tasks depend on each other in a cycle",
        """
        The `depends_on` entries form a cycle, so none of the tasks could be created first, and the panel refuses it.
        The message shows the cycle and every entry in it. Remove one of these entries.

            a: { depends_on: [b], … }
            b: { depends_on: [a], … }       # wrong: a → b → a
        """)

    static let dependencyDisabled = Self(
        "an enabled task depends on a disabled one",
        """
        A task that depends on a disabled task could never run, and the panel refuses it with 409. Disable both, enable
        both, or remove the dependency.

            backup: { enabled: false, … }
            verify: { depends_on: [backup], … }                     # wrong
            verify: { depends_on: [backup], enabled: false, … }     # right
        """)

    static let formerKeyTaken = Self(
        "a former key belongs to another object",
        """
        `formerly` lists keys that this object had before, so that it is updated and not deleted and created again. A
        key can belong to only one object. Here another object uses the former key, or two objects claim it. Remove it
        from the object where it does not belong.

            lobby-backup:  { formerly: [backup], … }
            world-backup:  { formerly: [backup], … }      # wrong: only one of them was `backup`
        """)

    static let unknownNotification = Self(
        "notify names a notification that is not declared",
        """
        `notify` takes names from the `notifications` of the files. phoenix writes the whole notification to the panel,
        so a name that is not declared cannot be written.

            notifications:
              ops: { type: discord, url: "${secret:env:OPS_WEBHOOK}" }
            tasks:
              backup: { notify: [opps], … }           # wrong
              backup: { notify: [ops], … }            # right
        """)

    static let descriptionTooLong = Self(
        "a description is too long together with its ownership line",
        """
        A panel stores at most 4,096 characters of a description. In its last line phoenix records the project, the key
        and digests of the values that it last applied. This line needs about 150 characters, and more with secrets.
        Shorten the description by the number of characters that the message gives.
        """)

    static let formerProjectTaken = Self(
        "a project cannot be its own former project",
        """
        `project_formerly` lists names that this project had before, so that objects with an old name in their
        ownership line are taken over. The current name must not be in the list, and no name may be in it twice.

            project: skyblock
            project_formerly: [skyblock]              # wrong
            project_formerly: [sky]                   # right
        """)

    static let ignoreExpired = Self(
        "an ignore entry has expired",
        """
        The entry's `until` day has passed, so the field is compared again and a difference on the panel is shown as
        drift. This is a warning to remind you of the day that was set. Remove the entry or set a later day.

            ignore:
              - { field: enabled, reason: "incident 12", until: 2026-12-01 }
        """)
}
