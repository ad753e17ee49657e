"""Desk: one run of it: the trial, the token that its forms bear, and the drafts that lie on it."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request

from publish.desk.archive import to_zip
from publish.desk.branch import Author, Branches, Committed
from publish.desk.renewal import Renewal
from publish.desk.trial import Outcome, Trial
from publish.desk.work import Work, files

_KEPT = 20  # drafts
_FIELDS = 20_000  # of a form: some for each column of each table


@dataclass(frozen=True, slots=True)
class Parcel:
    """A package to be taken along: its files by path, for a folder of this name below one of the portal's."""

    name: str
    folder: str
    title: str
    files: Mapping[str, bytes]


@dataclass(slots=True)
class Desk:
    """``most`` is how many bytes one form may bring. Drafts, renewals, and what was committed of them, are kept by a
    random id."""

    trial: Trial
    branches: Branches
    most: int
    token: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    works: dict[str, Work | Renewal] = field(default_factory=dict)
    commits: dict[str, Committed] = field(default_factory=dict)

    def open(self, work: Work | Renewal) -> str:
        """Put a new draft or renewal on the desk: its id. The oldest makes room."""
        while len(self.works) >= _KEPT:
            oldest = next(iter(self.works))
            self.works.pop(oldest)
            self.commits.pop(oldest, None)
        name = secrets.token_urlsafe(12)
        self.works[name] = work
        return name

    def work(self, request: Request) -> Work:
        """The draft that an address names. Raises HTTPException when there is none."""
        found = self.works.get(request.path_params["id"])
        if not isinstance(found, Work):
            raise HTTPException(404)
        return found

    def renewal(self, request: Request) -> Renewal:
        """The renewal that an address names. Raises HTTPException when there is none."""
        found = self.works.get(request.path_params["id"])
        if not isinstance(found, Renewal):
            raise HTTPException(404)
        return found

    def keep(self, request: Request, work: Work | Renewal) -> None:
        """The draft or renewal as it is now."""
        self.works[request.path_params["id"]] = work

    async def form(self, request: Request) -> FormData:
        """What a page of this run sent. Raises HTTPException for anything else."""
        sent = await request.form(max_files=self.trial.portal.limits.package_files, max_fields=_FIELDS)
        if not secrets.compare_digest(str(sent.get("token", "")).encode(), self.token.encode()):
            await sent.close()
            raise HTTPException(403)
        return sent

    def outcome(self, work: Work) -> Outcome:
        """What the gate says of a draft, and its page. Takes a second or two the first time."""
        return self.trial.run(work.name, files(work, self.trial.portal))

    def parcel(self, work: Work) -> Parcel:
        """A draft as the package it makes."""
        portal = self.trial.portal
        folder = f"{portal.sources[0]}/{work.name}"
        return Parcel(work.name, folder, work.answers.get("title") or work.name, files(work, portal))

    def zipped(self, parcel: Parcel) -> bytes:
        """The package as one file."""
        return to_zip(parcel.folder.rpartition("/")[2], parcel.files)

    def commit(self, parcel: Parcel, author: Author, message: str) -> Committed:
        """Put the package on a branch of its own. Raises Refused."""
        return self.branches.commit(parcel.folder, parcel.files, parcel.name, message, author)
