// 07: planning
extension CodeExplanation {
    static let ownedByAnotherProject = Self(
        "the object belongs to another project",
        """
        The panel has an object with this name, and its ownership line names another project. phoenix never takes over
        objects of another project, because two sets of files would overwrite each other forever. Use another `name`,
        or remove the object from the other project first. If the project was only renamed, declare its old name:

            project: skyblock
            project_formerly: [sky]
        """)

    static let adoptionNeeded = Self(
        "an object with this name exists, but no project owns it",
        """
        The panel has an object with this name and without an ownership line: somebody created it by hand, or removed
        the line while editing the description. phoenix overwrites it only if you ask for it. Check what would change,
        then adopt the object; after that it is managed like all others.

            phoenix plan -f manifests/ --adopt
            phoenix apply -f manifests/ --adopt
        """)

    static let formerKeyNeeded = Self(
        "an object of this project has this name under another key",
        """
        The panel has an object of this project with the same name, but its key is no longer in the files. The key was
        probably renamed. If so, declare the old key with `formerly`. Then the object is updated and keeps its id and
        history, and nothing is deleted.

            nightly-backup:
              formerly: [backup]
              name: Nightly Backup
        """)

    static let ambiguousObject = Self(
        "it is unclear which object is meant",
        """
        Two objects on the panel match the one that the files declare: both have the same ownership line (somebody
        copied the description), both have the same name, or the old and the new key of a rename both exist. phoenix
        does not guess. The message gives both ids; delete one of the objects, or remove the line from its description.

            phoenix get tasks -o wide
        """)

    static let protectedObject = Self(
        "a protected object would be deleted",
        """
        The object was applied with `protect: true`, and its block is no longer in the files. It is kept, even with
        `--prune`. To delete it, put the block back without `protect` and apply; then remove the block and apply with
        `--prune`. This takes two steps on purpose, so that it is reviewed twice.

            nightly-backup: { protect: false, … }
            phoenix apply -f manifests/
        """)

    static let dependentsRemain = Self(
        "other objects depend on one that would be deleted or disabled",
        """
        The panel refuses to delete an object that others depend on. It also refuses to disable an object that is
        critical, or that enabled objects depend on. The message names the dependents. They are not declared in these
        files, so phoenix does not change them. Change them where they are managed, or keep the object.

            phoenix graph -f manifests/
        """)

    static let ownershipUnreadable = Self(
        "the ownership line of an object cannot be read",
        """
        The description on the panel has a line that starts with `managed-by: phoenix`, but the line is damaged or
        edited, or there are two of them. phoenix cannot rely on its content, so it leaves the object alone. `--adopt`
        takes the object over and replaces the line if the line names this project and key, or no owner; the plan shows
        what is removed. A line that names another owner, or whose list of secrets cannot be read, must be repaired or
        removed by hand on the panel.

            phoenix apply -f manifests/ --adopt

        Schedules that a panel runs itself have a marker at the end of their name in place of the line, such as
        `{phx project/key …}`. The same holds for it. As long as a marker no longer says whose it is, nothing new is
        created on that server, because the schedule may be the one that would be created.

        Such a line or marker is also an error in a manifest. It was probably pasted from the panel, and would be there
        twice once phoenix writes its own. Remove it from the description or the name.
        """)

    static let fieldUnsupported = Self(
        "the panel does not have a field",
        """
        The files set a field that this panel neither stores nor reports, because the documented API does not have it.
        All other fields are applied. The warning says what happens instead, for example that tasks run without the
        timeout. It is given once, not for each task.

            phoenix get tasks -o json    # what this panel reports
        """)

    static let timeZoneUnsupported = Self(
        "the panel runs schedules in UTC only",
        """
        The task has a `timezone`, but this panel does not support time zones: it would silently run the schedule in
        UTC, at the wrong hour. So the task is blocked. Write the schedule in UTC, or accept the difference for this
        run.

            schedule: "0 2 * * *"           # 02:00 in UTC
            timezone: UTC

            phoenix apply -f manifests/ --allow-unsupported
        """)

    static let unknownSystemService = Self(
        "the panel has no system service with this name",
        """
        System services are part of the panel and are never created. Blocks below `services` refer to existing services
        by `name`, but the panel has none with this name. The message suggests the closest name.

            services:
              wings: { name: Wing Daemon }            # wrong
              wings: { name: Wings Daemon }           # right

            phoenix get services
        """)

    static let ownershipIgnored = Self(
        "ownership is switched off",
        """
        With `--ownership none` no ownership line is written or needed, and objects are matched only by name. Features
        that depend on the line do not work then: `formerly`, `protect` and `--prune` are errors, an object that has a
        line is blocked, and drift cannot be distinguished from pending changes.

            phoenix apply -f manifests/                     # with ownership, the default
        """)

    static let blockedByDependency = Self(
        "an action waits for one that is blocked",
        """
        This object depends on one that is blocked, so this action is blocked too. The rest of the plan is applied, and
        the exit code is 5. Solve the other problem first; this one disappears with it.
        """)

    static let looksLikeRename = Self(
        "a delete and a create look like a rename",
        """
        One object would be deleted, and another one created that differs in little more than its name. If it is the
        same task with a new key, declare the old key with `formerly`. Then the task is updated and keeps its id, its
        history and its dependents. This is a warning; without `formerly` the plan is carried out as shown.

            nightly-backup:
              formerly: [backup]
        """)

    static let fieldUnreadable = Self(
        "a field is neither reported nor declared",
        """
        phoenix sends all fields with every change, because some panels replace the whole object. This panel does not
        report the value of one of the fields, and the files do not declare it, so the value would be lost. Declare the
        field.

            phoenix get tasks KEY -o json           # what the panel reports
        """)

    static let nameTaken = Self(
        "the name is in use",
        """
        Another object on the panel already has the name that this one should get. Names are unique among all services,
        after trimming and Unicode normalisation. Choose another name, or rename or remove the other object. If both
        objects are in these files, phoenix finds a suitable order by itself.
        """)

    static let deletionBudget = Self(
        "more would be deleted than is allowed",
        """
        A plan that deletes many tasks is more often caused by a wrong path or an empty file than intended. Without a
        flag, a plan may delete at most 5 tasks or 10 % of the project's tasks, whichever is smaller, but always at
        least one. If a plan deletes more, the whole apply is blocked before the first write. If you want these
        deletes, allow the number that the message gives.

            phoenix apply -f manifests/ --prune --allow-deletes 12
        """)

    static let unknownResendKey = Self(
        "--resend names no entry",
        """
        The files do not have the key after --resend, so nothing is written again for it. Most often it is a typing
        mistake, or the name of the object instead of its key.

            phoenix apply -f manifests/ --resend nightly-backup
        """)

    static let refusedByRule = Self(
        "the panel would refuse this",
        """
        A rule of the panel forbids the write in any order, so it is not tried. A critical service, for example, cannot
        be disabled. Dependencies that are left alone on the panel ('ignore') can form a cycle with those of the files,
        or make an enabled object depend on a disabled one. The message names the objects; change their dependencies,
        or let the files manage them.
        """)

    static let conflictingChange = Self(
        "the files and the panel were both changed",
        """
        Since the last apply, a field was changed in the files, and the same field was changed to another value on the
        panel. Writing the file's value would undo the edit on the panel before anybody has seen it, so the action is
        blocked. Compare both values in the plan. Then accept the panel's value, or let the file win.

            phoenix drift -f manifests/ --accept nightly-backup     # writes the panel's value to the file
            phoenix apply -f manifests/ --force-conflicts           # writes the file's value to the panel
        """)

    static let staleAction = Self(
        "the object has changed since the plan was made",
        """
        Right before each write, phoenix checks whether the object is still as it was when the plan was made. This one
        has changed, so its action and the actions that wait for it are not carried out. Everything else is applied, and
        the exit code is 5. The message says what changed. Plan again to see what would be done now.

            phoenix plan -f manifests/
        """)

    static let planFileUnusable = Self(
        "the plan file cannot be used",
        """
        A plan file is applied exactly as it was written, or not at all. It contains a digest of its own content. A file
        that was edited, truncated or damaged is refused, and so is one written by a newer version of phoenix. Plan
        again, and pass the file on unchanged.

            phoenix plan -f manifests/ --out phoenix.plan
            phoenix apply --plan phoenix.plan
        """)

    static let planForAnotherPanel = Self(
        "the plan was made for another panel",
        """
        A plan contains the ids and values of the panel that it was made for, so it can be applied only to that panel.
        Use the panel that the message names, written in the same way, or plan again for this one.

            phoenix plan -f manifests/ --panel https://panel.example.com --out phoenix.plan
            phoenix apply --plan phoenix.plan --panel https://panel.example.com
        """)

    static let planAppliedAlready = Self(
        "the plan has already been applied",
        """
        The panel already has everything that this plan would change, so there is nothing left to do. A plan is applied
        only once; the exit code is 5, so that you notice a job that runs twice. A plan that stopped half-way can be
        applied again: actions that are already done are recognised, and the rest are carried out.
        """)

    static let drifted = Self(
        "an object was changed on the panel",
        """
        Since the last apply, somebody changed this object on the panel, so it differs from the files. The next apply
        restores the file's values. To keep the change, accept it into the file. To keep it only for some time, add an
        `ignore` entry with an `until` day.

            phoenix drift -f manifests/ --accept nightly-backup
            phoenix apply -f manifests/
        """)

    static let missingObject = Self(
        "an object is not on the panel",
        """
        The files declare this object, but the panel does not have it: it was deleted there, or it was never applied.
        phoenix cannot know which. The next apply creates the object. In CI, run `drift` on the revision that was last
        applied, or use `--ignore-missing`.
        """)

    static let acceptUnsafe = Self(
        "a manifest cannot be rewritten safely",
        """
        `drift --accept` writes the panel's value to the file only if nothing else changes. It leaves the file alone if
        the value comes from a substitution, a secret, an alias, or a block that creates several objects with
        `for_each`. It also does so if the new file could not be loaded, or if another object would change. Edit the
        file by hand; the message gives the reason.
        """)

    static let nothingToAccept = Self(
        "there is no drift to accept",
        """
        The files do not have the key after --accept, or its object has not drifted: it matches the file, it is missing
        on the panel, or only the file was changed. Nothing was written.

            phoenix drift -f manifests/            # what has drifted
        """)

    static let writeOnlyUnsent = Self(
        "a value that the panel does not report may have changed",
        """
        A panel never shows a webhook's URL or a probe's token or password; it shows only that there is one. Everything
        that it shows matches the file, so nothing is planned, but the file has changed since the last apply. If the URL,
        token or password is what changed, the panel still has the old value: send it again. After the next apply, this
        warning is not repeated.

            phoenix apply -f manifests/ --resend nightly-backup    # or --resend '*' for all
        """)

    static let laterVersion = Self(
        "a later version of phoenix knows more fields",
        """
        The ownership line has digests of fields that this version does not know, because a later version applied the
        object. Fields that both versions know are compared and written as usual. The other fields are left as they are
        on the panel, and their digests are kept in the line, so the later version still knows which side changed them.
        The message gives the names of the slots. Use the later version everywhere you apply these files.
        """)
}
