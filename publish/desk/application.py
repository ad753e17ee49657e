"""The desk as an application: each step at an address of its own, in two languages, for this computer alone."""

from __future__ import annotations

import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from publish.desk.branch import Branches
from publish.desk.frame import Frame
from publish.desk.guard import LOOPBACK, Guard
from publish.desk.pages import HERE, NEW
from publish.desk.renewing import Renewing
from publish.desk.state import Desk
from publish.desk.steps import Steps
from publish.desk.trial import Trial
from publish.model import bilingual
from publish.pipeline import Plan
from publish.problems import Exit, PublishError
from publish.urls import Urls

MOST_BYTES = 200_000_000  # of one form, which is read in memory; the portal's own limit counts where it is lower

Handler = Callable[[Request, str], Awaitable[Response]]
Ways = tuple[tuple[str, Handler, list[str]], ...]
_READ, _BOTH = ["GET"], ["GET", "POST"]


def app(plan: Plan, room: Path) -> ASGIApp:
    """The desk of the portal in ``plan.root``. Trials are made in ``room``, an empty folder.

    Raises PublishError when the portal cannot be read.
    """
    trial = Trial(plan, room)
    desk = Desk(trial, Branches(plan.root), min(MOST_BYTES, trial.portal.limits.file_bytes))
    steps, renewing, frame = Steps(desk), Renewing(desk), Frame(desk, NEW)

    def refused(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        return frame.refusal(status, request.url.path)

    theme = StaticFiles(directory=plan.root / "theme" / "static")
    prefix = Urls.of(trial.portal).href("/static").rstrip("/")
    statics = [Mount(path, theme) for path in dict.fromkeys(("/static", prefix))]
    routes = [
        Route("/", lambda _: RedirectResponse("/desk/")),
        Mount("/desk/static", StaticFiles(directory=HERE / "static")),
        *statics,
        *_routes(_renewing(renewing)),
        *_routes(_drafting(steps)),
    ]
    inner = Starlette(routes=routes, exception_handlers={HTTPException: refused})
    return Guard(inner, desk.most, frame.refusal)


def _drafting(steps: Steps) -> Ways:
    return (
        ("", steps.hand_in, _BOTH),
        ("{id}/table", steps.table, _BOTH),
        ("{id}/questions", steps.questions, _BOTH),
        ("{id}/result", steps.result, _READ),
        ("{id}/page/{tag}", steps.shown, _READ),
        ("{id}/take", steps.take, _BOTH),
        ("{id}/{name}.zip", steps.zipped, _READ),
    )


def _renewing(steps: Renewing) -> Ways:
    return (
        ("renew/", steps.hand_in, _BOTH),
        ("renew/{id}/columns", steps.columns, _BOTH),
        ("renew/{id}/changes", steps.changes, _READ),
        ("renew/{id}/page/{tag}", steps.shown, _READ),
        ("renew/{id}/differences.xlsx", steps.differences, _READ),
        ("renew/{id}/take", steps.take, _BOTH),
        ("renew/{id}/{name}.zip", steps.zipped, _READ),
    )


def _routes(ways: Ways) -> list[Route]:
    """The steps in both languages, English below ``en``."""
    folders = (("/desk/en/", "en"), ("/desk/", "zh"))
    return [Route(f"{f}{path}", _in(lang, to), methods=how) for f, lang in folders for path, to, how in ways]


def _in(lang: str, handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        return await handler(request, lang)

    return answer


def run(plan: Plan, host: str, port: int, ready: Callable[[], None]) -> None:
    """Open the desk until it is stopped; drafts are gone then. ``ready`` is called once it can be opened.

    Raises PublishError for a host that others could reach, and when the portal cannot be read.
    """
    if host not in LOOPBACK:
        zh = f"发布台只在这台电脑上打开，不能用 {host}；请不写 --host，或者写 127.0.0.1。"
        en = f"The desk opens on this computer only, not at {host}: leave out --host, or write 127.0.0.1."
        raise PublishError(bilingual(zh, en), Exit.USAGE)
    with tempfile.TemporaryDirectory(prefix="kaimen-desk-") as room:
        desk = app(plan, Path(room))
        ready()
        uvicorn.run(desk, host=host, port=port, log_level="warning", server_header=False, access_log=False)
