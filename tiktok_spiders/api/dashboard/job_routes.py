"""Pages of jobs: all of them, a new one, and one with its progress."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request
from starlette.responses import RedirectResponse, Response

from tiktok_spiders.api.access.principal import Principal
from tiktok_spiders.api.dashboard.fields import arguments_of, errors_of, fields_of
from tiktok_spiders.api.dashboard.forms import Form, Given, first, form_of
from tiktok_spiders.api.dashboard.links import LINK, link_fields, wanted_by_link
from tiktok_spiders.api.dashboard.page import SEE_OTHER, PageRoute, glanced_with, page, seen_with
from tiktok_spiders.api.errors import ApiError
from tiktok_spiders.api.jobs.job import Job, Status
from tiktok_spiders.api.jobs.jobs import Jobs
from tiktok_spiders.api.jobs.routes import LAST_ID, LAST_OFFSET, shown
from tiktok_spiders.api.jobs.spiders import SPIDERS
from tiktok_spiders.api.names import verdict
from tiktok_spiders.api.state import Given as Here
from tiktok_spiders.api.state import State

ROWS = 25
VERDICTS = 100
LINES = 60

Who = Annotated[Principal, Depends(seen_with("jobs"))]
Glance = Annotated[Principal, Depends(glanced_with("jobs"))]
JobId = Annotated[int, Path(ge=1, le=LAST_ID)]

router = APIRouter(prefix="/ui/jobs", include_in_schema=False, route_class=PageRoute)


def listed(state: State, who: Principal, limit: int, offset: int = 0, status: Status | None = None) -> Any:
    """Return jobs that somebody may see as clients see them, and the number of all."""
    found, total = state.jobs.list(owner_of(who), status=status, limit=limit, offset=offset)
    progress = state.jobs.progress(found)
    return [shown(job, progress[job.id]) for job in found], total


def owner_of(who: Principal) -> str | None:
    """Return whose jobs somebody may see; None: everybody's."""
    return None if who.is_admin else who.name


@router.get("")
def jobs(
    request: Request,
    state: Here,
    who: Who,
    status: Annotated[Status | None, Query()] = None,
    offset: Annotated[int, Query(ge=0, le=LAST_OFFSET)] = 0,
) -> Response:
    """Show all jobs."""
    found, total = listed(state, who, ROWS, offset, status)
    paging = {"total": total, "offset": offset, "limit": ROWS}
    return page(request, "jobs.html", jobs=found, status=status, **paging)


@router.get("/live")
def jobs_live(request: Request, state: Here, who: Glance) -> Response:
    """Return the newest jobs, for a page that is open."""
    found, _ = listed(state, who, 8)
    return page(request, "_jobs.html", jobs=found)


@router.get("/new", dependencies=[Depends(seen_with("jobs"))])
def new(request: Request, spider: str = LINK) -> Response:
    """Show the form of a spider."""
    return _form(request, spider if spider in SPIDERS else LINK, None, {})


@router.post("/new")
def create(request: Request, state: Here, form: Form, who: Who) -> Response:
    """Queue the job that a form describes; show the form again, as it was, if it cannot be."""
    spider = first(form, "spider")
    if spider not in {*SPIDERS, LINK}:
        raise ApiError("INVALID_REQUEST", "there is no such spider")
    try:
        job = _made(state, who, spider, form)
    except ApiError as error:
        return _form(request, spider, form, errors_of(error, spider), code=error.status)
    return RedirectResponse(f"/ui/jobs/{job.id}", SEE_OTHER)


@router.get("/{job_id}")
def one(request: Request, state: Here, who: Who, job_id: JobId) -> Response:
    """Show a job."""
    return page(request, "job.html", **_job(state, who, job_id))


@router.get("/{job_id}/live")
def one_live(request: Request, state: Here, who: Glance, job_id: JobId) -> Response:
    """Return what changes of a job, for a page that is open."""
    return page(request, "_job.html", **_job(state, who, job_id))


@router.post("/{job_id}/cancel", dependencies=[Depends(form_of)])
def cancel(state: Here, who: Who, job_id: JobId) -> Response:
    """Cancel a job."""
    state.jobs.cancel(job_id, owner_of(who))
    return RedirectResponse(f"/ui/jobs/{job_id}", SEE_OTHER)


def _made(state: State, who: Principal, spider: str, form: Given) -> Job:
    if any("\0" in value for values in form.values() for value in values):
        raise ApiError("INVALID_REQUEST", "a NUL is not taken")
    jobs: Jobs = state.jobs
    if spider == LINK:
        wanted, given = wanted_by_link(form, state.config)
        return jobs.create(who.name, wanted.spider, wanted.arguments, **given)
    return jobs.create(who.name, spider, arguments_of(fields_of(spider, form, {}), spider))


def _form(
    request: Request, spider: str, given: Given | None, errors: dict[str, str], *, code: int = 200
) -> Response:
    fields = link_fields(given, errors) if spider == LINK else fields_of(spider, given, errors)
    return page(
        request,
        "new_job.html",
        code=code,
        spiders=[LINK, *SPIDERS],
        spider=spider,
        fields=fields,
        problem=errors.get(""),
        is_unfolded=given is not None,
    )


def _job(state: State, who: Principal, job_id: int) -> dict[str, Any]:
    jobs = state.jobs
    job = jobs.get(job_id, owner_of(who))
    rows, total = jobs.verdicts(job, VERDICTS)
    return {
        "job": shown(job, jobs.progress([job])[job.id]),
        "is_over": job.is_over,
        "verdicts": [verdict(row) for row in rows],
        "total_verdicts": total,
        **_log(state, job),
    }


def _log(state: State, job: Job) -> dict[str, Any]:
    try:
        return {"lines": state.jobs.log(job, LINES), "log_problem": None}
    except ApiError as error:
        return {"lines": [], "log_problem": error.message}
