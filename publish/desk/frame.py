"""Frame: what every page of the desk has around its matter: where one is, the other language, the portal's name."""

from __future__ import annotations

from typing import Any

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from publish.desk.pages import Way, address, html, size
from publish.desk.state import Desk
from publish.desk.words import say, words


class Frame:
    """Pages of one desk, along one of its ways."""

    def __init__(self, desk: Desk, way: Way) -> None:
        self._desk, self._way = desk, way

    def page(self, request: Request, lang: str, step: str, status: int = 200, **matter: Any) -> Response:
        """A page of a step. The way to the other language leads to the same place there."""
        name, other = request.path_params.get("id", ""), "en" if lang == "zh" else "zh"
        turn = self._way.address(other, name, step)
        frame = {"id": name, "turn": turn, "token": self._desk.token, **self._around(lang, name, step)}
        template = matter.pop("template", step)
        return HTMLResponse(html(f"{template}.html", lang, **{"wrong": [], **frame, **matter}), status)

    def refusal(self, status: int, path: str) -> Response:
        """A page that says why there is none, in the language of the address."""
        lang = "en" if path.startswith("/desk/en/") else "zh"
        key = f"stop.s{status}" if f"stop.s{status}" in words() else "stop.s400"
        frame = {"turn": address("en" if lang == "zh" else "zh"), **self._around(lang, "", "")}
        return HTMLResponse(html("stop.html", lang, said=say(lang, key, size=size(self._desk.most)), **frame), status)

    def _around(self, lang: str, name: str, step: str) -> dict[str, Any]:
        title = self._desk.trial.portal.title
        steps = self._way.shown(lang, name, step)
        return {"portal": title[lang], "portal_lang": title.tag(lang), "steps": steps, "step": step}

    def onward(self, request: Request, lang: str, sent: FormData, own: str, onward: str, back: str = "") -> Response:
        """Where to go once a form is saved: on, back, or to the same place in the other language."""
        name, then = request.path_params["id"], sent.get("then", "")
        if then == "turn":
            return on(self._way.address("en" if lang == "zh" else "zh", name, own))
        return on(self._way.address(lang, name, back if then == "back" and back else onward))

    def address(self, lang: str, name: str, step: str) -> str:
        """A page along this way."""
        return self._way.address(lang, name, step)


def on(path: str) -> RedirectResponse:
    """Go there: loading again does nothing twice."""
    return RedirectResponse(path, 303)


def texts(sent: FormData) -> dict[str, str]:
    """What a form says, without its files."""
    return {key: value.replace("\r\n", "\n") for key, value in sent.items() if isinstance(value, str)}


def plain(name: str) -> str:
    """The name of a file without any folder, whichever way its slashes lean."""
    return name.replace("\\", "/").rpartition("/")[2]
