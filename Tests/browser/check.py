"""Every page of the dashboard in a real browser: by keyboard, with and without JavaScript, in both colour schemes, from
320 to 1,920 pixels, under axe with no rule switched off. Pictures of the pages go to docs/pictures."""

import argparse
import datetime
import io
import json
import os
import pathlib
import re
import sqlite3
import subprocess
import sys
import tempfile
import time

import axe_playwright_python
from PIL import Image
from playwright.sync_api import sync_playwright

from night import DAY, HARD_NAMES, Night

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "Tests/crash"))
from served import Server, require  # noqa: E402

AXE = (pathlib.Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
#: The largest page, in bytes, and the largest script.
PAGE_LIMIT, SCRIPT_LIMIT = 150_000, 3_072
WIDTHS = (320, 1_920)
SCHEMES = ("light", "dark")
#: A time as pages write it. Each must stand in a <time> that says which it is.
TIME = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d")


class Dashboard(Server):
    """`phoenix serve` with a bad night behind it."""

    def __init__(self, phoenix, folder, tasks):
        super().__init__(phoenix, folder)
        self.key = self.make_key()
        self.night = Night(self.database, int(time.time()), tasks)
        self.night.fill()
        self.start()

    def spawn(self):
        self.is_ending = False
        with open(self.folder / "serve.log", "wb") as log:
            self.process = subprocess.Popen(
                [self.phoenix, "serve", "--store", self.store, "--listen", f"127.0.0.1:{self.port}", "--no-access-log",
                 "--dry-runner"], stdin=subprocess.DEVNULL, stdout=log, stderr=log)

    @property
    def address(self):
        return f"http://127.0.0.1:{self.port}"

    def add_reader(self):
        made = subprocess.run(
            [self.phoenix, "keys", "create", "--name", "reader", "--permission", "services.read", "--store", self.store],
            capture_output=True, text=True, timeout=60)
        return made.stdout.strip()


class Browser:
    """A signed-in window. What the console has to complain about is an error."""

    def __init__(self, chromium, server, width=1_280, scheme="light", script=True, key=None):
        self.server = server
        self.context = chromium.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=script,
            timezone_id="Australia/Eucla", base_url=server.address, reduced_motion="reduce")
        self.page = self.context.new_page()
        self.complaints = []
        self.page.on("console", self.listen)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        if key is not None:
            self.page.goto("/login")
            self.page.get_by_label("API key").fill(key)
            self.page.get_by_role("button", name="Sign in").click()
            self.page.get_by_role("button", name="Sign out").wait_for()

    def listen(self, message):
        # A page that is not found is no complaint of the page.
        if message.type in ("error", "warning") and "the server responded with a status of" not in message.text:
            self.complaints.append(message.text)

    def check(self, where):
        require(not self.complaints, f"{where}: the browser complains", self.complaints)
        self.context.close()


def judge(page, where):
    """axe, with all its rules."""
    page.evaluate(AXE)
    result = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
    found = [
        {"rule": rule["id"], "help": rule["help"], "nodes": [node["html"][:200] for node in rule["nodes"][:3]]}
        for rule in result["violations"]]
    require(not found, f"{where}: axe finds fault", found)


def check_size(page, where):
    over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    require(over <= 0, f"{where}: the page is wider than the window by {over} pixels", page.evaluate(
        """() => [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1
              && !e.closest('.scroll, pre')).slice(0, 4).map(e => e.outerHTML.slice(0, 160))"""))


def check_times(page, where):
    loose = page.evaluate(
        """() => { const found = []; const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
              while (walk.nextNode()) if (!walk.currentNode.parentElement.closest('time, pre, script, input, label'))
                found.push(walk.currentNode.data); return found; }""")
    loose = [text for text in loose if TIME.search(text)]
    require(not loose, f"{where}: a time says nothing to machines", loose[:3])
    for time_text, iso, zone in page.evaluate(
            "() => [...document.querySelectorAll('time')].map(t => [t.textContent, t.dateTime, t.title])"):
        require(iso.endswith("Z") and zone, f"{where}: a time has no zone", [time_text, iso, zone])


def check_keyboard(page, where):
    """Everything that a mouse can reach can be reached with the tab key, is seen to be, and lets go again."""
    expected = page.evaluate(
        """() => { const groups = new Set(); return [...document.querySelectorAll(
              'a[href], button, input:not([type=hidden]), select, summary, [tabindex="0"]')].filter(e => {
                if (e.disabled || !e.checkVisibility() || e.closest('details:not([open]) > :not(summary)')) return false;
                if (e.type === 'radio') { if (groups.has(e.name)) return false; groups.add(e.name); }
                return true; }).length; }""")
    page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
    limit = min(expected, 80)
    reached = 0
    for _ in range(limit):
        page.keyboard.press("Tab")
        state = page.evaluate(
            """() => { const e = document.activeElement; if (!e || e === document.body) return null;
                  const s = getComputedStyle(e); return [s.outlineStyle, parseFloat(s.outlineWidth), e.outerHTML.slice(0, 120)]; }""")
        if state is None:
            break
        reached += 1
        require(state[0] != "none" and state[1] >= 2, f"{where}: the focus is not seen", state)
    require(reached >= limit - 1, f"{where}: the keyboard reaches {reached} of {limit} places")


def paths(server, page):
    """All pages, among them a task that failed, its run, and one of each hard name."""
    page.goto("/runs?result=failed")
    failed = page.locator("tbody th a").first.get_attribute("href")
    task = page.locator("tbody td a").first.get_attribute("href")
    page.goto("/load")
    hour = page.locator(".heat td a").first.get_attribute("href").split("#")[0]
    worst = page.locator("tbody th a").first.get_attribute("href").split("#")[0]
    found = ["/", "/services", "/services?filter=backup&sort=-name&page=2", "/services?sort=colour", task, "/services/1",
             "/services/4", "/runs", "/runs?result=not+well", "/runs?since=never", failed, "/calendar",
             "/calendar?day=2027-03-28", "/load", "/load?advise=1", hour, worst, "/health", "/nowhere", "/runs/999999999"]
    for name in HARD_NAMES[:5]:
        page.goto("/services")
        page.get_by_label("Name contains").fill(name)
        page.get_by_role("button", name="Show").first.click()
        found.append(page.locator("tbody th a").first.get_attribute("href"))
    return found


def calendar(server, *options):
    """What the command says of the store that is served."""
    said = subprocess.run(
        [server.phoenix, "calendar", "-o", "json", "--store", server.store, *options], capture_output=True, text=True,
        timeout=60)
    require(said.returncode == 0, "the calendar of the command fails", said.stderr)
    return json.loads(said.stdout)["data"]


# MARK: The checks


def pages(chromium, server, _):
    """Every page, in both colour schemes, at both widths, with and without JavaScript."""
    window = Browser(chromium, server, key=server.key)
    every = paths(server, window.page)
    window.check("finding pages")
    for width in WIDTHS:
        for scheme in SCHEMES:
            window = Browser(chromium, server, width, scheme, key=server.key)
            for path in every:
                where = f"{path} ({scheme}, {width})"
                began = time.monotonic()
                body = window.page.goto(path).body()
                took = time.monotonic() - began
                require(len(body) <= PAGE_LIMIT, f"{where}: the page has {len(body)} bytes")
                require(took < 5, f"{where}: took {took:.1f} s")
                check_size(window.page, where)
                check_times(window.page, where)
                judge(window.page, where)
                if scheme == "light":
                    check_keyboard(window.page, where)
            window.check(f"{scheme}, {width}")
        window = Browser(chromium, server, width, script=False, key=server.key)
        for path in every:
            where = f"{path} (without JavaScript, {width})"
            window.page.goto(path)
            require(window.page.locator("main h1").count() == 1, f"{where}: there is no heading")
            check_size(window.page, where)
            check_keyboard(window.page, where)
        window.check(f"without JavaScript, {width}")


def login(chromium, server, _):
    """Signing in by keyboard alone, with and without JavaScript, and back to the page that was asked for."""
    for script in (True, False):
        for width in WIDTHS:
            window = Browser(chromium, server, width, script=script)
            page = window.page
            page.goto("/services?filter=backup")
            if script:
                judge(page, f"/login ({width})")
            check_size(page, "/login")
            page.get_by_label("API key").focus()
            page.keyboard.type("phx_wrong")
            page.keyboard.press("Enter")
            page.get_by_text("unknown, revoked or expired").wait_for()
            page.get_by_label("API key").focus()
            page.keyboard.type(server.key)
            page.keyboard.press("Enter")
            page.wait_for_url("**/services?filter=backup")
            cookies = window.context.cookies()
            session = next(cookie for cookie in cookies if "session" in cookie["name"])
            require(session["httpOnly"] and session["sameSite"] == "Strict", "the session is not guarded", session)
            page.keyboard.press("Tab")
            page.keyboard.press("Enter")
            window.check("signing in")


def actions(chromium, server, _):
    """A task is run, stopped, disabled and enabled without JavaScript, and a session that ended loses nothing."""
    window = Browser(chromium, server, script=False, key=server.key)
    page = window.page
    page.goto("/services?filter=Cleanup+ark&sort=name")
    page.locator("tbody th a").first.click()
    place = page.url
    page.get_by_role("button", name="Disable").click()
    page.get_by_role("button", name="Enable").wait_for()
    window.context.clear_cookies()
    page.get_by_role("button", name="Enable").click()
    page.get_by_text("Nothing is lost").wait_for()
    page.get_by_label("API key").fill(server.key)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name="Disable").wait_for()
    require(page.url == place, "the form was not sent on", page.url)
    page.get_by_role("button", name="Run now").click()
    page.get_by_text("Asked for by hand at").wait_for()
    page.get_by_role("combobox", name="Times are in").select_option("task")
    page.get_by_role("button", name="Show").click()
    page.wait_for_load_state()
    window.check("acting")
    reader = Browser(chromium, server, key=server.add_reader())
    reader.page.goto(place)
    require(reader.page.get_by_role("button", name="Run now").count() == 0, "who may only read sees a button")
    reader.check("reading")


def days(chromium, server, _):
    """The bars of 90 days are one place for the tab key; the arrow keys go from day to day, each with its name."""
    window = Browser(chromium, server, key=server.key)
    page = window.page
    page.goto("/health")
    bars = page.locator("fieldset.days").first.get_by_role("radio")
    require(bars.count() == 90, "there are not 90 days", bars.count())
    bars.last.focus()
    page.keyboard.press("ArrowLeft")
    label = page.evaluate("document.activeElement.getAttribute('aria-label')")
    require(label == bars.nth(88).get_attribute("aria-label"), "the arrow key does not go to the day before", label)
    page.keyboard.press("Tab")
    require(page.evaluate("document.activeElement.type") != "radio", "the tab key stays in the days")
    window.check("days")


def freshness(chromium, server, _):
    """A page follows what happens, without flicker; waits while it is used; and says when the server is gone."""
    window = Browser(chromium, server, key=server.key)
    page = window.page
    page.goto("/services/20")
    page.evaluate("window.isSame = true; scrollTo(0, 40)")
    require("Disable" in page.content(), "there is no button")
    other = Browser(chromium, server, script=False, key=server.key)
    other.page.goto("/services/20")
    other.page.get_by_role("button", name="Disable").click()
    page.get_by_role("button", name="Enable").wait_for(timeout=20_000)
    require(page.evaluate("window.isSame && scrollY === 40"), "the page was loaded anew, or moved")
    page.get_by_role("button", name="Enable").focus()
    page.get_by_text("paused").wait_for(timeout=5_000)
    other.page.get_by_role("button", name="Enable").click()
    page.wait_for_timeout(12_000)
    require(page.evaluate("document.activeElement.textContent") == "Enable", "the focus was lost")
    page.evaluate("document.activeElement.blur()")
    page.get_by_role("button", name="Disable").wait_for(timeout=20_000)
    for begin, end in [
            ("getSelection().selectAllChildren(document.querySelector('h1'))", "getSelection().removeAllRanges()"),
            ("Object.defineProperty(document, 'hidden', {get: () => true, configurable: true})", "delete document.hidden")]:
        page.evaluate(begin)
        page.get_by_text("paused").wait_for(timeout=5_000)
        asked = page.evaluate("performance.getEntriesByType('resource').length")
        page.wait_for_timeout(11_500)
        require(page.evaluate("performance.getEntriesByType('resource').length") == asked, "a page that waits asks", begin)
        page.evaluate(end)
        page.get_by_text("updated").wait_for(timeout=20_000)
    other.check("the other window")
    server.kill()
    page.get_by_text("disconnected").wait_for(timeout=20_000)
    server.start()
    page.get_by_text("updated").wait_for(timeout=30_000)
    window.complaints = [text for text in window.complaints if "ERR_CONNECTION" not in text]
    window.check("freshness")


def zones(chromium, server, _):
    """One instant is the same on all clocks, the browser's own zone can be chosen, and times are written as the command
    writes them, on the day of a clock change too."""
    window = Browser(chromium, server, key=server.key)
    page = window.page
    seen = {}
    for zone in ("utc", "task", "Australia/Eucla"):
        page.goto("/services?filter=backup&sort=name")
        page.get_by_role("combobox", name="Times are in").select_option(zone)
        page.locator("footer button").click()
        page.wait_for_url("**/services?filter=backup&sort=name")
        seen[zone] = page.evaluate("() => [...document.querySelectorAll('tbody time')].map(t => [t.dateTime, t.textContent])")
    require([row[0] for row in seen["utc"]] == [row[0] for row in seen["Australia/Eucla"]], "an instant changes with its clock")
    require(all("+08:45" in row[1] for row in seen["Australia/Eucla"]), "a time is not on the clock of the browser")
    require(any("+08:45" not in row[1] and "+00:00" not in row[1] and not row[1].endswith("Z") for row in seen["task"]),
            "no time is on the clock of its task")
    window.context.add_cookies([{"name": "phoenix_zone", "value": "Europe/Berlin", "url": server.address}])
    # From 01:00 UTC on, when the clock goes from 02:00 to 03:00.
    page.goto("/calendar?day=2027-03-28&from=1806195600")
    shown = page.evaluate(
        """() => [...document.querySelectorAll('section[aria-labelledby=agenda] tbody tr')].map(row =>
              [row.querySelector('time').dateTime, row.querySelector('time').textContent,
               row.querySelector('bdi').textContent, row.querySelector('.warn')?.textContent ?? null])""")
    told = calendar(server, "--from", "2027-03-28T01:00:00Z", "--zone", "Europe/Berlin", "--limit", str(len(shown)))["starts"]
    told = [[start["at"], start["local"], start["task"], start.get("note")] for start in told]
    require(any(row[3] for row in shown), "no start is noted to be moved by the change of the clock")
    require(sorted(shown, key=str) == sorted(told, key=str), "the command has other starts",
            [row for row in shown if row not in told][:3], [row for row in told if row not in shown][:3])
    window.check("zones")


def script(chromium, server, _):
    """The script is small, and pages without it say so by nothing but what does not move."""
    window = Browser(chromium, server, key=server.key)
    page = window.page
    page.goto("/")
    path = page.locator("script").get_attribute("src")
    size = len(window.context.request.get(path).body())
    require(size <= SCRIPT_LIMIT, f"the script has {size} bytes")
    window.check("the script")


def newcomer(chromium, server, _):
    """Whoever sees the pages for the first time finds what they came for, in two clicks from the overview at most."""
    window = Browser(chromium, server, script=False, key=server.key)
    page = window.page
    store = sqlite3.connect(f"file:{server.database}?mode=ro", uri=True)

    def rows(name):
        table = page.locator("table", has=page.locator("caption", has_text=name)).first
        return [row.all_inner_texts()[0] for row in table.locator("tbody tr").all()]

    # What failed last night, and why? On the overview, and each run is a click away, as are all of that night.
    page.goto("/")
    begin, length = server.night.outage
    failed = dict(store.execute(
        "SELECT service_name, max(reason) FROM run WHERE result = 'failed' AND scheduled_for BETWEEN ? AND ?"
        " GROUP BY service_name", (begin - 3_600, begin + length)).fetchall())
    require(len(failed) > 12, "the night was not bad enough", len(failed))
    told = [row for row in rows("What needs attention") if "✗ failed" in row]
    require(told, "the overview does not say what failed")
    for row in told:
        name = row.split("\n")[0]
        require(name in failed and failed[name] in row, "a failure has no reason", row)
    page.get_by_role("link", name=re.compile(r"^run \d+$")).first.click()
    require("Steps" in page.inner_text("main") and "eu-" in page.inner_text("main"), "a run does not say what it did")
    page.goto("/")
    page.get_by_role("link", name="More runs that were not well").click()
    listed = {row.split("\t")[1].split("\n")[0] for row in rows("Runs, the latest first")}
    require(len(listed & failed.keys()) > 12, "the runs of the night are not listed", sorted(listed))

    # What runs next? On the overview.
    page.goto("/")
    due = store.execute("SELECT min(next_run) FROM service WHERE enabled = 1 AND next_run > ?", (time.time() - 60,))
    first = page.locator("section[aria-labelledby=next] time").first.get_attribute("datetime")
    due = due.fetchone()[0]
    require(abs(datetime.datetime.fromisoformat(first).timestamp() - due) <= 60, "what runs next is another", first, due)

    # Which minute is the worst, and what to change? A click to the load, another one to the advice.
    page.get_by_role("link", name="Load", exact=True).click()
    # A minute may pass, or a run end, between the page and the command.
    for _ in range(3):
        page.reload()
        load = calendar(server, "--load")
        nodes = {row.split("\t")[0]: row.split("\t")[1:4] for row in rows("Starts on each node")}
        shown = [page.locator("h1 small").inner_text(), page.locator("main p").first.inner_text(), nodes,
                 page.locator("section[aria-labelledby=worst] time").first.get_attribute("datetime")]
        told = [f"the next 7 days, UTC: {load['total']} starts of {load['tasks']} tasks",
                f"At most {load['peak']} starts in one minute.",
                {node["node"] or "not known": [str(node[key]) for key in ("tasks", "starts", "peak")] for node in load["nodes"]},
                load["worst_minutes"][0]["at"]]
        if shown == told:
            break
    require(shown == told and len(nodes) > 1, "the command has another load", shown, told)
    page.get_by_role("button", name="Propose other minutes").click()
    advice = re.search(r"At most (\d+) starts in one minute now; (\d+) after", page.inner_text("main"))
    require(advice and int(advice[2]) < int(advice[1]) == load["peak"], "no advice lowers the peak")
    require("+schedule:" in page.inner_text("pre"), "it is not said what to change")

    # Was the database host up on Tuesday? A click to health, in words and on a bar.
    page.goto("/")
    page.get_by_role("link", name="Health", exact=True).click()
    tuesday = next(day for day in range(server.night.midnight // DAY, 0, -1) if day % 7 == 5)
    checks, failures = store.execute(
        "SELECT checks, failures FROM probe_day JOIN service ON id = service_id"
        " WHERE name = 'Database Host' AND day = ?", (tuesday,)).fetchone()
    article = page.locator("article", has_text="Database Host")
    name = datetime.date.fromordinal(datetime.date(1970, 1, 1).toordinal() + tuesday).strftime("%a %Y-%m-%d")
    bar = article.get_by_role("radio", name=name).get_attribute("aria-label")
    word = article.locator(".week").inner_text()
    today = tuesday == server.night.midnight // DAY
    require((f"{failures} of {checks} checks failed" if failures else "up, all") in bar, "the bar says something else", bar)
    said = re.search(rf"{'today' if today else 'Tuesday'} (up|down|\d+ of)", word)
    require(said and (said[1] == "up") == (failures * 24 < checks), "the words say something else", word, failures)
    store.close()
    window.check("a newcomer")


def pictures(chromium, server, folder):
    """What people who have not got it yet can look at."""
    if folder is None:
        return
    folder.mkdir(parents=True, exist_ok=True)
    window = Browser(chromium, server, 1_200, key=server.key)
    page = window.page
    page.goto("/runs?result=failed")
    failed = page.locator("tbody th a").first.get_attribute("href")
    task = page.locator("tbody td a").first.get_attribute("href")
    shots = [("overview", "/"), ("services", "/services?filter=backup"), ("service", task), ("runs", "/runs?result=not+well"),
             ("run", failed), ("calendar", "/calendar"), ("load", "/load?advise=1"), ("health", "/health")]
    for name, path in shots:
        page.goto(path)
        save(page, folder / f"{name}.png")
    window.check("pictures")
    small = Browser(chromium, server, 320, "dark", key=server.key)
    small.page.goto("/")
    save(small.page, folder / "overview-small-dark.png")
    small.check("pictures")


def save(page, path):
    page.set_viewport_size({"width": page.viewport_size["width"], "height": 800})
    image = Image.open(io.BytesIO(page.screenshot()))
    image.convert("RGB").quantize(160).save(path, optimize=True)


CHECKS = [newcomer, login, pages, days, zones, actions, script, pictures, freshness]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--phoenix", default=str(ROOT / ".build/debug/phoenix"))
    parser.add_argument("--pictures", type=pathlib.Path)
    parser.add_argument("--tasks", type=int, default=1_000)
    parser.add_argument("--only", action="append")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = Dashboard(options.phoenix, pathlib.Path(folder), options.tasks)
        chromium = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"])
        try:
            for check in CHECKS:
                if options.only and check.__name__ not in options.only:
                    continue
                began = time.monotonic()
                check(chromium, server, options.pictures)
                print(f"{check.__name__}: {time.monotonic() - began:.1f} s", flush=True)
        finally:
            chromium.close()
            server.kill()


if __name__ == "__main__":
    main()
