// 02: YAML
extension CodeExplanation {
    static let yamlSyntax = Self(
        "the file is not valid YAML",
        """
        The text cannot be read as YAML at the place shown. The mistake may stand a line earlier: a quote or a bracket
        that is not closed, a key without its colon, or a line that is indented by another number of spaces than its
        neighbours.

            tasks:                          # wrong: `task` is one space too far to the left
              backup:
                schedule: "0 2 * * *"
               task: { type: backup }

            tasks:                          # right
              backup:
                schedule: "0 2 * * *"
                task: { type: backup, data: { servers: [all] } }

        An editor that knows the schema shows such mistakes while you type: keep the line
        `# yaml-language-server: $schema=…` at the top of each file.
        """)

    static let tabIndentation = Self(
        "a line is indented with a tab",
        """
        YAML forbids tabs as indentation, because their width differs from editor to editor. Use two spaces a level.

            sed -i 's/\\t/  /g' tasks.yaml
            phoenix fmt -f tasks.yaml
        """)

    static let duplicateMappingKey = Self(
        "a key stands twice in one mapping",
        """
        YAML readers disagree about which of two equal keys counts, and one of the two values would be lost without a
        word. Remove or rename one; the message shows both places. Often a block was copied and its key left as it was.

            tasks:
              backup: { … }
              backup: { … }                 # wrong

            tasks:
              backup-lobby: { … }
              backup-survival: { … }        # right
        """)

    static let unknownAnchor = Self(
        "an alias has no anchor",
        """
        `*name` stands for what `&name` marks earlier in the same document, and there is no such mark. Anchors do not
        reach into other files or documents. A text that starts with `*` must stand in quotes, or it is read as an
        alias: schedules are the usual case.

            schedule: * * * * *             # wrong
            schedule: "* * * * *"           # right
        """)

    static let expansionTooLarge = Self(
        "aliases expand to more than a million nodes",
        """
        Each alias counts as a copy of what it stands for. A few lines of aliases of aliases can stand for billions of
        values and would fill the memory of any machine, so the sum is bounded at 1,000,000 in one file. Write the
        values out, or use `for_each` to make many tasks from one block.

            "backup-${server}":
              for_each: { server: [lobby, survival] }
        """)

    static let nestingTooDeep = Self(
        "the YAML is nested deeper than 100 levels",
        """
        No manifest needs more than about ten levels. At a hundred, phoenix stops reading, because deeper input is a
        mistake of a generator or an attack on programs that read it. Look for a bracket that opens in each line and is
        never closed.
        """)

    static let badMergeKey = Self(
        "a merge key has nothing to merge",
        """
        `<<` puts the keys of another mapping into this one. Its value must be an alias of a mapping, a mapping, or a
        list of them. Keys that are written out win over merged ones.

            backup: &backup { keep: 7, wait: true }
            data: { <<: 7, servers: [all] }           # wrong
            data: { <<: *backup, servers: [all] }     # right
        """)

    static let unsupportedTag = Self(
        "a tag is not supported",
        """
        Manifests are plain YAML. Values are read by the type of their field, so tags such as `!!binary`, `!!set` or
        `!include` are never needed, and a tag that phoenix does not know could mean anything. Remove it; to read a
        text from a file write `${file:path}`.

            command: !include motd.txt      # wrong
            command: "${file:motd.txt}"     # right
        """)

    static let quotesNeeded = Self(
        "a text must stand in quotes",
        """
        Without quotes YAML reads the text as something else: `*` starts an alias, `@` is reserved, and a comma ends a
        value inside of braces. Schedules are the usual case, so it is a good habit to quote every one of them.

            schedule: * * * * *                       # wrong: an alias
            schedule: @daily                          # wrong: reserved
            { schedule: 0 2,14 * * * }                # wrong: the comma ends the value

            schedule: "* * * * *"                     # right
            schedule: "@daily"
            { schedule: "0 2,14 * * *" }
        """)

    static let keyNotText = Self(
        "the key of a mapping is not text",
        """
        YAML allows a list or a mapping as a key. No field has such a name, so there is a stray `?`, `[` or `{`, or a
        substitution without quotes: `{` starts a mapping.

            ${server}-backup: { … }         # wrong
            "${server}-backup": { … }       # right
        """)

    static let formattingUnsafe = Self(
        "a file was not formatted, to be on the safe side",
        """
        `phoenix fmt` reads the file before and after and compares both, value by value. Here the new layout would not
        have meant the same, so the file was left exactly as it was. It is a warning, because the file itself is fine.

        Unusual line breaks (U+2028, U+0085), a byte order mark in the middle of a file, or plain text that goes over
        several lines are the usual reasons. Write such values in double quotes on one line.
        """)
}
