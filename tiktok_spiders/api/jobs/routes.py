"""``/api/v1/jobs`` and ``/api/v1/spiders``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from fastapi import APIRouter, Depends, Header, Path, Query, Response
from fastapi.responses import StreamingResponse

from tiktok_spiders.api.access.depend import allow
from tiktok_spiders.api.access.principal import Principal
from tiktok_spiders.api.answers import Json
from tiktok_spiders.api.errors import told
from tiktok_spiders.api.jobs.given import wanted_of
from tiktok_spiders.api.jobs.job import Status
from tiktok_spiders.api.jobs.jobs import KEY
from tiktok_spiders.api.jobs.models import (
    JobIn,
    JobMade,
    JobOut,
    JobsOut,
    JobVerdicts,
    LogOut,
    SpidersOut,
)
from tiktok_spiders.api.jobs.spiders import DESCRIPTIONS, SPIDERS, as_texts, schema_of
from tiktok_spiders.api.names import verdict
from tiktok_spiders.api.state import Given

if TYPE_CHECKING:
    from tiktok_spiders.api.jobs.job import Job
    from tiktok_spiders.api.jobs.jobs import Jobs
    from tiktok_spiders.api.jobs.progress import Progress

LAST_ID = 2**63 - 1
LAST_OFFSET = 10**9

router = APIRouter(prefix="/api/v1", tags=["jobs"])

Who = Annotated[Principal, Depends(allow("jobs"))]
JobId = Annotated[int, Path(ge=1, le=LAST_ID)]
Limit = Annotated[int, Query(ge=1, le=100)]
Offset = Annotated[int, Query(ge=0, le=LAST_OFFSET)]
_REFUSED = (400, 401, 403, 429, 500, 503)
_ONE = (400, 401, 403, 404, 429, 500, 503)

RecordType = Literal[
    "video", "user", "comment", "hashtag", "sound", "playlist", "relation", "suggestion", "product", "sku",
    "seller", "review", "verdict",
]  # fmt: skip


@router.get("/spiders", response_model=SpidersOut, responses=told(*_REFUSED))
def spiders(_who: Who) -> Json:
    """Return the spiders that a job may run, each with the JSON schema of its arguments."""
    found = [
        {"name": name, "description": DESCRIPTIONS[name], "arguments": schema_of(name)} for name in SPIDERS
    ]
    return Json({"spiders": found})


@router.post("/jobs", response_model=JobMade, status_code=201, responses=told(*_REFUSED, 409, 413, 415))
def create(
    state: Given,
    who: Who,
    body: JobIn,
    idempotency_key: Annotated[
        str | None,
        Header(
            pattern=r"^[\x21-\x7e]{1,200}$",
            description="The same key within 24 hours gives the job that it made.",
        ),
    ] = None,
) -> Json:
    """Queue a job: a crawl of an address, or a spider with its arguments."""
    jobs: Jobs = state.jobs
    if body.url is not None:
        options = body.options.model_dump() if body.options else {}
        wanted = wanted_of(body.url, body.type, options, state.config)
        job = jobs.create(
            who.name, wanted.spider, wanted.arguments,
            url=body.url, type=wanted.type, options=options, key=idempotency_key,
        )  # fmt: skip
    else:
        arguments = as_texts(body.arguments or {})
        job = jobs.create(who.name, body.spider or "", arguments, key=idempotency_key)
    made = {"job_id": job.id, "status": job.status, "message": f"job {job.id} is {job.status}"}
    return Json(made, status_code=201, headers={"Location": f"/api/v1/jobs/{job.id}"})


@router.get("/jobs", response_model=JobsOut, responses=told(*_REFUSED))
def page(
    state: Given,
    who: Who,
    status: Annotated[Status | None, Query()] = None,
    limit: Limit = 50,
    offset: Offset = 0,
) -> Json:
    """Return the jobs of the key that asks (of all, for an admin), the newest first."""
    jobs: Jobs = state.jobs
    found, total = jobs.list(_owner(who), status=status, limit=limit, offset=offset)
    progress = jobs.progress(found)
    told_ = [shown(job, progress[job.id]) for job in found]
    return Json({"jobs": told_, **_paging(total, limit, offset, len(found))})


@router.get("/jobs/{job_id}", response_model=JobOut, responses=told(*_ONE))
def one(state: Given, who: Who, job_id: JobId) -> Json:
    """Return a job and how far it is: counted from what is stored."""
    jobs: Jobs = state.jobs
    job = jobs.get(job_id, _owner(who))
    return Json(shown(job, jobs.progress([job])[job.id]))


@router.delete(
    "/jobs/{job_id}",
    response_model=JobOut,
    responses={**told(*_ONE, 409), 202: {"model": JobOut, "description": "It was asked to end."}},
)
def cancel(state: Given, who: Who, job_id: JobId) -> Json:
    """Cancel a job: at once if it waits (200); one that runs is asked to end (202) and `cancelled` then."""
    jobs: Jobs = state.jobs
    job = jobs.cancel(job_id, _owner(who))
    return Json(shown(job, jobs.progress([job])[job.id]), status_code=200 if job.is_over else 202)


@router.get("/jobs/{job_id}/log", response_model=LogOut, responses=told(*_ONE))
def log(state: Given, who: Who, job_id: JobId, lines: Annotated[int, Query(ge=1, le=1000)] = 100) -> Json:
    """Return the last lines of a job's log, without secrets and control characters."""
    jobs: Jobs = state.jobs
    return Json({"job_id": job_id, "lines": jobs.log(jobs.get(job_id, _owner(who)), lines)})


@router.get("/jobs/{job_id}/verdicts", response_model=JobVerdicts, responses=told(*_ONE))
def verdicts(state: Given, who: Who, job_id: JobId, limit: Limit = 50, offset: Offset = 0) -> Json:
    """Return the verdicts of a job, which tell whether that was all."""
    jobs: Jobs = state.jobs
    found, total = jobs.verdicts(jobs.get(job_id, _owner(who)), limit, offset)
    shown_ = [verdict(row) for row in found]
    return Json({"verdicts": shown_, **_paging(total, limit, offset, len(found))})


@router.get(
    "/jobs/{job_id}/result",
    response_class=Response,
    responses={
        **told(*_ONE),
        200: {
            "description": "The records, as far as they are stored.",
            "content": {"application/x-ndjson": {}, "text/csv": {}},
        },
    },
)
def result(
    state: Given,
    who: Who,
    job_id: JobId,
    format: Annotated[Literal["jsonl", "csv"], Query()] = "jsonl",  # noqa: A002 - the parameter's name
    type: Annotated[  # noqa: A002 - the parameter's name
        RecordType | None, Query(description="Only records of this type; for CSV `video` by default.")
    ] = None,
) -> StreamingResponse:
    """Return what a job's run has delivered so far. In CSV, what a spreadsheet would run is defused."""
    jobs: Jobs = state.jobs
    job = jobs.get(job_id, _owner(who))
    media = "application/x-ndjson" if format == "jsonl" else "text/csv; charset=utf-8"
    named = {"Content-Disposition": f'attachment; filename="job-{job.id}.{format}"'}
    return StreamingResponse(jobs.result(job, format, type), media_type=media, headers=named)


def shown(job: Job, progress: Progress) -> dict[str, Any]:
    """Return a job as clients see it."""
    return {
        "id": job.id,
        "url": job.url,
        "type": job.type,
        "status": job.status,
        "progress": progress.percent,
        "created_at": job.created_at,
        "started_at": job.started_at,
        "completed_at": job.completed_at,
        "error": job.error,
        "videos_scraped": progress.videos_scraped,
        "total_videos": progress.total_videos,
        "options": {name: value for name, value in job.options.items() if name != KEY},
        "spider": job.spider,
        "arguments": job.arguments,
        "run": job.run,
        "attempts": job.attempts,
        "cancel_requested_at": job.cancel_requested_at,
    }


def _owner(who: Principal) -> str | None:
    return None if who.is_admin else who.name


def _paging(total: int, limit: int, offset: int, found: int) -> dict[str, Any]:
    return {"total": total, "limit": limit, "offset": offset, "has_more": offset + found < total}
