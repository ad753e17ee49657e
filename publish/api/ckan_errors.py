"""What CKAN answers when it cannot answer: the error envelopes and status codes of its Action API."""

from __future__ import annotations

from publish.model import Json, Text


class Refused(Exception):
    """An error of the Action API: a status, and the ``error`` of the envelope."""

    def __init__(self, status: int, error: Json) -> None:
        super().__init__(str(error))
        self.status = status
        self.error = error


def not_found(what: str = "") -> Refused:
    """There is no such thing."""
    message = f"Not found: {what}" if what else "Not found"
    return Refused(404, {"message": message, "__type": "Not Found Error"})


def invalid(**fields: str) -> Refused:
    """The parameters are wrong: what is wrong, by parameter."""
    return Refused(409, {name: [said] for name, said in fields.items()} | {"__type": "Validation Error"})


def wrong_query(said: Text) -> Refused:
    """A statement is wrong, or too much: in English first, since many clients show the first message alone."""
    told = list(dict.fromkeys((said["en"], said["zh"])))
    return Refused(409, {"query": told, "__type": "Validation Error"})


def bad_search(message: str) -> Refused:
    """The query cannot be understood."""
    return Refused(400, {"message": f"Search Query error: {message}", "__type": "Search Query Error"})


def forbidden(message: str = "Access denied") -> Refused:
    """This portal does not do that."""
    return Refused(403, {"message": message, "__type": "Authorization Error"})
