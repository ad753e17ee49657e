"""The last step of both ways: take the package along as one file, or put it on a branch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from publish.desk.branch import Author, Refused
from publish.desk.frame import Frame, on, texts
from publish.desk.judged import Judged
from publish.desk.state import Desk, Parcel
from publish.desk.words import say


@dataclass(frozen=True, slots=True)
class Taking:
    """The step on a desk, in the frame of the way that leads to it. ``words`` begins what is said of that way."""

    desk: Desk
    frame: Frame
    words: str
    back: str  # the step before

    async def page(self, request: Request, lang: str, parcel: Parcel, verdict: Judged) -> Response:
        """The step, and what its form asks for."""
        desk, name = self.desk, request.path_params["id"]
        if request.method != "POST":
            return self._shown(request, lang, parcel, verdict, {}, Author("", ""))
        said = texts(await desk.form(request))
        author = desk.branches.author() or Author(said.get("author", "").strip(), said.get("email", "").strip())
        wrong = {"": say(lang, "take.private")} if verdict.private else _unnamed(author, lang)
        if not wrong:
            try:
                message = say(lang, f"{self.words}.message", title=parcel.title) + "\n"
                desk.commits[name] = await run_in_threadpool(desk.commit, parcel, author, message)
                return on(self.frame.address(lang, name, "take?done=1"))
            except Refused as error:
                wrong = {"": say(lang, "take.refused", reason=error.args[0])}
        return self._shown(request, lang, parcel, verdict, wrong, author)

    def _shown(
        self, request: Request, lang: str, parcel: Parcel, verdict: Judged, wrong: Mapping[str, str], author: Author
    ) -> Response:
        desk, id_ = self.desk, request.path_params["id"]
        matter: dict[str, Any] = {
            "judged": verdict,
            "wrong": [*wrong.items()],
            "said_wrong": {"author": wrong.get("author", ""), "email": wrong.get("email", "")},
            "name": parcel.name,
            "bytes": len(desk.zipped(parcel)),
            "zip_lead": say(lang, f"{self.words}.zip-lead", folder=parcel.folder),
            "zip": self.frame.address(lang, id_, f"{parcel.name}.zip"),
            "action": self.frame.address(lang, id_, "take"),
            "back": self.frame.address(lang, id_, self.back),
            "repository": desk.branches.there(),
            "asks_author": desk.branches.author() is None,
            "author": author.name,
            "email": author.email,
            "done": desk.commits.get(id_) if "done" in request.query_params else None,
        }
        return self.frame.page(request, lang, "take", 422 if wrong else 200, **matter)

    def zipped(self, request: Request, parcel: Parcel) -> Response:
        """The package as one file. Raises HTTPException when it is asked for under another name."""
        if request.path_params["name"] != parcel.name:
            raise HTTPException(404)
        headers = {"content-disposition": f'attachment; filename="{quote(parcel.name)}.zip"'}
        return Response(self.desk.zipped(parcel), media_type="application/zip", headers=headers)


def _unnamed(author: Author, lang: str) -> dict[str, str]:
    """What is missing of an author, by field."""
    wrong = {} if author.name else {"author": say(lang, "take.no-author")}
    return wrong if "@" in author.email else wrong | {"email": say(lang, "take.no-email")}
