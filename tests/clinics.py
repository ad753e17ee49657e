"""A small site made up around some clinics: one dataset of each kind that shows something, and some that may not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from publish import site, urls
from publish.admitted import Admitted, Dataset
from publish.cache import Cache
from publish.figures import FieldFigures, Figures, TableFigures, Timeliness
from publish.model import Access, Json, Period, Planned, Requirement, Text, Version, Waiver
from publish.problems import Manual, Verdict
from publish.release import Document, Download
from publish.tables import Table
from tests import making
from tests.making import said

ROOT = Path(__file__).resolve().parent.parent
DAY = date(2026, 9, 1)
HOSTILE = "<script>alert(1)</script>"
README = f"# Title\n\n[bad](javascript:alert(1)) [file](data/clinics.csv) [gone](other.csv)\n\n{HOSTILE}\n\n![p](http://x.test/p.png)"


def clinics_table(folder: Path) -> Table:
    """Two beds and a code with labels."""
    fields = (
        making.field(
            "kind", zh="类型", en="Kind", categories=making.categories(a="独立式/Detached", b="附建式/Attached")
        ),
        making.field("beds", "integer", "床位", "Beds", unit=said("张", "beds")),
    )
    columns: dict[str, list[Any]] = {"id": [1, 2, 3], "kind": ["a", "b", None], "beds": [1200, 7, 30]}
    return making.table(folder, "clinics", columns, fields=fields, primary_key=("id",))


def open_to_all(clinics: Table) -> Dataset:
    """One with everything a page may show, and a title that would like to run."""
    return making.dataset(
        making.package(
            "clinics",
            "诊所",
            f"Clinics {HOSTILE}",
            readme=said(README, README),
            history=(Version("1", date(2026, 1, 1), "new", said("首次。", "First.")), Version("2", None, "update")),
            waivers=(Waiver("P301", "clinics", "phone", said("公务电话。", "Office numbers."), making.CODE),),
            entry=making.entry(
                code="307310/000001",
                temporal=Period(date(2026, 10, 1), date(2026, 10, 31)),
                notes=said("请注意。", "Mind."),
            ),
        ),
        clinics,
    )


def shown(clinics: Table) -> list[Dataset]:
    """One of each kind that has something to show."""
    withheld = Access(
        "withheld",
        said("涉及个人信息。", "It is about persons."),
        said("个人信息保护法", "Privacy law"),
        said("不接受申请。", "No applications."),
    )
    return [
        open_to_all(clinics),
        making.dataset(
            making.package(
                "only-chinese",
                "只有中文",
                title=said("只有中文"),
                description=said("没有译文。"),
                entry=making.entry(code="307310/000002"),
            )
        ),
        making.dataset(
            making.package(
                "closed-to-all",
                "不开放",
                entry=making.entry(
                    code="307310/000003", opening=withheld, items=(making.field("name", zh="姓名", en="Name"),)
                ),
            )
        ),
        making.dataset(
            making.package(
                "gone",
                "撤下",
                entry=making.entry(
                    code="307310/000004",
                    status="withdrawn",
                    replaced_by="clinics",
                    status_reason=said("有新的。", "There is a newer one."),
                ),
            )
        ),
        making.dataset(making.package("licences", "许可名录", entry=making.entry(code="307310/000008"))),
        making.dataset(making.package("held", "旧版", entry=making.entry(code="307310/000005")), verdict=Verdict.HELD),
    ]


def hidden() -> list[Dataset]:
    """Those of which nothing is admitted but the name."""
    found = []
    for name, code, verdict in (("hidden", "6", Verdict.SUSPENDED), ("never", "7", Verdict.CLOSED)):
        bare = making.package(name, name, description=Text(), readme=Text(), keywords=(), history=())
        named = replace(bare, entry=making.entry(code=f"307310/00000{code}"))
        found.append(making.dataset(named, verdict=verdict))
    return found


def more(clinics: Table, count: int) -> list[Dataset]:
    """Enough for a second page."""
    return [
        making.dataset(
            making.package(f"more-{n:03}", f"更多 {n}", entry=making.entry(code=f"307310/1{n:05}")),
            replace(clinics, package=f"more-{n:03}"),
        )
        for n in range(count)
    ]


def given(folder: Path, extra: int = 0) -> Admitted:
    """One of each kind of dataset, and ``extra`` more."""
    clinics = clinics_table(folder)
    registers = replace(
        making.registers(),
        requirements={
            "R1": Requirement(
                "R1",
                said("某条例", "An act"),
                said("要有目录。", "A catalogue."),
                "not-yet",
                said("还没有。", "Not yet."),
                "/catalogue/",
            )
        },
        plan={
            "2026-01": Planned("2026-01", said("诊所", "Clinics"), making.CODE, DAY, "released", DAY, "clinics"),
            "2027-01": Planned("2027-01", said("公厕", "Toilets"), making.CODE, date(2027, 3, 31), "planned"),
        },
    )
    portal = making.portal(
        demo=True, demo_notice=said("这是演示。", "This is a demonstration."), filing={"icp": "沪ICP备00000000号"}
    )
    return making.admitted([*shown(clinics), *hidden(), *more(clinics, extra)], registers=registers, portal=portal)


def downloads(admitted: Admitted) -> dict[str, tuple[Download, ...]]:
    """A CSV and a workbook that is too large, for each table."""
    found = {}
    for dataset in admitted.datasets:
        made = []
        for table in dataset.tables:
            csv = urls.data(dataset.name, table.resource, "csv")
            made.append(
                Download(
                    dataset.name,
                    table.resource,
                    "csv",
                    csv,
                    "text/csv",
                    Document(csv[1:], b"id\n1\n", "text/csv", "", 5),
                )
            )
            made.append(
                Download(
                    dataset.name, table.resource, "xlsx", urls.data(dataset.name, table.resource, "xlsx"), "x", None, 2
                )
            )
        if made:
            path = urls.original(dataset.name, "data/clinics.csv")
            made.append(
                Download(
                    dataset.name,
                    dataset.tables[0].resource,
                    "original",
                    path,
                    "text/csv",
                    Document(path[1:], b"id", "text/csv", "", 2),
                )
            )
        found[dataset.name] = tuple(made)
    return found


FIGURES = {
    "clinics": Figures(
        {
            "clinics": TableFigures(
                3,
                {
                    "kind": FieldFigures("kind", 1, 2, top=(("a", 2), ("b", 1))),
                    "beds": FieldFigures("beds", 0, 3, 7, 1200, 400.0, (2, 0, 1)),
                },
            )
        },
        Timeliness(date(2026, 12, 4)),
    )
}
EMBEDDED: dict[str, dict[str, Json]] = {"clinics": {tag: {"name": f"</script>{HOSTILE}"} for tag in ("zh-Hans", "en")}}
MANUAL = (
    Manual(("D101", "D102"), "descriptor", said("# 说明\n\n要读得出来。", "# Description\n\nIt must be readable.")),
)


def build(admitted: Admitted, output: Path, cache: Path, jobs: int = 1, root: Path = ROOT) -> dict[str, bytes]:
    output.mkdir(parents=True)
    site.build(
        admitted,
        FIGURES,
        downloads(admitted),
        MANUAL,
        EMBEDDED,
        root=root,
        output=output,
        cache=Cache(cache),
        jobs=jobs,
    )
    return {p.relative_to(output).as_posix(): p.read_bytes() for p in sorted(output.rglob("*")) if p.is_file()}
