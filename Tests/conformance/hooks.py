"""Leads generated requests past what a schema cannot say, so that they are judged by what was generated.

Without this nearly every PUT ends at a made-up If-Match or at keys of the other kind of service, and nearly every valid
task at a name that is taken. What a request is there to get wrong stays as it was generated.
"""

from itertools import count, cycle

import schemathesis

NUMBERS = count(1)
SCHEDULES = cycle(["0 2 * * *", "*/15 * * * *", "@weekly", "30 4 1,15 * 5", "0 0 29 2 *"])
ZONES = cycle(["UTC", "Europe/Berlin", "America/New_York"])
# Of a new store, and the task that scripts/conformance makes in it.
SYSTEM_SERVICE, TASK = "3", "5"
SYSTEM_IDS = {"1", "2", "3", "4"}
TASK_KEYS = {"schedule", "timezone", "task", "overlap", "misfire", "timeout"}
# Must be those of the service where they are there.
FIXED_KEYS = {"id", "type", "kind"}


@schemathesis.hook
def before_call(context, case, kwargs):
    meta = case.meta
    if meta is None or case.method.upper() not in ("POST", "PUT"):
        return
    data = meta.phase.data
    if getattr(data, "parameter_location", None) != "header":
        fit_headers(case.headers or {})
    if not isinstance(case.body, dict):
        return
    body = next((part for place, part in meta.components.items() if place.value == "body"), None)
    is_valid = body is not None and body.mode.value == "positive"
    if case.method.upper() == "PUT":
        case.body = fit_service(case, tested_key(data))
    case.body = fit_values(case.body, is_valid)


def fit_headers(headers):
    if "If-Match" in headers:
        headers["If-Match"] = "*"
    if "Idempotency-Key" in headers:
        headers["Idempotency-Key"] = f"conformance-{next(NUMBERS)}"


def tested_key(data):
    """The key of the body that is wrong, where the request was made for one."""
    steps = (getattr(data, "location", None) or "").split("/")
    return steps[2] if len(steps) > 2 and steps[1] == "properties" else None


def fit_service(case, tested):
    """The body without keys of the other kind of service; what is tested decides which service it is for."""
    if tested in TASK_KEYS:
        case.path_parameters["id"] = TASK
    elif tested == "config":
        case.path_parameters["id"] = SYSTEM_SERVICE
    is_system = str((case.path_parameters or {}).get("id")) in SYSTEM_IDS
    others = TASK_KEYS | {"name"} if is_system else {"config"}
    return {key: value for key, value in case.body.items() if key == tested or key not in others | FIXED_KEYS}


def fit_values(body, is_valid):
    """The body with a name of its own; a valid one also with a schedule, a zone and dependencies that there are.

    A name is only ever made longer, and only within its length, so that what is wrong with it stays so.
    """
    body = dict(body)
    name = body.get("name")
    if isinstance(name, str) and name.strip() and len(name) <= 180:
        body["name"] = f"{name} {next(NUMBERS)}"
    if is_valid:
        if isinstance(body.get("schedule"), str):
            body["schedule"] = next(SCHEDULES)
        if isinstance(body.get("timezone"), str):
            body["timezone"] = next(ZONES)
        if body.get("depends_on"):
            body["depends_on"] = []
    return body
