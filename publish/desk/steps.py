"""The five steps. A form is saved, then the browser is sent on: going back and loading again do nothing twice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from publish.desk import ask, look
from publish.desk.branch import Author, Refused
from publish.desk.judged import Judged, judged
from publish.desk.pages import address, html, size
from publish.desk.state import Desk
from publish.desk.words import say, words
from publish.desk.work import Work
from publish.draft import make
from publish.model import same_language
from publish.problems import PublishError

_PREVIEW = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; frame-ancestors 'self'; base-uri 'none'; sandbox"
)
_NATIVE = {"zh": "中文", "en": "English"}  # each language by its own name


class Steps:
    """The pages of one desk. Each takes a request and the language of its address."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    # --- 1 ------------------------------------------------------------------------------------------------------------

    async def hand_in(self, request: Request, lang: str) -> Response:
        """A file or several."""
        desk = self._desk
        if request.method != "POST":
            return self._page(request, lang, "hand-in", most=desk.most)
        sent = await desk.form(request)
        given = [f for f in sent.getlist("files") if isinstance(f, UploadFile) and f.filename]
        read = [(_plain(f.filename or ""), await f.read()) for f in given]
        await sent.close()
        said = say(lang, "hand-in.none")
        if read:
            try:
                made = await run_in_threadpool(make, read, desk.trial.portal, desk.trial.registers)
                return _on(address(lang, desk.open(Work.of(made)), "table"))
            except PublishError as error:
                said = error.said[lang]
        return self._page(request, lang, "hand-in", 422, wrong=[("files", said)], most=desk.most)

    # --- 2 ------------------------------------------------------------------------------------------------------------

    async def table(self, request: Request, lang: str) -> Response:
        """Was it understood?"""
        work = self._desk.work(request)
        if request.method == "POST":
            sent = await self._desk.form(request)
            work = look.corrections(work, _texts(sent))
            self._desk.keep(request, work)
            onward = "table?check=1" if look.emptied(work) else "questions"
            return _onward(request, lang, sent, "table", onward)
        emptied = look.emptied(work) if "check" in request.query_params else ()
        titles = ((look.column_key(t, 0), work.draft.tables[t].title) for t in emptied)
        wrong = [(key, say(lang, "look.emptied", title=title)) for key, title in titles]
        matter: dict[str, Any] = {"tables": look.tables(work, lang), "remarks": look.remarks(work.draft.remarks, lang)}
        return self._page(request, lang, "table", wrong=wrong, **matter)

    # --- 3 ------------------------------------------------------------------------------------------------------------

    async def questions(self, request: Request, lang: str) -> Response:
        """What only a person knows."""
        work = self._desk.work(request)
        if request.method == "POST":
            sent = await self._desk.form(request)
            work = ask.answered(work, _texts(sent))
            self._desk.keep(request, work)
            onward = "questions?check=1" if self._wrong(work, lang) else "result"
            return _onward(request, lang, sent, "questions", onward, back="table")
        wrong = self._wrong(work, lang) if "check" in request.query_params else {}
        groups = ask.groups(work, self._desk.trial.registers, lang, wrong)
        listed = [(ask.field(key), said) for key, said in wrong.items()]
        return self._page(request, lang, "questions", wrong=listed, groups=groups)

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
        tags = list(outcome.pages)
        matter: dict[str, Any] = {
            "judged": judged(outcome, work, lang),
            "title": work.answers.get("title") or work.name,
            "pages": [(tag, _NATIVE.get(tag.partition("-")[0], tag)) for tag in tags],
            "framed": next((tag for tag in tags if same_language(tag, lang)), tags[0] if tags else ""),
            "stopped": outcome.stopped[lang],
        }
        return self._page(request, lang, "result", **matter)

    def _ready(self, request: Request, lang: str) -> Work | Response:
        """The draft; what cannot even be tried goes back to where it is mended: no column, a name that is none."""
        work, name = self._desk.work(request), request.path_params["id"]
        if look.emptied(work):
            return _on(address(lang, name, "table?check=1"))
        if "name" in self._wrong(work, lang):
            return _on(address(lang, name, "questions?check=1"))
        return work

    async def shown(self, request: Request, lang: str) -> Response:
        """The page of the dataset as it would be published; here it can run nothing and send nothing."""
        work = self._ready(request, lang)
        if isinstance(work, Response):
            return work
        outcome = await run_in_threadpool(self._desk.outcome, work)
        page = outcome.pages.get(request.path_params["tag"])
        if page is None:
            raise HTTPException(404)
        return Response(page, media_type="text/html", headers={"content-security-policy": _PREVIEW})

    # --- 5 ------------------------------------------------------------------------------------------------------------

    async def take(self, request: Request, lang: str) -> Response:
        """Take the package along, or put it on a branch."""
        work = self._ready(request, lang)
        if isinstance(work, Response):
            return work
        desk = self._desk
        verdict = judged(await run_in_threadpool(desk.outcome, work), work, lang)
        if request.method != "POST":
            return self._taking(request, lang, work, verdict, {}, Author("", ""))
        said = _texts(await desk.form(request))
        author = desk.branches.author() or Author(said.get("author", "").strip(), said.get("email", "").strip())
        wrong = {"": say(lang, "take.private")} if verdict.private else _unnamed(author, lang)
        if not wrong:
            try:
                desk.commits[request.path_params["id"]] = await run_in_threadpool(desk.commit, work, author, lang)
                return _on(address(lang, request.path_params["id"], "take?done=1"))
            except Refused as error:
                wrong = {"": say(lang, "take.refused", reason=error.args[0])}
        return self._taking(request, lang, work, verdict, wrong, author)

    def _taking(
        self, request: Request, lang: str, work: Work, verdict: Judged, wrong: Mapping[str, str], author: Author
    ) -> Response:
        desk = self._desk
        matter: dict[str, Any] = {
            "judged": verdict,
            "wrong": [*wrong.items()],
            "said_wrong": {"author": wrong.get("author", ""), "email": wrong.get("email", "")},
            "name": work.name,
            "bytes": len(desk.zipped(work)),
            "folder": desk.trial.portal.sources[0],
            "repository": desk.branches.there(),
            "asks_author": desk.branches.author() is None,
            "author": author.name,
            "email": author.email,
            "done": desk.commits.get(request.path_params["id"]) if "done" in request.query_params else None,
        }
        return self._page(request, lang, "take", 422 if wrong else 200, **matter)

    async def zipped(self, request: Request, lang: str) -> Response:
        """The package as one file."""
        work = self._ready(request, lang)
        if isinstance(work, Response):
            return work
        if request.path_params["name"] != work.name:
            raise HTTPException(404)
        headers = {"content-disposition": f'attachment; filename="{quote(work.name)}.zip"'}
        return Response(self._desk.zipped(work), media_type="application/zip", headers=headers)

    # --- pages --------------------------------------------------------------------------------------------------------

    def refusal(self, status: int, path: str) -> Response:
        """A page that says why there is none, in the language of the address."""
        lang = "en" if path.startswith("/desk/en/") else "zh"
        key = f"stop.s{status}" if f"stop.s{status}" in words() else "stop.s400"
        frame = {"id": "", "step": "", "turn": address("en" if lang == "zh" else "zh"), **self._portal(lang)}
        said = say(lang, key, size=size(self._desk.most))
        return HTMLResponse(html("stop.html", lang, said=said, **frame), status)

    def _page(self, request: Request, lang: str, step: str, status: int = 200, **matter: Any) -> Response:
        """A page of a step. The way to the other language leads to the same place there."""
        name, other = request.path_params.get("id", ""), "en" if lang == "zh" else "zh"
        turn = address(other, name, step) if name else address(other)
        frame = {"id": name, "step": step, "turn": turn, "token": self._desk.token, **self._portal(lang)}
        return HTMLResponse(html(f"{step}.html", lang, **{"wrong": [], **frame, **matter}), status)

    def _portal(self, lang: str) -> dict[str, str]:
        title = self._desk.trial.portal.title
        return {"portal": title[lang], "portal_lang": title.tag(lang)}


def _onward(request: Request, lang: str, sent: FormData, own: str, onward: str, back: str = "") -> RedirectResponse:
    """Where to go once a form is saved: on, back, or to the same place in the other language."""
    name, then = request.path_params["id"], sent.get("then", "")
    if then == "turn":
        return _on(address("en" if lang == "zh" else "zh", name, own))
    return _on(address(lang, name, back if then == "back" and back else onward))


def _on(path: str) -> RedirectResponse:
    return RedirectResponse(path, 303)


def _unnamed(author: Author, lang: str) -> dict[str, str]:
    """What is missing of an author, by field."""
    wrong = {} if author.name else {"author": say(lang, "take.no-author")}
    return wrong if "@" in author.email else wrong | {"email": say(lang, "take.no-email")}


def _plain(name: str) -> str:
    """The name of a file without any folder, whichever way its slashes lean."""
    return name.replace("\\", "/").rpartition("/")[2]


def _texts(sent: FormData) -> dict[str, str]:
    return {key: value.replace("\r\n", "\n") for key, value in sent.items() if isinstance(value, str)}
