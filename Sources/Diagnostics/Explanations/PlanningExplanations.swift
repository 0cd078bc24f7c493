// 07: planning
extension CodeExplanation {
    static let ownedByAnotherProject = Self(
        "the object belongs to another project",
        """
        An object with this name exists on the panel, and its ownership line names another project. phoenix never
        takes from another project: two sets of files would overwrite each other for ever. Use another `name`, or
        remove the object from the other project first. Where the project was only renamed, say so:

            project: skyblock
            project_formerly: [sky]
        """)

    static let adoptionNeeded = Self(
        "an object of this name exists and is owned by nobody",
        """
        The panel has an object with this name and without an ownership line: somebody made it by hand, or removed the
        line when editing its description. It is not overwritten unless you ask for it. Look at what would change,
        then adopt it; from then on it is managed like all others.

            phoenix plan -f manifests/ --adopt
            phoenix apply -f manifests/ --adopt
        """)

    static let formerKeyNeeded = Self(
        "an object of this project has this name under another key",
        """
        The panel has an object of this project with the same name, whose key is no longer in the files. The key was
        probably renamed. Say so, and the object is updated; nothing is deleted and its id and history stay.

            nightly-backup:
              formerly: [backup]
              name: Nightly Backup
        """)

    static let ambiguousObject = Self(
        "it cannot be told which object is meant",
        """
        Two objects on the panel could be the one that the files declare: both carry the same ownership line (somebody
        copied the description), two have the same name, or the old and the new key of a rename are both there.
        Nothing is guessed. Both ids are named; delete one of them or remove the line from its description.

            phoenix get tasks -o wide
        """)

    static let protectedObject = Self(
        "a protected object would be deleted",
        """
        The object was applied with `protect: true`, and its block is no longer in the files. It stays, even with
        `--prune`. If it is really to go, put the block back without `protect`, apply, then remove the block and apply
        with `--prune`. That takes two reviews, which is the point of it.

            nightly-backup: { protect: false, … }
            phoenix apply -f manifests/
        """)

    static let dependentsRemain = Self(
        "something else depends on what would be deleted or disabled",
        """
        The panel refuses to delete an object that others depend on, and to disable one that enabled others depend on,
        or that is critical. The dependents are named; they are not declared in these files, so phoenix does not touch
        them. Change them where they are managed, or keep the object.

            phoenix graph -f manifests/
        """)

    static let ownershipUnreadable = Self(
        "the ownership line of an object cannot be read",
        """
        The description on the panel has a line that starts with `managed-by: phoenix`, but it is damaged, edited or
        there twice. What it said cannot be relied upon, so the object is left alone. `--adopt` takes the object over and
        replaces the line, when it names this project and key or names nobody; the plan shows what goes. A line that
        names somebody else, or whose list of secrets cannot be read, has to be repaired or removed by hand on the panel.

            phoenix apply -f manifests/ --adopt

        In a manifest it is an error too: a description that brings such a line along, pasted from the panel, would
        put a second one beside the line that phoenix writes itself. Remove it from the description.
        """)

    static let fieldUnsupported = Self(
        "the panel does not have a field",
        """
        The files set a field that this panel neither stores nor reports; the documented API does not have it. The
        rest is applied. It is a warning, and it says what the panel does instead, for example that it runs without the
        timeout. It is said once, not for each task.

            phoenix get tasks -o json    # what this panel reports
        """)

    static let timeZoneUnsupported = Self(
        "the panel runs schedules in UTC only",
        """
        The task has a `timezone`, and this panel has no time zones: it would run the schedule at that hour of UTC,
        which is the wrong hour, without a word. So the task is blocked. Write the schedule in UTC, or accept the
        difference for this run.

            schedule: "0 2 * * *"           # 02:00 in UTC
            timezone: UTC

            phoenix apply -f manifests/ --allow-unsupported
        """)

    static let unknownSystemService = Self(
        "the panel has no system service of this name",
        """
        System services are part of the panel and are never created. Blocks below `services` name existing ones by
        `name`, and the panel has none of this name. The message names the closest.

            services:
              wings: { name: Wing Daemon }            # wrong
              wings: { name: Wings Daemon }           # right

            phoenix get services
        """)

    static let ownershipIgnored = Self(
        "ownership is switched off",
        """
        With `--ownership none` no ownership line is written or needed, and objects are matched by name alone. What
        depends on the line cannot work then: `formerly`, `protect` and `--prune` are errors, an object that has a line
        is blocked, and drift cannot be told from pending changes.

            phoenix apply -f manifests/                     # with ownership, the default
        """)

    static let blockedByDependency = Self(
        "an action waits for one that is blocked",
        """
        What this object depends on is blocked, so this action cannot be done either. The rest of the plan is applied
        and the exit code is 5. Solve the other problem first; this one goes away with it.
        """)

    static let looksLikeRename = Self(
        "a delete and a create look like a rename",
        """
        One object would be deleted and another one created that differs in little else than the name. If it is the
        same task under another key, say so: then it is updated, and its id, its history and what depends on it stay.
        It is a warning; without `formerly` the plan is carried out as it is.

            nightly-backup:
              formerly: [backup]
        """)

    static let fieldUnreadable = Self(
        "a field can be neither read nor is it declared",
        """
        A change is sent with all fields, so that a panel that replaces the whole object loses none. This panel does not
        tell the value of one of them, and the files do not declare it, so it would be lost. Declare the field.

            phoenix get tasks KEY -o json           # what the panel tells
        """)

    static let nameTaken = Self(
        "the name is in use",
        """
        Another object on the panel has the name that this one is to get. Names are unique over all services, after
        trimming and Unicode normalisation. Choose another name, or rename or remove the other object; where both are
        in these files, phoenix finds an order by itself.
        """)

    static let deletionBudget = Self(
        "more would be deleted than is allowed",
        """
        A plan that deletes many tasks is more often a wrong path or an empty file than an intention. Without a flag,
        the smaller of 5 and 10 % of the project's tasks may be deleted at once, but at least 1. Beyond that the whole
        apply is blocked before the first write. If it is what you want, allow the number that the message names.

            phoenix apply -f manifests/ --prune --allow-deletes 12
        """)

    static let unknownResendKey = Self(
        "--resend names no entry",
        """
        The key after --resend is no key of the files, so nothing is written again for it. Most often it is a typing
        mistake, or the name of the object instead of its key.

            phoenix apply -f manifests/ --resend nightly-backup
        """)

    static let refusedByRule = Self(
        "the panel would refuse this",
        """
        A rule of the panel forbids the write whatever the order, so it is not tried. A critical service cannot be
        disabled. Dependencies that are left alone on the panel ('ignore') can close a cycle with those of the files, or
        keep something disabled that an enabled entry needs. The message names the objects; change what they depend on,
        or let the files manage it.
        """)

    static let conflictingChange = Self(
        "the files and the panel were both changed",
        """
        Since the last apply somebody changed a field in the files, and somebody else changed the same field on the
        panel to another value. Writing the file's value would undo that edit without anybody having seen it, so the
        action is blocked. Look at both values in the plan. Either take over what the panel has, or say that the file
        wins.

            phoenix drift -f manifests/ --accept nightly-backup     # the panel's value into the file
            phoenix apply -f manifests/ --force-conflicts           # the file's value onto the panel
        """)

    static let staleAction = Self(
        "the object has changed since the plan was made",
        """
        Right before a write phoenix looks whether the object still is as it was when the plan was made. It is not, so
        this action and what waits for it are left undone, everything else is applied, and the exit code is 5. The
        message says what changed. Plan again to see what would be done now.

            phoenix plan -f manifests/
        """)

    static let planFileUnusable = Self(
        "the plan file cannot be used",
        """
        A plan file is applied as it was written or not at all. It carries a digest of its own content, so one that was
        edited, cut off or damaged on its way is refused, and so is one written by a newer version of phoenix. Plan
        again, and hand the file on unchanged.

            phoenix plan -f manifests/ --out phoenix.plan
            phoenix apply --plan phoenix.plan
        """)

    static let planForAnotherPanel = Self(
        "the plan was made for another panel",
        """
        A plan holds the ids and the values of the panel it was made for, so it is applied to that panel only. Name the
        panel that the message names, in the same words, or plan again for this one.

            phoenix plan -f manifests/ --panel https://panel.example.com --out phoenix.plan
            phoenix apply --plan phoenix.plan --panel https://panel.example.com
        """)

    static let planAppliedAlready = Self(
        "the plan was applied already",
        """
        The panel has everything that the plan was to bring about, so there is nothing left to do. A plan is applied
        once; the exit code is 5, so that a job that runs twice is noticed. A plan that stopped half-way can be applied
        again: what is done is found done, and the rest is carried out.
        """)

    static let drifted = Self(
        "an object was changed on the panel",
        """
        Since the last apply somebody changed this object on the panel, and the files say something else. The next apply
        sets it back. If the change is to stay, take it into the file; if it is known and only for a while, say so with
        `ignore` and a day until which it counts.

            phoenix drift -f manifests/ --accept nightly-backup
            phoenix apply -f manifests/
        """)

    static let missingObject = Self(
        "an object is not on the panel",
        """
        The files declare this object, and the panel does not have it: it was deleted there, or it was never applied.
        Which of the two cannot be told. The next apply creates it. In CI, run `drift` on the revision that was applied
        last, or give `--ignore-missing`.
        """)

    static let acceptUnsafe = Self(
        "a manifest cannot be rewritten safely",
        """
        `drift --accept` puts the panel's value into the file only where that changes this one place and nothing else.
        It leaves the file alone where the value comes from a substitution, a secret, an alias, or a block that makes
        several objects with `for_each`, and where the file would not load or another object would change. Change it by
        hand; the message says what stands in the way.
        """)

    static let nothingToAccept = Self(
        "there is no drift to accept",
        """
        The key after --accept is no key of the files, or its object has not drifted: it agrees, is missing, or only the
        file was changed. Nothing was written.

            phoenix drift -f manifests/            # what has drifted
        """)

    static let writeOnlyUnsent = Self(
        "what was changed may be what the panel does not tell",
        """
        A panel never shows a webhook's URL or a probe's token or password, only that there is one. What it shows agrees
        with the file, so nothing is planned; yet the file is not what was applied last. If the URL or the password is
        what was changed, the panel still has the old one: send it again. The next apply takes the file's state as
        applied and does not warn again.

            phoenix apply -f manifests/ --resend nightly-backup    # or --resend '*' for all
        """)

    static let laterVersion = Self(
        "a later version of phoenix knows more fields",
        """
        The ownership line has digests of fields that this version does not know: a later one applied the object. What
        both know is compared and written as always. The other fields are left as they are on the panel, and their
        digests are kept in the line, so that the later version can still tell who changed what. The names of the slots
        stand in the message; use the version that wrote them wherever the set is applied from.
        """)
}
