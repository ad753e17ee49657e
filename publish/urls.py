"""Every URL, once. Paths start with ``/`` and are relative to the portal's base; ``absolute`` adds it.

The default language stands at the root, others under their tag (``/en/``), with the same slug in every language.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from publish.model import Portal, same_language


@dataclass(frozen=True, slots=True)
class Urls:
    """The addresses of one portal."""

    base: str  # https://data.example.org or https://example.org/open, without a final slash
    languages: tuple[str, ...]

    @classmethod
    def of(cls, portal: Portal) -> Urls:
        """The addresses of this portal."""
        return cls(portal.base_url.rstrip("/"), portal.languages)

    @property
    def prefix(self) -> str:
        """The path the portal lives under: "" at the root of its host."""
        return urlsplit(self.base).path.rstrip("/")

    def href(self, path: str) -> str:
        """A path as a page links to it."""
        return self.prefix + path

    def absolute(self, path: str) -> str:
        """A path as a machine, a feed or a citation needs it."""
        return self.base + path

    def page(self, path: str, lang: str) -> str:
        """A page in a language: ``/dataset/x/`` or ``/en/dataset/x/``."""
        return path if same_language(lang, self.languages[0]) else f"/{lang.lower()}{path}"

    def file(self, path: str, lang: str) -> str:
        """A file as a page in this language links to it. The pages of the query service are asked for the language."""
        page, _, query = path.partition("?")
        served = page.startswith(API) and not {".", "#"} & set(page) and not same_language(lang, self.languages[0])
        return self.href(path) + (f"{'&' if query else '?'}_lang={lang}" if served else "")


def dataset(name: str) -> str:
    return f"/dataset/{quote(name)}/"


def data(name: str, resource: str, form: str) -> str:
    """The latest data in a form: ``csv``, ``excel.csv``, ``xlsx``, ``json``, ``ndjson``, ``parquet``, ``geojson``."""
    return f"/dataset/{quote(name)}/data/{quote(resource)}.{form}"


def original(name: str, path: str) -> str:
    """A file as its publisher handed it in."""
    return f"/dataset/{quote(name)}/original/{quote(path)}"


def share(name: str) -> str:
    """The image that a shared link to a dataset carries."""
    return f"/dataset/{quote(name)}/share.png"


def descriptor(name: str) -> str:
    return f"/dataset/{quote(name)}/datapackage.json"


def bundle(name: str) -> str:
    return f"/dataset/{quote(name)}/{quote(name)}.zip"


def version(name: str, number: str) -> str:
    """The folder of one version, whose bytes never change."""
    return f"/dataset/{quote(name)}/versions/{quote(number)}/"


_VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z._+-]*")


def is_version(number: str) -> bool:
    """Can a folder be called like this version?"""
    return _VERSION.fullmatch(number) is not None


def version_bundle(name: str, number: str) -> str:
    """One version with its description, in one file whose bytes never change."""
    return f"{version(name, number)}{quote(name)}.zip"


def organisation(slug: str) -> str:
    return f"/organization/{quote(slug)}/"


def topic(slug: str) -> str:
    return f"/topic/{quote(slug)}/"


def entry(code: str) -> str:
    """Redirects to the dataset page."""
    return f"/entry/{quote(code)}/"


def rule(code: str) -> str:
    return f"/rules/{quote(code)}/"


def table(name: str, form: str = "") -> str:
    """A table of open.db in Datasette: its page, or ``json`` and ``csv``."""
    return f"/data/open/{quote(name)}" + (f".{form}" if form else "")


def query(package: str, name: str) -> str:
    """The name under which Datasette runs a package's query: no table has a hyphen in its name."""
    return f"{package}--{name}"


def action(name: str) -> str:
    """A CKAN action."""
    return f"/api/3/action/{name}"


def feed(lang_prefix: str = "", kind: str = "", name: str = "") -> str:
    """The Atom feed of everything, of an ``organization`` by slug, or of a ``dataset`` by name. ``lang_prefix`` is ""
    or ``/en``: see ``Urls.page``."""
    return f"{lang_prefix}/feeds/{kind}/{quote(name)}.atom" if kind else f"{lang_prefix}/feeds/all.atom"


def dcat(name: str, form: str) -> str:
    """The DCAT-AP description of one dataset: ``jsonld``, ``ttl`` or ``rdf``."""
    return f"/dataset/{quote(name)}/dcat.{form}"


def croissant(name: str) -> str:
    """What tools for machine learning load a dataset by."""
    return f"/dataset/{quote(name)}/croissant.json"


def csvw(name: str, resource: str) -> str:
    """What describes a CSV, where readers of CSV on the Web look for it."""
    return f"{data(name, resource, 'csv')}-metadata.json"


def schema(name: str) -> str:
    """A JSON Schema of what programs exchange with the portal: ``package`` or ``report``."""
    return f"/schema/{name}.json"


def catalog(form: str) -> str:
    """The whole catalogue: ``jsonld``, ``ttl``, ``rdf`` (DCAT-AP), ``csv`` or ``xlsx`` (the 2017 guide)."""
    return f"/catalog.{form}"


def ckan(action: str, name: str = "") -> str:
    """What a CKAN action answers, as a file: a list, or one package, office or topic."""
    return f"/catalogue/ckan/{action}/{quote(name)}.json" if name else f"/catalogue/ckan/{action}.json"


CROISSANT = "http://mlcommons.org/croissant/1.1"  # the standard, which its media type names

HOME = "/"
DATASETS = "/datasets/"
ORGANISATIONS = "/organization/"
TOPICS = "/topic/"
CATALOGUE = "/catalogue/"
SEARCH = "/search/"
SEARCH_INDEX = "/search/index.json"  # where the files of the search lie
RULES = "/rules/"
REQUIREMENTS = "/requirements/"
NEWS = "/news/"
NEWS_FEED = "/feeds/news.atom"
FEEDS = "/feeds/"
STATUS = "/status/"
PLAN = "/plan/"
API_GUIDE = "/api-guide/"
ASSESSMENT = "/assessment/"
ASSESSMENT_CSV = "/assessment.csv"
API = "/data/"
SQL = "/data/open"
DATABASE, MANIFEST = "/data/open.db", "/data/manifest.json"
ASSISTANTS = "/data/-/mcp"
INDEX = "/datapackage.json"
OPENAPI = "/openapi.json"
INTERFACES = "/interfaces/"
CHANGES = "/changes.ndjson"
SITEMAP = "/sitemap.xml"
SHARE = "/share.png"  # of every page without an image of its own


def file_of(path: str) -> str:
    """Where a page or file lies in the release's ``site/`` folder: a path that ends in ``/`` is its index.html."""
    relative = path.lstrip("/")
    return f"{relative}index.html" if relative == "" or relative.endswith("/") else relative
