"""What stands before Celery where jobs are submitted over HTTP. No access control and no checks: the least there can be."""

from celery.result import AsyncResult
from flask import Flask, request

from tasks import app as celery
from tasks import noop

app = Flask(__name__)


@app.get("/health")
def health():
    return {"status": "ok"}


@app.post("/jobs")
def submit():
    request.get_json()
    return {"id": noop.delay().id}, 202


@app.get("/jobs/<job>/progress")
def progress(job):
    meta = AsyncResult(job, app=celery)
    return {"info": meta.info}
