// 04 and 05: values, patches and what they reach; 07 and 09: selection and targets
extension CodeExplanation {
    static let undefinedValue = Self(
        "a reference leads to no value",
        """
        `${values.a.b}` names a value that no layer has, or that is empty in the last one; `${server.at}` names a key that
        this entry of the `for_each` does not have. Correct the path, add the value, or give a default behind `:-`, which
        is also used when the value is empty. `--set` of a name that nothing refers to is reported the same way.

            values: { keep: 7 }
            keep: "${values.kep}"                           # wrong: misspelt
            keep: "${server.keep:-${values.keep}}"          # the server's own, or else that of all
        """)

    static let valueCycle = Self(
        "a value refers to itself",
        """
        Values may refer to other values, but not to themselves, neither directly nor through others: there would be
        nothing to start from. The message shows the way around.

            values:
              host: "${values.name}.example.com"
              name: "${values.host}"                        # wrong
        """)

    static let valueNotText = Self(
        "a list or mapping is used inside a text",
        """
        A reference within a text, a key or a schedule takes a text, a number or a boolean. A list or mapping can only
        be all of a value, where the field takes one.

            command: "say ${values.servers}"                # wrong
            servers: "${values.servers}"                    # right: the whole list
        """)

    static let exceptMatchesNothing = Self(
        "an entry of except leaves nothing out",
        """
        `except` lists combinations of the `for_each` that get no task. An entry that matches none is most likely
        misspelt, and would let a task exist that you meant to leave out.

            for_each: { server: [lobby, test] }
            except: [{ server: test }]
        """)

    static let duplicateValue = Self(
        "two files of a layer give one value",
        """
        A layer is one `-f`, and the order of its files means nothing: which of the two would win is unknown. Later
        layers override earlier ones, so give the file that is to win an `-f` of its own.

            phoenix plan -f base -f prod
        """)

    static let patchMatchesNothing = Self(
        "a patch changes nothing",
        """
        Patches change the entries of `tasks` and `services` by key, after `for_each` has created them. This one names a
        key that does not exist, or a glob that matches none; an entry that an earlier patch takes out no longer exists
        either. Correct the key, or remove the patch.

            patches:
              backup-survival: { schedule: "15 2 * * *" }
              "backup-*": { notify: [ops] }
        """)

    static let patchRefused = Self(
        "a patch changes what an entry is",
        """
        A patch is merged into an entry whose key is settled, so it can change neither the key nor `for_each` and
        `except`. Let a `for_each` take its list from `values`, which a layer can override, or take entries out with
        `null`.

            for_each: { server: "${values.servers}" }
            patches: { "debug-*": null }
        """)

    static let patchesCollide = Self(
        "two files of a layer patch the same thing",
        """
        Patches are applied in the order of the layers and, within a file, in the order of its lines. Files of one layer
        have no order, so two of them must not set the same field of one entry. Bring the patches into one file, or give
        the file that is to win an `-f` of its own.
        """)

    static let notSelected = Self(
        "an action needs an object that was not selected",
        """
        `--only` and `--except` leave objects alone. A selected object depends on one that was not selected and that is
        not on the panel yet, so it cannot be written in this run. Select the other one too.

            phoenix apply -f manifests/ --only backup-lobby --only wings
        """)

    static let selectsNothing = Self(
        "a pattern selects nothing",
        """
        A pattern of `--only` or `--except` matches no key of the files and none of the project's objects on the panel.
        Patterns are globs over keys, and need quotes in a shell. A misspelt one would silently leave out what you meant.

            phoenix plan -f manifests/ --only 'backup-*'
        """)

    static let targetNotMeant = Self(
        "the files are meant for another panel",
        """
        `panel` in a manifest names the contexts or URLs that the set may be applied to. The target of this run is none of
        them, so nothing was read or written. Choose a target that is named, or pass the files of the other environment.

            phoenix plan -f base -f prod --context prod
        """)
}
