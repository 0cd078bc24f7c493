#!/usr/bin/env python3
"""Runs the jobs of examples/ci against a real server and a real repository, as far as that can be done here.

The scripts of the files run word for word, with the variables that GitHub and GitLab set. What `uses:` an action is
left out, but for the checkout; `gh` is a stand-in beside the job, GitLab's API one in this process. A pull request is
validated, planned, commented on and planned again, merged and applied; then somebody edits the panel, and the drift job
must tell. Ends at the first thing that is not so, with exit code 1.
"""

import argparse
import hashlib
import http.server
import json
import os
import pathlib
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import urllib.parse

import ruamel.yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
WRITE = ["services.read", "services.create", "services.update", "services.delete"]
# Keeps what it is told to send, and lists one comment when there is one.
GH = """#!/bin/sh
set -e
case "$*" in
  "api --paginate "*) [ ! -f "$NOTES/body" ] || echo 17 ;;
  "api --silent --method POST repos/o/r/issues/5/comments --field body=@plan.md") method=POST ;;
  "api --silent --method PATCH repos/o/r/issues/comments/17 --field body=@plan.md") method=PATCH ;;
  *) echo "gh is not asked for this: $*" >&2; exit 1 ;;
esac
if [ -n "$method" ]; then cp plan.md "$NOTES/body"; echo "$method" >> "$NOTES/calls"; fi
"""


def require(condition, text, *details):
    if not condition:
        sys.exit("\n".join([text, *map(str, details)]))


class Notes(http.server.BaseHTTPRequestHandler):
    """The notes of a merge request, as far as GitLab's API is used. Somebody else has written one that looks alike."""

    notes = [{"id": 3, "author": {"id": 1}, "body": "### ❌ phoenix plan: not mine"}]
    calls = []

    def answer(self, value):
        body = json.dumps(value).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def form(self):
        text = self.rfile.read(int(self.headers["Content-Length"])).decode()
        return urllib.parse.parse_qs(text, strict_parsing=True)["body"][0]

    def do_GET(self):
        self.answer({"id": 2} if self.path == "/user" else self.notes)

    def do_POST(self):
        self.calls.append("POST")
        self.notes.append({"id": 4, "author": {"id": 2}, "body": self.form()})
        self.answer({})

    def do_PUT(self):
        self.calls.append(f"PUT {self.path.rsplit('/', 1)[1]}")
        self.notes[1]["body"] = self.form()
        self.answer({})

    def log_message(self, *_):
        pass


class Rehearsal:
    """A panel, a repository with manifests, and the jobs that work on them."""

    def __init__(self, phoenix, folder, name):
        self.phoenix, self.folder = phoenix, folder
        self.origin, self.work = folder / "origin.git", folder / "work"
        self.document = ruamel.yaml.YAML(typ="safe").load((ROOT / "examples/ci" / name).read_text())
        self.store = f"sqlite:{folder}/panel.db"
        self.keys = {"read": self.key("read", WRITE[:1]), "write": self.key("write", WRITE)}
        self.environment = {
            "PATH": f"{folder}/bin:{os.environ['PATH']}", "HOME": str(folder), "CI": "true", "LANG": "C.UTF-8",
            "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@example.com", "GIT_COMMITTER_NAME": "a",
            "GIT_COMMITTER_EMAIL": "a@example.com",
        }
        (folder / "bin").mkdir()
        self.server, self.panel = self.serve()
        self.repository()

    def key(self, name, permissions):
        options = [word for permission in permissions for word in ("--permission", permission)]
        command = [self.phoenix, "keys", "create", "--name", name, "--store", self.store, *options]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()

    def serve(self):
        command = [self.phoenix, "serve", "--listen", "127.0.0.1:0", "--store", self.store]
        server = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        for line in server.stderr:
            if found := re.search(r"http://[^ ]+", line):
                threading.Thread(target=server.stderr.read, daemon=True).start()
                return server, found[0]
        sys.exit("the server did not start")

    def git(self, *arguments, at=None):
        command = ["git", "-c", "init.defaultBranch=main", *arguments]
        return subprocess.run(
            command, cwd=at or self.work, check=True, capture_output=True, text=True,
            env=self.environment).stdout.strip()

    def repository(self):
        self.origin.mkdir()
        self.git("init", "--quiet", "--bare", at=self.origin)
        self.git("clone", "--quiet", str(self.origin), str(self.work), at=self.folder)
        shutil.copytree(ROOT / "examples/first-server", self.work / "manifests")
        self.commit()

    def commit(self):
        self.git("add", "manifests")
        self.git("commit", "--quiet", "-m", "manifests")
        self.git("push", "--quiet", "origin", "HEAD:refs/heads/main")

    def shell(self, script, flags, environment=None):
        """Runs a script in the repository; answers its exit code and what it said."""
        result = subprocess.run(
            ["bash", flags, "-c", script], cwd=self.work, capture_output=True, text=True,
            env=self.environment | (environment or {}))
        return result.returncode, result.stdout + result.stderr

    def edit_panel(self):
        with sqlite3.connect(self.folder / "panel.db") as store:
            edit = "UPDATE service SET schedule = '0 12 * * *' WHERE name LIKE 'Weekly restart%'"
            require(store.execute(edit).rowcount == 1, "there is no task to edit on the panel")
        store.close()

    def end(self):
        self.server.terminate()
        self.server.wait()


class GitHub(Rehearsal):
    def __init__(self, phoenix, folder):
        super().__init__(phoenix, folder, "github-actions.yml")
        (folder / "bin/gh").write_text(GH)
        (folder / "bin/gh").chmod(0o755)
        self.notes = folder / "notes"
        self.notes.mkdir()
        digest = hashlib.sha256(phoenix.read_bytes()).hexdigest()
        self.values = {
            "vars.PHOENIX_PANEL": self.panel, "vars.PHOENIX_BINARY": phoenix.as_uri(), "vars.PHOENIX_SHA256": digest,
            "secrets.PHOENIX_READ_KEY": self.keys["read"], "secrets.PHOENIX_WRITE_KEY": self.keys["write"],
            "github.token": "token", "github.event.pull_request.number": "5",
        }

    def value(self, text):
        return re.sub(r"\$\{\{ (.*?) \}\}", lambda found: self.values[found[1]], str(text))

    def job(self, name):
        """Runs the steps of a job up to one that fails, and those that always run; answers exit code and output."""
        runner = self.folder / "runner"
        shutil.rmtree(runner, ignore_errors=True)
        runner.mkdir()
        files = {variable: runner / variable for variable in ("GITHUB_OUTPUT", "GITHUB_PATH", "GITHUB_STEP_SUMMARY")}
        for file in files.values():
            file.touch()
        job = self.document["jobs"][name]
        variables = {key: self.value(value) for key, value in self.document["env"].items()}
        variables |= {"GITHUB_ACTIONS": "true", "GITHUB_REPOSITORY": "o/r", "RUNNER_TEMP": str(runner)}
        variables |= {key: str(value) for key, value in files.items()} | {"NOTES": str(self.notes)}
        self.git("clean", "-fdq")
        status, said = 0, ""
        for step in job["steps"]:
            condition = step.get("if", "")
            needed = re.search(r"hashFiles\('(.*?)'\)", condition)
            if (status and "always()" not in condition) or (needed and not (self.work / needed[1]).exists()):
                continue
            if "uses" in step:
                if reference := step.get("with", {}).get("ref"):
                    self.git("fetch", "--quiet", "origin", f"+{reference}:{reference}")
                    self.git("checkout", "--quiet", reference)
                continue
            own = {key: self.value(value) for key, value in step.get("env", {}).items()}
            paths = ":".join([*files["GITHUB_PATH"].read_text().split(), self.environment["PATH"]])
            code, text = self.shell(step["run"], "-e", variables | own | {"PATH": paths})
            said += text
            status = status or code
            for line in files["GITHUB_OUTPUT"].read_text().splitlines():
                output, value = line.split("=", 1)
                self.values[f"steps.{step.get('id')}.outputs.{output}"] = value
        self.summary = files["GITHUB_STEP_SUMMARY"].read_text()
        return status, said

    def note(self):
        return (self.notes / "body").read_text()

    def calls(self):
        return (self.notes / "calls").read_text().split()

    CALLS = ["POST", "PATCH"]


class GitLab(Rehearsal):
    CALLS = ["POST", "PUT 4"]

    def __init__(self, phoenix, folder):
        super().__init__(phoenix, folder, "gitlab-ci.yml")
        # `before_script` installs into the image; here phoenix lies beside.
        (folder / "bin/phoenix").symlink_to(phoenix)
        self.api = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Notes)
        threading.Thread(target=self.api.serve_forever, daemon=True).start()
        self.environment |= {
            "GITLAB_CI": "true", "PHOENIX_PANEL": self.panel, "PHOENIX_READ_KEY": self.keys["read"],
            "PHOENIX_WRITE_KEY": self.keys["write"], "NOTES_TOKEN": "notes", "PUSH_TOKEN": "push",
            "CI_API_V4_URL": f"http://127.0.0.1:{self.api.server_port}", "CI_PROJECT_ID": "1",
            "CI_MERGE_REQUEST_IID": "5", "CI_SERVER_HOST": "gitlab.example.com", "CI_PROJECT_PATH": "g/p",
            "GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": f"url.{self.origin}.insteadOf",
            "GIT_CONFIG_VALUE_0": "https://oauth2:push@gitlab.example.com/g/p.git",
        }

    def job(self, name):
        self.git("clean", "-fdq")
        script = "\n".join(self.document[name]["script"])
        status, said = self.shell("set -o pipefail\n" + script, "-e")
        reports = self.document[name]["artifacts"]["reports"]
        require((self.work / reports["junit"]).exists(), f"{name} has left no {reports['junit']}", said)
        self.summary = (self.work / reports["junit"]).read_text()
        return status, said

    def note(self):
        return Notes.notes[1]["body"]

    def calls(self):
        return Notes.calls

    def end(self):
        self.api.shutdown()
        super().end()


def rehearse(stage):
    """What happens to a change from its first push to the day somebody edits the panel."""

    def expect(job, is_good, *texts):
        status, said = stage.job(job)
        require((status == 0) == is_good, f"{job} ended with {status}:", said)
        for text in texts:
            require(text in said + stage.summary, f"{job} does not say '{text}':", said, stage.summary)

    expect("validate", True)
    expect("plan", True)
    require("phoenix plan: 2 changes" in stage.note(), "the comment is not the plan:", stage.note())

    manifest = stage.work / "manifests/phoenix.yaml"
    text = manifest.read_text()
    manifest.write_text(text.replace("schedule:", "schedul:"))
    stage.commit()
    expect("validate", False, "PHX0301")
    expect("plan", False, "PHX0301")
    require("### ❌ phoenix plan:" in stage.note(), "the comment does not tell of the mistake:", stage.note())
    require(stage.calls() == stage.CALLS, "the comment is not brought up to date:", stage.calls())

    manifest.write_text(text)
    stage.commit()
    expect("apply", True)
    applied = stage.git("rev-parse", "HEAD")
    require(stage.git("rev-parse", "applied", at=stage.origin) == applied, "the tag is not where it was applied")
    expect("drift", True)

    # Merged, and not applied yet: no drift.
    stage.git("checkout", "--quiet", "main")
    manifest.write_text(text.replace("keep: 7", "keep: 14"))
    stage.commit()
    expect("drift", True)
    stage.edit_panel()
    expect("drift", False, "weekly-restart")
    stage.git("checkout", "--quiet", "main")
    expect("apply", True)
    require(stage.git("rev-parse", "applied", at=stage.origin) != applied, "the tag has not moved")
    expect("drift", True)


def main():
    arguments = argparse.ArgumentParser(description="Runs the jobs of examples/ci.")
    arguments.add_argument("--phoenix", type=pathlib.Path, default=ROOT / ".build/debug/phoenix")
    phoenix = arguments.parse_args().phoenix.resolve()
    for kind in (GitHub, GitLab):
        with tempfile.TemporaryDirectory() as folder:
            stage = kind(phoenix, pathlib.Path(folder).resolve())
            try:
                rehearse(stage)
            finally:
                stage.end()
    print("the CI examples work: validate, plan with its comment, apply, and drift")


main()
