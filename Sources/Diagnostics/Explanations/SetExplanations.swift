// 05: the set as a whole
extension CodeExplanation {
    static let severalProjects = Self(
        "the files name two projects",
        """
        One run works on one project: it decides what is owned, and what is an orphan. Files without `project` join
        the one that is named; two different names are an error. Give the files of each project a directory of its
        own and run phoenix once for each.

            phoenix apply -f skyblock/
            phoenix apply -f creative/

        To rename a project, write `project: new` and `project_formerly: [old]`.
        """)

    static let duplicateKey = Self(
        "two objects have the same key",
        """
        Keys are unique over the services and tasks of a project, in all its files: the key is how phoenix recognises
        an object on the panel again. Both places are shown. With `for_each`, the key must contain every name that
        varies, or all combinations get the same key.

            "restart":                                # wrong: twice the key restart
              for_each: { server: [lobby, survival] }

            "restart-${server}":                      # right
              for_each: { server: [lobby, survival] }
        """)

    static let duplicateName = Self(
        "two objects have the same name",
        """
        A panel refuses two services of one name. Names are compared after white space at their ends is removed, and
        after Unicode normalisation, so `é` typed in two ways is one name. Give each object a name of its own.

            "restart-${server}":
              name: Restart                           # wrong: the same for every server
              name: "Restart ${server}"               # right
        """)

    static let unknownDependency = Self(
        "depends_on names a key that is not declared",
        """
        `depends_on` takes keys of this project, of services or tasks. Names and ids of the panel are not keys. A
        system service is made known by a block with its name alone, which manages nothing.

            tasks:
              backup: { depends_on: [Wings Daemon], … }     # wrong: a name

            services:
              wings: { name: Wings Daemon }
            tasks:
              backup: { depends_on: [wings], … }            # right
        """)

    static let dependencyCycle = Self(
        "tasks depend on each other in a circle",
        """
        Following `depends_on` leads back to where it started, so none of them could ever be created first, and the
        panel refuses it. The message spells the circle out, and every entry of it is shown. Remove one of them.

            a: { depends_on: [b], … }
            b: { depends_on: [a], … }       # wrong: a → b → a
        """)

    static let dependencyDisabled = Self(
        "an enabled task depends on a disabled one",
        """
        What depends on something that never runs could never run itself, and the panel refuses it with 409. Disable
        both, enable both, or remove the dependency.

            backup: { enabled: false, … }
            verify: { depends_on: [backup], … }                     # wrong
            verify: { depends_on: [backup], enabled: false, … }     # right
        """)

    static let formerKeyTaken = Self(
        "a former key belongs to somebody",
        """
        `formerly` names keys that this object had before, so that it is updated and not deleted and created anew. A
        key cannot be two things: here the former key is in use by another object, or is claimed by two objects.
        Remove it where it does not belong.

            lobby-backup:  { formerly: [backup], … }
            world-backup:  { formerly: [backup], … }      # wrong: only one of them was `backup`
        """)

    static let unknownNotification = Self(
        "notify names something that is not declared",
        """
        `notify` takes names from the `notifications` of the files. They are written out in full on the panel, so a
        name that is not declared has nothing to write.

            notifications:
              ops: { type: discord, url: "${secret:env:OPS_WEBHOOK}" }
            tasks:
              backup: { notify: [opps], … }           # wrong
              backup: { notify: [ops], … }            # right
        """)

    static let descriptionTooLong = Self(
        "a description is too long together with its ownership line",
        """
        A panel stores at most 4,096 characters of description. The last line of it is where phoenix keeps the project,
        the key and the digests of what it last applied; it needs about 150 of them, more with secrets. Shorten the
        description by what the message says.
        """)

    static let formerProjectTaken = Self(
        "the project cannot be named as its own former one",
        """
        `project_formerly` lists other names that this project had before, so that objects with the old name in their
        ownership line are taken over. The present name cannot be among them, and none can stand there twice.

            project: skyblock
            project_formerly: [skyblock]              # wrong
            project_formerly: [sky]                   # right
        """)

    static let ignoreExpired = Self(
        "an ignore entry is past its day",
        """
        The entry's `until` day is over, so the field counts again and a difference on the panel shows as drift. It is
        a warning, because that is what the day was set for. Remove the entry, or give it a later day.

            ignore:
              - { field: enabled, reason: "incident 12", until: 2026-12-01 }
        """)
}
