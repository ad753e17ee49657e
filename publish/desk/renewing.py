"""The steps of a renewal: choose a dataset and hand in its new file, say what is doubtful, see what changes, take it.

A form is saved, then the browser is sent on: going back and loading again do nothing twice."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from publish.desk import look
from publish.desk import renewal as renewals
from publish.desk.frame import Frame, on, plain, texts
from publish.desk.judged import judged
from publish.desk.pages import RENEWAL
from publish.desk.preview import preview, previewed
from publish.desk.renewal import Renewal
from publish.desk.state import Desk, Parcel
from publish.desk.taking import Taking
from publish.desk.trial import Outcome
from publish.desk.words import say
from publish.draft.update import Update
from publish.draft.update.differences import sheet_of
from publish.draft.update.targets import Unclear
from publish.problems import PublishError

_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Renewing:
    """The pages of the second way over a desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._frame = desk, Frame(desk, RENEWAL)
        self._taking = Taking(desk, self._frame, "renewed", "changes")

    # --- 1 ------------------------------------------------------------------------------------------------------------

    async def hand_in(self, request: Request, lang: str) -> Response:
        """The dataset, and its new file or files. ``?dataset=`` chooses one."""
        if request.method != "POST":
            return self._handing_in(request, lang, request.query_params.get("dataset", ""), {})
        sent = await self._desk.form(request)
        name = str(sent.get("dataset", ""))
        given = [f for f in sent.getlist("files") if isinstance(f, UploadFile) and f.filename]
        read = tuple([(plain(f.filename or ""), await f.read()) for f in given])
        await sent.close()
        package = self._desk.trial.package(name)
        wrong = {} if package else {"dataset": say(lang, "renew.no-dataset")}
        wrong |= {} if read else {"files": say(lang, "hand-in.none")}
        if package and read:
            try:
                made = await run_in_threadpool(self._proposed, Renewal(package, read))
                return on(self._frame.address(lang, self._desk.open(made), "columns"))
            except PublishError as error:
                wrong["files"] = error.said[lang]
        return self._handing_in(request, lang, name, wrong)

    def _handing_in(self, request: Request, lang: str, name: str, wrong: dict[str, str]) -> Response:
        matter: dict[str, Any] = {
            "datasets": renewals.datasets(self._desk.trial.renewable(), lang, name),
            "said_wrong": {"dataset": wrong.get("dataset", ""), "files": wrong.get("files", "")},
            "wrong": [*wrong.items()],
            "most": self._desk.most,
        }
        return self._frame.page(request, lang, "renew", 422 if wrong else 200, **matter)

    def _proposed(self, renewal: Renewal) -> Renewal:
        """What comes of the choices. Raises PublishError."""
        try:
            update = self._desk.trial.propose(renewal.package, renewal.files, renewal.choices)
        except Unclear as error:
            return replace(renewal, update=None, unclear=error.plain)
        return replace(renewal, update=update)

    # --- 2 ------------------------------------------------------------------------------------------------------------

    async def columns(self, request: Request, lang: str) -> Response:
        """Were the columns known again, and of which time do the data speak?"""
        renewal = self._desk.renewal(request)
        if request.method != "POST":
            wrong = renewals.wrong(renewal, {}, lang) if "check" in request.query_params else {}
            return self._asking(request, lang, renewal, wrong)
        sent = await self._desk.form(request)
        form = texts(sent)
        wrong = renewals.wrong(renewal, form, lang)
        said = replace(renewal, choices=renewals.chosen(renewal, form))
        try:
            made = await run_in_threadpool(self._proposed, said)
        except PublishError as error:
            return self._asking(request, lang, renewal, {"": error.said[lang]})
        self._desk.keep(request, made)
        if wrong and sent.get("then") != "turn":
            return self._asking(request, lang, made, wrong)
        onward = "columns?check=1" if made.update is None or made.update.obstacles else "changes"
        return self._frame.onward(request, lang, sent, "columns", onward if renewal.update else "columns")

    def _asking(self, request: Request, lang: str, renewal: Renewal, wrong: dict[str, str]) -> Response:
        update = renewal.update
        period = update.temporal if update else None
        matter: dict[str, Any] = {
            "title": renewal.package.title[lang] or renewal.package.name,
            "unclear": renewal.unclear[lang] if update is None else "",
            "tables": renewals.tables(renewal.package, lang, renewal.choices.resource) if update is None else (),
            "columns": renewals.columns(renewal, lang, wrong),
            "in_the_way": renewals.in_the_way(renewal, lang),
            "remarks": look.remarks(update.remarks if update else (), lang),
            "period": {"start": period.start or "", "end": period.end or ""} if period else None,
            "note": renewal.choices.note,
            "note_en": renewal.choices.note_en,
            "wrong": [*wrong.items()],
            "said_wrong": {key: wrong.get(key, "") for key in ("resource", "start", "end")},
        }
        return self._frame.page(request, lang, "columns", 422 if wrong and request.method == "POST" else 200, **matter)

    # --- 3 ------------------------------------------------------------------------------------------------------------

    async def changes(self, request: Request, lang: str) -> Response:
        """What changes, in a sentence and row by row; the verdict; the page."""
        renewal = self._desk.renewal(request)
        update = renewal.update
        if update is None or update.obstacles:
            return on(self._frame.address(lang, request.path_params["id"], "columns?check=1"))
        title = renewal.package.title[lang] or renewal.package.name
        if not update.changed:
            return self._frame.page(request, lang, "changes", template="unchanged", title=title)
        outcome = await self._outcome(renewal, update)
        onward = partial(self._frame.address, lang, request.path_params["id"])
        matter: dict[str, Any] = {
            "title": title,
            "update": update,
            "sentence": update.note[lang],
            "judged": judged(outcome, lang, None),
            "hidden": outcome.hidden,
            "changes": () if outcome.hidden else renewals.changes(update, lang),
            "sheet": onward("differences.xlsx"),
            "shown": previewed(outcome, title, lang, onward),
        }
        return self._frame.page(request, lang, "changes", **matter)

    async def _outcome(self, renewal: Renewal, update: Update) -> Outcome:
        return await run_in_threadpool(self._desk.trial.renew, renewal.package, update)

    def _ready(self, request: Request) -> tuple[Renewal, Update]:
        """The renewal and its update. Raises HTTPException when there is nothing to be judged."""
        renewal = self._desk.renewal(request)
        if renewal.update is None or not renewal.update.ready:
            raise HTTPException(404)
        return renewal, renewal.update

    async def shown(self, request: Request, lang: str) -> Response:
        """The page of the dataset as it would be published."""
        return preview(await self._outcome(*self._ready(request)), request.path_params["tag"])

    async def differences(self, request: Request, lang: str) -> Response:
        """Every row that differs, as a workbook."""
        renewal, update = self._ready(request)
        outcome = await self._outcome(renewal, update)
        name = f"{renewal.package.name}-{update.version}-differences.xlsx"
        headers = {"content-disposition": f'attachment; filename="{name}"'}
        return Response(sheet_of(update, hidden=outcome.hidden), media_type=_SHEET, headers=headers)

    # --- 4 ------------------------------------------------------------------------------------------------------------

    async def take(self, request: Request, lang: str) -> Response:
        """Take the dataset with its new data along, or put it on a branch."""
        renewal = self._desk.renewal(request)
        update = renewal.update
        if update is None or not update.ready:
            return on(self._frame.address(lang, request.path_params["id"], "changes"))
        verdict = judged(await self._outcome(renewal, update), lang, None)
        return await self._taking.page(request, lang, self._parcel(renewal, update, lang), verdict)

    async def zipped(self, request: Request, lang: str) -> Response:
        """The dataset with its new data as one file."""
        return self._taking.zipped(request, self._parcel(*self._ready(request), lang))

    def _parcel(self, renewal: Renewal, update: Update, lang: str) -> Parcel:
        package = renewal.package
        there = (path for path in package.folder.rglob("*") if path.is_file() and not path.is_symlink())
        plain_ = {path.relative_to(package.folder).as_posix(): path for path in there}
        files = {name: path.read_bytes() for name, path in plain_.items() if not _aside(name)}
        title = f"{renewal.title} {update.version}"
        return Parcel(package.name, self._desk.trial.where(package), title, {**files, **update.files})


def _aside(path: str) -> bool:
    """Files of an editor, of git or of a spreadsheet program that has the table open are none of the package's."""
    return any(part.startswith((".", "~$")) for part in path.split("/"))
