"""Frame: what every page of one language carries around its own matter: the head line, the ways, the foot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from publish import urls
from publish.admitted import Admitted
from publish.model import Portal, same_language
from publish.site.tongue import Phrase, Tongue
from publish.urls import Urls

_NAMES = {"zh": "中文", "en": "English"}  # each language by its own name


@dataclass(frozen=True, slots=True)
class Way:
    """A link of the frame: its words and its path in this language."""

    label: str
    path: str
    place: str = ""  # the part of the portal it opens: marks the current one
    external: bool = False


@dataclass(frozen=True, slots=True)
class Filing:
    """A registration of the site with an authority, as the law wants it shown."""

    label: str
    number: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """The frame of the pages of one language."""

    tongue: Tongue
    urls: Urls
    title: Phrase
    description: Phrase
    notice: Phrase  # of a demonstration; empty otherwise
    sponsor: Phrase
    operator: Phrase
    contact: Phrase
    phone: str
    email: str
    filings: tuple[Filing, ...]
    licence: str
    ways: tuple[Way, ...]  # at the head
    foot: tuple[tuple[str, tuple[Way, ...]], ...]  # groups with a title
    version: str  # of the static files: changes when one does

    @property
    def lang(self) -> str:
        return self.tongue.tag

    def here(self, path: str) -> str:
        """A page of this language, as a link."""
        return self.urls.href(self.urls.page(path, self.lang))

    def file(self, path: str) -> str:
        """A file, the same in every language, or a page of the query service, as a link."""
        return self.urls.file(path, self.lang)

    def static(self, path: str) -> str:
        """A file of the theme; its address changes when the theme does."""
        return self.urls.href(f"/static/{path}?v={self.version}")

    def native(self, tag: str) -> str:
        """A language by its own name."""
        return next(
            (name for key, name in _NAMES.items() if same_language(key, tag)),
            Tongue(tag).locale.get_display_name() or tag,
        )


def frame(
    admitted: Admitted, tag: str, *, translations: str, version: str, articles: Mapping[str, str], news: bool
) -> Frame:
    """The frame of one language. ``articles`` are the titles of the written pages of this language, by path; ``news``:
    are there any?"""
    portal, tongue = admitted.portal, Tongue(tag, translations)
    phrase = tongue.phrase
    return Frame(
        tongue=tongue,
        urls=Urls.of(portal),
        title=phrase(portal.title),
        description=phrase(portal.description),
        notice=phrase(portal.demo_notice) if portal.demo else Phrase(),
        sponsor=phrase(portal.sponsor),
        operator=phrase(portal.operator),
        contact=phrase(portal.contact.name),
        phone=portal.contact.phone,
        email=portal.contact.email,
        filings=filings(portal, tongue),
        licence=portal.licence,
        ways=_ways(admitted, tongue, articles),
        foot=_foot(admitted, tongue, articles, news),
        version=version,
    )


def filings(portal: Portal, tongue: Tongue) -> tuple[Filing, ...]:
    """The registrations that are given; a site without one shows none. The badge of a government site is a link to its
    certificate: its picture would be loaded from another host."""
    given, t = portal.filing, tongue.t
    digits = "".join(c for c in given.get("police", "") if c.isdigit())
    known = (
        Filing(t("ICP filing"), given.get("icp", ""), "https://beian.miit.gov.cn/"),
        Filing(
            t("Public security filing"),
            given.get("police", ""),
            f"https://beian.mps.gov.cn/#/query/webSearch?code={digits}",
        ),
        Filing(t("Government site code"), given.get("site_code", "")),
        Filing(
            t("Government site badge"), t("See the certificate") if given.get("badge") else "", given.get("badge", "")
        ),
    )
    return tuple(one for one in known if one.number)


def _ways(admitted: Admitted, tongue: Tongue, articles: Mapping[str, str]) -> tuple[Way, ...]:
    ways = [
        Way(tongue.t("Datasets"), urls.DATASETS, "datasets"),
        Way(tongue.t("Topics"), urls.TOPICS, "topics"),
        Way(tongue.t("Organisations"), urls.ORGANISATIONS, "organisations"),
        Way(tongue.t("Catalogue"), urls.CATALOGUE, "catalogue"),
    ]
    if "/guide/" in articles:
        ways.append(Way(tongue.t("Guide"), "/guide/", "guide"))
    held = {"topics": bool(admitted.registers.topics), "organisations": bool(admitted.registers.organisations)}
    return tuple(way for way in ways if held.get(way.place, True))


def _foot(
    admitted: Admitted, tongue: Tongue, articles: Mapping[str, str], news: bool
) -> tuple[tuple[str, tuple[Way, ...]], ...]:
    """Three groups of ways. What has no content is not there."""
    t = tongue.t
    about = [Way(title, path) for path, title in articles.items() if path != urls.API_GUIDE]
    kept = [Way(t("Portal status"), urls.STATUS)]
    if news:
        kept.insert(0, Way(t("News"), urls.NEWS))
    if admitted.registers.plan:
        kept.append(Way(t("Open-data plan"), urls.PLAN))
    if any(d.package.entry and admitted.provider(d.package) for d in admitted.datasets):
        kept.append(Way(t("Assessment by organisation"), urls.ASSESSMENT))
    kept.append(Way(t("What is checked"), urls.RULES))
    if admitted.registers.requirements:
        kept.append(Way(t("What the law asks"), urls.REQUIREMENTS))
    machines = [Way(articles[urls.API_GUIDE], urls.API_GUIDE)] if urls.API_GUIDE in articles else []
    machines += [
        Way(t("All interfaces"), urls.INTERFACES),
        Way(t("Query API"), urls.API, external=True),
        Way(t("Subscribe"), urls.FEEDS),
        Way(t("Catalogue (CSV)"), urls.catalog("csv"), external=True),
        Way("DCAT (JSON-LD)", urls.catalog("jsonld"), external=True),
    ]
    groups = ((t("About"), about), (t("How it is kept"), kept), (t("For machines"), machines))
    return tuple((title, tuple(ways)) for title, ways in groups if ways)
