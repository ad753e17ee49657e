"""What a report knows of the portal it is about: where packages lie, what they and their columns are called.

A Problem names a package, a file and a column as programs do. A reader wants the title beside it and a forge the path
from the repository's root; both are looked up here, once, for the problems there are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from publish import urls
from publish.model import Catalogue, Package, Text, bilingual
from publish.problems import Problem, Report
from publish.urls import Urls

_RECORD = "metadata.yml"
_NOBODY = ("", "localhost", "127.0.0.1", "::1")  # hosts that only the machine itself can reach
_BY_LINES = frozenset({".csv", ".tsv", ".yaml", ".yml", ".txt", ".md"})


@dataclass(frozen=True, slots=True)
class About:
    """Titles of packages and of columns (by package, file and name); paths from the portal's folder, of each package
    and of its description; and the portal's addresses when readers can reach them."""

    titles: Mapping[str, Text] = field(default_factory=dict)
    columns: Mapping[tuple[str, str, str], Text] = field(default_factory=dict)
    folders: Mapping[str, str] = field(default_factory=dict)
    descriptions: Mapping[str, str] = field(default_factory=dict)
    addresses: Urls | None = None
    providers: Mapping[str, Text] = field(default_factory=dict)  # the departments, by package
    codes: Mapping[str, str] = field(default_factory=dict)  # of the catalogue, by package

    @classmethod
    def of(cls, catalogue: Catalogue, report: Report) -> About:
        """What there is to know about the problems of a report."""
        named = {p.package for p in report.problems} | {one.package for one in report.changes}
        packages = [p for p in catalogue.packages if p.name in named]
        portal = catalogue.portal
        public = urlsplit(portal.base_url).hostname not in _NOBODY
        return cls(
            titles={p.name: p.title for p in catalogue.packages},
            columns={key: title for p in packages for key, title in _columns(p)},
            folders={p.name: folder for p in packages if (folder := _below(catalogue.root, p.folder))},
            descriptions={p.name: p.descriptor.path for p in packages if p.descriptor},
            addresses=Urls.of(portal) if public and portal.base_url else None,
            providers={p.name: _provider(p, catalogue) for p in packages},
            codes={p.name: p.entry.code for p in packages if p.entry},
        )

    def path(self, problem: Problem) -> str:
        """The file of a problem, from the portal's folder; its description when no file is named."""
        if not problem.package:
            return problem.file or _RECORD
        folder = self.folders.get(problem.package, problem.package)
        return f"{folder}/{problem.file or self.descriptions.get(problem.package, 'datapackage.yaml')}"

    def column(self, problem: Problem, lang: str) -> str:
        """The title of a problem's column, its name where it has no title; "" when the place is no column."""
        name = problem.field or ""
        if not name or name.startswith("/"):
            return ""
        package = problem.package or ""
        title = self.columns.get((package, problem.file or "", name)) or self.columns.get((package, "", name))
        return title[lang] if title else name

    def called(self, package: str, name: str, lang: str) -> str:
        """The title of a column of a package, its name where that is not known."""
        title = self.columns.get((package, "", name))
        return title[lang] if title else name

    def package(self, name: str, lang: str) -> str:
        """``公共厕所（public-toilets）``, or the name alone."""
        title = self.title(name, lang)
        if title == name or title.endswith(("）", ")")):
            return title if title == name else f"{title} {name}"
        return f"{title}（{name}）" if lang.startswith("zh") else f"{title} ({name})"

    def title(self, name: str, lang: str) -> str:
        """The title of a package, or its name where it has none."""
        return self.titles.get(name, Text())[lang] or name

    def manual(self, code: str, lang: str) -> str:
        """The address of a rule's page, or "" when the portal has none that readers can reach."""
        return self.addresses.absolute(self.addresses.page(urls.rule(code), lang)) if self.addresses else ""


def _provider(package: Package, catalogue: Catalogue) -> Text:
    """The department's name: the register's, else what the package says of itself, else its code."""
    code = package.entry.provider if package.entry else ""
    office = catalogue.registers.organisations.get(code)
    said = (c.title for c in package.contributors if "publisher" in c.roles and c.title)
    return office.name if office else next(said, bilingual(code, code))


def line(problem: Problem) -> int | None:
    """The line of a text file, where a row is one; a workbook and a JSON file have rows, not lines."""
    return problem.row if described(problem) or _ending(problem) in _BY_LINES else None


def described(problem: Problem) -> bool:
    """Is the place in a description, where ``row`` is a line?"""
    return (problem.field or "").startswith("/") or _ending(problem) in (".yaml", ".yml")


def _ending(problem: Problem) -> str:
    return Path(problem.file or "").suffix.lower()


def _columns(package: Package) -> Iterable[tuple[tuple[str, str, str], Text]]:
    """Titles by (package, file, name); those that one table alone has also without a file: a file that is handed in to
    take its place has another name."""
    tables = [(resource, resource.schema.fields) for resource in package.resources if resource.schema]
    times = Counter(column.name for _, fields in tables for column in fields)
    for resource, fields in tables:
        for column in fields:
            for path in (*resource.paths, *([""] if times[column.name] == 1 or not resource.paths else [])):
                if column.title:
                    yield (package.name, path, column.name), column.title


def _below(root: Path, folder: Path) -> str:
    """The folder as seen from the root, or its bare name when it lies elsewhere: no report tells an absolute path."""
    whole = folder.absolute()
    return whole.relative_to(root.absolute()).as_posix() if whole.is_relative_to(root.absolute()) else whole.name
