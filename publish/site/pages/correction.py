"""Correction: the letter, or the issue, by which a reader says what is wrong, with all we would ask back filled in.

It names the dataset, its code and version, and from a row of the preview the key of that row. A portal with an
issue tracker names its form (``corrections`` in metadata.yml); else it is a letter to who answers for the data.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from publish import urls
from publish.site.pages.facts import Person
from publish.site.pages.given import Given
from publish.site.tongue import Tongue
from publish.urls import Urls

ROW = "{row}"  # stands for the row in an address that a browser fills


@dataclass(frozen=True, slots=True)
class Correction:
    """``address`` is filled in for the dataset; ``before`` and ``after`` enclose the row in one for a row."""

    address: str
    before: str
    after: str
    outside: bool = False  # a page elsewhere, not a letter

    def of(self, row: str) -> str:
        """The address that carries a row, as ``code=310115``."""
        return f"{self.before}{quote(row, safe='')}{self.after}"

    @property
    def template(self) -> str:
        """The address with ROW where the row belongs."""
        return f"{self.before}{ROW}{self.after}"


def correction(given: Given, person: Person, addresses: Urls, tongue: Tongue) -> Correction | None:
    """Where to say what is wrong with a dataset; None when nobody can be asked."""
    form = given.portal.corrections
    if not (form or person.email):
        return None
    address = form or f"mailto:{person.email}?subject={{title}}&body={{body}}"
    title = tongue.t("Correction: %(dataset)s", dataset=person.subject)
    whole = _filled(address, title, _body(given, "", addresses, tongue))
    before, after = _filled(address, title, _body(given, ROW, addresses, tongue)).split(quote(ROW, safe=""), 1)
    return Correction(whole, before, after, outside=bool(form))


def _filled(address: str, title: str, body: str) -> str:
    return address.replace("{title}", quote(title, safe="")).replace("{body}", quote(body, safe=""))


def _body(given: Given, row: str, addresses: Urls, tongue: Tongue) -> str:
    """The letter: what it is about, and two questions."""
    package, t = given.dataset.package, tongue.t
    code = package.entry.code if package.entry else ""
    known = (
        (t("Dataset"), tongue.phrase(package.title).text or package.name),
        (t("Catalogue code"), code),
        (t("Version"), package.version),
        (t("Row"), row),
        (t("Page"), addresses.absolute(addresses.page(urls.dataset(package.name), tongue.tag))),
    )
    colon = t(": ")
    lines = [f"{label}{colon}{value}" for label, value in known if value]
    return "\r\n".join([*lines, "", f"{t('What is wrong')}{colon}", "", f"{t('What it should say')}{colon}", ""])
