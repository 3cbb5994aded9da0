"""A client of Celery: reads requests as lines of JSON, and answers each with a line of JSON. Times are taken here."""

import json
import sys
import time

from celery import chord, group
from celery.result import AsyncResult

from tasks import app, gather, noop, wait

SOON_SECONDS = 120


def ready():
    """Waits until a worker answers."""
    deadline = time.monotonic() + SOON_SECONDS
    while not app.control.inspect(timeout=1, limit=1).ping():
        if time.monotonic() > deadline:
            raise TimeoutError("no worker answers")
        time.sleep(0.1)


def fsync(policy):
    """How durable Redis' append-only file is: `everysec`, its default, or `always`."""
    app.backend.client.config_set("appendfsync", policy)


def handled():
    """Tasks that the worker has begun since it started: a doubled one counts twice."""
    (worker,) = app.control.inspect(timeout=30, limit=1).stats().values()
    return sum(worker["total"].values())


def noops(count):
    began = time.monotonic()
    results = [noop.delay() for _ in range(count)]
    for result in results:
        result.get(timeout=SOON_SECONDS)
    return time.monotonic() - began


def noops_as_group(count):
    began = time.monotonic()
    results = group(noop.s() for _ in range(count))().get(timeout=SOON_SECONDS)
    seconds = time.monotonic() - began
    assert len(results) == count, f"{len(results)} of {count} results"
    return seconds


def noops_as_chord(count):
    began = time.monotonic()
    gathered = chord([noop.s() for _ in range(count)])(gather.s()).get(timeout=SOON_SECONDS)
    seconds = time.monotonic() - began
    assert gathered == count, f"the callback got {gathered} of {count} results"
    return seconds


def failing_chord(count, failing):
    """What becomes of a chord of which some members fail."""
    result = chord([noop.s(place < failing) for place in range(count)])(gather.s())
    try:
        result.get(timeout=SOON_SECONDS)
        error = None
    except Exception as failure:
        error = f"{type(failure).__name__}: {failure}"
    members = result.parent.children
    deadline = time.monotonic() + SOON_SECONDS
    while not all(member.ready() for member in members) and time.monotonic() < deadline:
        time.sleep(0.1)
    states = [member.state for member in members]
    return {"state": result.state, "error": error, "success": states.count("SUCCESS"), "failure": states.count("FAILURE")}


def latencies(count):
    seconds = []
    for _ in range(count):
        began = time.monotonic()
        noop.delay().get(timeout=SOON_SECONDS)
        seconds.append(time.monotonic() - began)
    return seconds


def begin_waits(count, seconds, log=None):
    return [wait.delay(seconds, log).id for _ in range(count)]


def succeeded(ids, within):
    """How many have succeeded, after so many seconds or as soon as all have."""
    deadline = time.monotonic() + within
    left = set(ids)
    while left and time.monotonic() < deadline:
        left = {job for job in left if AsyncResult(job, app=app).state != "SUCCESS"}
        time.sleep(0.05)
    return len(ids) - len(left)


ACTIONS = {
    action.__name__: action
    for action in (ready, fsync, handled, noops, noops_as_group, noops_as_chord, failing_chord, latencies, begin_waits, succeeded)
}

for line in sys.stdin:
    asked = json.loads(line)
    print(json.dumps({"answer": ACTIONS[asked["action"]](**asked["given"])}), flush=True)
