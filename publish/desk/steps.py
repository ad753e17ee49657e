"""The five steps. A form is saved, then the browser is sent on: going back and loading again do nothing twice."""

from __future__ import annotations

from functools import partial
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response

from publish.desk import ask, look
from publish.desk.frame import Frame, on, plain, texts
from publish.desk.judged import judged
from publish.desk.pages import NEW, address
from publish.desk.preview import preview, previewed
from publish.desk.state import Desk
from publish.desk.taking import Taking
from publish.desk.words import say
from publish.desk.work import Work
from publish.draft import make
from publish.problems import PublishError


class Steps:
    """The pages of one desk. Each takes a request and the language of its address."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._frame = desk, Frame(desk, NEW)
        self._taking = Taking(desk, self._frame, "take", "result")

    # --- 1 ------------------------------------------------------------------------------------------------------------

    async def hand_in(self, request: Request, lang: str) -> Response:
        """A file or several."""
        desk = self._desk
        if request.method != "POST":
            return self._frame.page(request, lang, "hand-in", most=desk.most)
        sent = await desk.form(request)
        given = [f for f in sent.getlist("files") if isinstance(f, UploadFile) and f.filename]
        read = [(plain(f.filename or ""), await f.read()) for f in given]
        await sent.close()
        said = say(lang, "hand-in.none")
        if read:
            try:
                made = await run_in_threadpool(make, read, desk.trial.portal, desk.trial.registers)
                return on(address(lang, desk.open(Work.of(made)), "table"))
            except PublishError as error:
                said = error.said[lang]
        return self._frame.page(request, lang, "hand-in", 422, wrong=[("files", said)], most=desk.most)

    # --- 2 ------------------------------------------------------------------------------------------------------------

    async def table(self, request: Request, lang: str) -> Response:
        """Was it understood?"""
        work = self._desk.work(request)
        if request.method == "POST":
            sent = await self._desk.form(request)
            work = look.corrections(work, texts(sent))
            self._desk.keep(request, work)
            onward = "table?check=1" if look.emptied(work) else "questions"
            return self._frame.onward(request, lang, sent, "table", onward)
        emptied = look.emptied(work) if "check" in request.query_params else ()
        titles = ((look.column_key(t, 0), work.draft.tables[t].title) for t in emptied)
        wrong = [(key, say(lang, "look.emptied", title=title)) for key, title in titles]
        matter: dict[str, Any] = {"tables": look.tables(work, lang), "remarks": look.remarks(work.draft.remarks, lang)}
        return self._frame.page(request, lang, "table", wrong=wrong, **matter)

    # --- 3 ------------------------------------------------------------------------------------------------------------

    async def questions(self, request: Request, lang: str) -> Response:
        """What only a person knows."""
        work = self._desk.work(request)
        if request.method == "POST":
            sent = await self._desk.form(request)
            work = ask.answered(work, texts(sent))
            self._desk.keep(request, work)
            onward = "questions?check=1" if self._wrong(work, lang) else "result"
            return self._frame.onward(request, lang, sent, "questions", onward, back="table")
        wrong = self._wrong(work, lang) if "check" in request.query_params else {}
        groups = ask.groups(work, self._desk.trial.registers, lang, wrong)
        listed = [(ask.field(key), said) for key, said in wrong.items()]
        return self._frame.page(request, lang, "questions", wrong=listed, groups=groups)

    def _wrong(self, work: Work, lang: str) -> dict[str, str]:
        trial = self._desk.trial
        return ask.wrong(work, trial.registers, lang, trial.taken)

    # --- 4 ------------------------------------------------------------------------------------------------------------

    async def result(self, request: Request, lang: str) -> Response:
        """The verdict, and the page."""
        work = self._ready(request, lang)
        if isinstance(work, Response):
            return work
        outcome = await run_in_threadpool(self._desk.outcome, work)
        title = work.answers.get("title") or work.name
        onward = partial(self._frame.address, lang, request.path_params["id"])
        matter: dict[str, Any] = {
            "judged": judged(outcome, lang, work),
            "shown": previewed(outcome, title, lang, onward),
        }
        return self._frame.page(request, lang, "result", **matter)

    def _ready(self, request: Request, lang: str) -> Work | Response:
        """The draft; what cannot even be tried goes back to where it is mended: no column, a name that is none."""
        work, name = self._desk.work(request), request.path_params["id"]
        if look.emptied(work):
            return on(address(lang, name, "table?check=1"))
        if "name" in self._wrong(work, lang):
            return on(address(lang, name, "questions?check=1"))
        return work

    async def shown(self, request: Request, lang: str) -> Response:
        """The page of the dataset as it would be published; here it can run nothing and send nothing."""
        work = self._ready(request, lang)
        if isinstance(work, Response):
            return work
        outcome = await run_in_threadpool(self._desk.outcome, work)
        return preview(outcome, request.path_params["tag"])

    # --- 5 ------------------------------------------------------------------------------------------------------------

    async def take(self, request: Request, lang: str) -> Response:
        """Take the package along, or put it on a branch."""
        work = self._ready(request, lang)
        if isinstance(work, Response):
            return work
        verdict = judged(await run_in_threadpool(self._desk.outcome, work), lang, work)
        return await self._taking.page(request, lang, self._desk.parcel(work), verdict)

    async def zipped(self, request: Request, lang: str) -> Response:
        """The package as one file."""
        work = self._ready(request, lang)
        return work if isinstance(work, Response) else self._taking.zipped(request, self._desk.parcel(work))
