"""A small city, released: what the catalogues, the interfaces and the server are tried on.

``city`` gives it admitted with its downloads; ``released`` writes the release and gives the output link. There are a
dataset with two tables that point at each other's keys, one open on condition, one withheld, one withdrawn, one closed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from publish import catalogue, downloads, profile, release, warehouse
from publish.admitted import Admitted
from publish.api import config
from publish.cache import Cache
from publish.model import Access, Link, Period, Query, Text, Version
from publish.problems import Verdict
from publish.release import Download, Release
from publish.tables import Reference
from tests import making

WRITTEN = {
    "index.html": "<!doctype html><title>开门</title>",
    "en/index.html": "<!doctype html><title>Kaimen</title>",
    "404.html": "<!doctype html><title>没有这一页</title>",
    "en/404.html": "<!doctype html><title>Not here</title>",
    "dataset/clinics/index.html": "<!doctype html><title>诊所</title>" + "<p>一行文字。</p>" * 200,
    "dataset/old-clinics/index.html": "<!doctype html><title>已撤下</title>",
    "static/site.css": "body{color:#123}",
}

LAW = making.said("《某条例》第五条", "Article 5 of the Regulation")
BY_KIND = "select kind, count(*) as n from clinics group by kind order by n desc"


def clinics(folder: Path) -> tuple:
    """The districts and the clinics in them."""
    districts = making.table(
        folder,
        "clinics__districts",
        {"code": ["310101", "310104"], "name": ["黄浦区", "徐汇区"]},
        package="clinics",
        primary_key=("code",),
    )
    columns: dict[str, list] = {
        "id": [1, 2, 3, 4],
        "name": ["第一医院", "社区卫生站", "Renji Hospital", "牙科诊所"],
        "district": ["310101", "310104", "310101", None],
        "kind": ["a", "b", "a", None],
        "beds": [120.5, 8.0, None, 2.0],
        "open": [True, False, None, True],
        "since": [date(1950, 5, 1), date(2020, 1, 2), None, date(2021, 3, 4)],
    }
    kind = making.field("kind", zh="类型", en="Kind", categories=making.categories(a="医院/Hospital", b="站点/Post"))
    beds = making.field("beds", "number", "床位", "Beds", unit=making.said("张", "beds"))
    reference = Reference(("district",), "clinics__districts", ("code",))
    return districts, making.table(
        folder, "clinics", columns, fields=(kind, beds), primary_key=("id",), references=(reference,)
    )


def city(folder: Path, **more) -> Admitted:
    """The city, admitted."""
    by_kind = Query("by-kind", BY_KIND, making.said("按类型", "By kind"))
    first = Version("2026.10.0", date(2026, 10, 2), "new", making.said("首次发布。", "First published."))
    second = Version("2026.11.0", date(2026, 11, 3), "update", making.said("新增一家 <诊所>。", "One more <clinic>."))
    last = Version("2026.9.0", date(2026, 9, 9), "withdrawal", making.said("已由新的目录代替。", "Replaced."))
    open_ = making.package(
        "clinics",
        "诊所“大全” & <名录>",
        "Clinics & <list>",
        history=(first, second),
        queries=(by_kind,),
        entry=making.entry(
            temporal=Period(date(2026, 10, 1), date(2026, 10, 31)), mandate=LAW, renamed_from=("dispensaries", "beds")
        ),
        sources=(Link(making.said("日常登记", "Daily records"), "https://example.org/records"),),
    )  # fmt: skip
    conditional = Access(
        "conditional", making.said("需说明用途", "State your purpose"), apply=making.said("来信申请", "Write to us")
    )
    withheld = Access("withheld", basis=making.said("《某办法》第十条", "Article 10 of the Measures"))
    datasets = [
        making.dataset(open_, *clinics(folder)),
        making.dataset(
            making.package("beds", "床位", "Beds", entry=making.entry(code="307310/000124", opening=conditional))
        ),
        making.dataset(
            making.package(
                "staff", "人员", "Staff", entry=making.entry(code="307310/000125", opening=withheld, provider="nobody")
            )
        ),
        making.dataset(
            making.package(
                "old-clinics",
                "旧诊所",
                "Old clinics",
                entry=making.entry(code="307310/000126", status="withdrawn"),
                history=(last,),
            )
        ),
        making.dataset(
            making.package("wrong", entry=None, description=Text(), keywords=(), licenses=(), history=()),
            verdict=Verdict.CLOSED,
        ),
    ]
    return making.admitted(datasets, **more)


def offered(admitted: Admitted, folder: Path) -> Mapping[str, tuple[Download, ...]]:
    """Its downloads."""
    return downloads.make(admitted, cache=Cache(folder / "cache"))


def released(folder: Path, admitted: Admitted | None = None) -> Path:
    """The output link of a release of the city, with a few pages."""
    folder.mkdir(parents=True, exist_ok=True)
    made, output = admitted or city(folder), folder / "output"
    release_of(made, folder, output)
    return output


def release_of(admitted: Admitted, folder: Path, output: Path, pages: Mapping[str, str] = WRITTEN) -> Release:
    """One release of an admitted city, current at ``output``."""
    cache, begun = Cache(folder / "cache"), release.begin(output)
    figures = profile.figures(admitted, cache=cache)
    forms = offered(admitted, folder)
    databases = warehouse.build(admitted, figures, begun)
    admitted = warehouse.tried(admitted, begun / "open.db", databases["open"], cache)
    known = release.write((d.document for every in forms.values() for d in every if d.document), begun / "site")
    known |= release.write(catalogue.render(admitted, figures, forms, cache=cache), begun / "site")
    for name, text in pages.items():
        target = begun / "site" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    begun.joinpath("api.json").write_text(config.to_text(config.config(admitted, figures)), encoding="utf-8")
    files = {f"site/{a.path}": [a.size, a.sha256] for a in release.artefacts(begun / "site", known)}
    record = {"as_of": admitted.as_of.isoformat(), "databases": databases, "artefacts": files}
    return release.finish(begun, output, record)
