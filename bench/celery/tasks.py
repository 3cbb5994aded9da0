"""Celery as careful users set it up: a task is acknowledged when it is done, and a process reserves one at a time."""

import os
import time

from celery import Celery

app = Celery("tasks", broker=os.environ["REDIS_URL"], backend=os.environ["REDIS_URL"])
app.conf.update(
    worker_prefetch_multiplier=1,
    task_acks_late=True,
    broker_transport_options={"visibility_timeout": int(os.environ["VISIBILITY_TIMEOUT_SECONDS"])},
    broker_connection_retry_on_startup=True,
)


@app.task
def noop(fails=False):
    if fails:
        raise RuntimeError("failed as told")


@app.task
def gather(results):
    return len(results)


@app.task(bind=True)
def wait(self, seconds, log=None):
    """Works for a while with an update each second; the log has a line for its start and for each update."""
    for done in range(seconds + 1):
        if done > 0:
            time.sleep(1)
            self.update_state(state="PROGRESS", meta={"done": done, "total": seconds, "at": time.time()})
        if log:
            with open(log, "a", encoding="ascii") as lines:
                lines.write(f"{time.time()} {done}\n")
