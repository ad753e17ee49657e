"""The catalogue entry: each kind where it must be found, beside the nearest case where it must not."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from publish import gate
from publish.admitted import Dataset
from publish.cache import Cache
from publish.descriptor import to_schema
from publish.gate.entry.contact import is_phone
from publish.gate.entry.script import foreign
from publish.gate.entry.translated import Translated
from publish.gate.rule import Around, Case, EntryRule, PackageRule
from publish.gate.rules import CATALOGUE_RULES, RULES
from publish.model import (
    Access,
    Catalogue,
    Contact,
    Field,
    Licence,
    Link,
    Organisation,
    Package,
    Period,
    Registers,
    Resource,
    ResourceKind,
    Schema,
    Text,
)
from publish.problems import Level, Problem, Verdict, kinds, problem, softened
from publish.site.pages.dictionary import dictionary
from publish.site.tongue import Tongue
from tests import making
from tests.making import AS_OF, CODE, entry, field, package, said
from tests.test_gate import CASES
from tests.test_gate import catalogue as read_cases

MINE = [r for r in RULES if type(r).__module__.startswith("publish.gate.entry.")]
LAW = said("《某条例》第五条", "Article 5 of the Regulation")
ELSEWHERE = "113100000000010387"
SILENT = "11310000000001054W"


def registers() -> Registers:
    """Those of ``making``, with an office one can ask, a second one, and a licence that is not open."""
    usual = making.registers()
    office = replace(usual.organisations[CODE], phone="021-00000000", row=2)
    second = Organisation(ELSEWHERE, "statistics-bureau", said("统计局", "Statistics"), phone="12345", row=3)
    silent = Organisation(SILENT, "civil-affairs", said("民政局", "Civil affairs"), row=4)
    closed = Licence("CC-BY-NC-4.0", said("非商业", "Non-commercial"), open=False)
    return replace(
        usual,
        organisations={CODE: office, ELSEWHERE: second, SILENT: silent},
        licences={**usual.licences, closed.id: closed},
    )


AROUND = Around(making.portal(), registers(), AS_OF)


def codes(of: Package) -> set[str]:
    """What the rules that need one package alone find in it."""
    return {p.code for p in problems(of)}


def problems(of: Package) -> Iterator[Problem]:
    for rule in MINE:
        if isinstance(rule, EntryRule):
            yield from rule.check(of, AROUND)
        elif isinstance(rule, PackageRule):
            yield from rule.check(Case(of, AROUND.portal))


def catalogue(*packages: Package, known: Registers | None = None, **portal: Any) -> Catalogue:
    return Catalogue(making.portal(**portal), known or registers(), tuple(sorted(packages, key=lambda p: p.name)))


def across(*packages: Package, known: Registers | None = None, **portal: Any) -> list[tuple[str | None, str]]:
    """(package, code) of what the rules that need all packages find."""
    whole = catalogue(*packages, known=known, **portal)
    mine = [r for r in CATALOGUE_RULES if r in MINE]
    return sorted({(p.package, p.code) for rule in mine for p in rule.check(whole)}, key=str)


def toilets(**more: Any) -> Package:
    """A package of one table with an entry that leaves nothing to say."""
    fields = (field("id", zh="编号", en="Number"), field("kind", zh="类型", en="Kind"))
    table = Resource("toilets", ResourceKind.TABLE, said("公厕", "Toilets"), format="csv", schema=Schema(fields))
    return replace(package("toilets", "公共厕所", "Public toilets", resources=(table,)), **more)


def with_entry(**more: Any) -> Package:
    return toilets(entry=entry(**more))


def with_field(**more: Any) -> Package:
    return with_schema(Schema((Field("kind", title=said("类型", "Kind")), replace(field("id", zh="编号"), **more))))


def with_schema(schema: Schema, **more: Any) -> Package:
    one = toilets(**more)
    return replace(one, resources=(replace(one.resources[0], schema=schema),))


def days(start: str, end: str) -> Period:
    return Period(date.fromisoformat(start), date.fromisoformat(end))


CONDITIONAL = Access("conditional", condition=LAW, basis=LAW, apply=LAW, method=LAW)
WITHHELD = Access("withheld", basis=LAW)
ITEMS = (field("id", zh="编号", en="Number"),)
GIVEN = Schema(
    (field("id", zh="编号", en="Number"),), withheld=(Field("owner", title=said("业主", "Owner"), basis=LAW),)
)


def closed(**more: Any) -> Package:
    """An entry on condition, without data."""
    return toilets(resources=(), entry=entry(**{"opening": CONDITIONAL, "items": ITEMS, **more}))


# kind -> (a package that has it, its neighbour that has not)
PAIRS: dict[str, tuple[Package, Package]] = {
    "C105": (with_entry(code="407310/000123"), with_entry(code="3073100001/7")),
    "C114": (
        toilets(licenses=(Link(said("非商业"), name="CC-BY-NC-4.0"),)),
        toilets(licenses=(Link(said("非商业"), name="CC-BY-NC-4.0"), Link(said("署名"), name="CC-BY-4.0"))),
    ),
    "C121": (with_entry(code=""), with_entry(code="307310/1")),
    "C122": (toilets(description=Text()), toilets(description=said("说明。", "About."))),
    "C123": (
        toilets(resources=(Resource("a", ResourceKind.FILE),)),
        toilets(resources=(Resource("a", ResourceKind.FILE, format="pdf"),)),
    ),
    "C124": (closed(items=()), closed()),
    "C125": (toilets(raw={"catalogue": {"opening": {"type": "unconditional"}}}), toilets(raw={})),
    "C126": (
        toilets(raw={"catalogue": {"opening": {"condition": "x"}, "sharing": {"type": "unconditional"}}}),
        toilets(raw={"catalogue": {"opening": {"type": "withheld"}, "sharing": {"type": "unconditional"}}}),
    ),
    "C127": (toilets(entry=entry(issued=None), history=()), with_entry(issued=None)),
    "C131": (with_entry(contact=Contact(), provider=SILENT), with_entry(contact=Contact())),
    "C132": (
        with_entry(contact=Contact(phone="前台")),
        with_entry(contact=Contact(phone="021-23110000 转 8012、12345")),
    ),
    "C133": (with_entry(contact=Contact(email="data@")), with_entry(contact=Contact(email="data@example.org"))),
    "C205": (closed(opening=replace(CONDITIONAL, apply=Text())), closed()),
    "C207": (
        closed(status="withdrawn", status_from=date(2026, 10, 1)),
        closed(status="withdrawn", status_from=date(2026, 10, 1), status_reason=LAW),
    ),
    "C208": (
        with_entry(status="trial", trial=days("2026-11-20", "2026-11-29")),
        with_entry(status="trial", trial=days("2026-11-20", "2026-11-30")),
    ),
    "C209": (
        with_entry(status_from=date(2026, 3, 9), trial=days("2026-03-01", "2026-03-15")),
        with_entry(status_from=date(2026, 3, 15), trial=days("2026-03-01", "2026-03-15")),
    ),
    "C210": (
        closed(status="suspended", status_reason=LAW),
        closed(status="suspended", status_reason=LAW, status_from=date(2026, 10, 1)),
    ),
    "C211": (with_entry(sharing=Access("withheld")), with_entry(sharing=WITHHELD)),
    "C302": (with_field(title=said("编号")), with_field(title=said("编号", "Number"))),
    "C303": (with_entry(modified=date(2026, 11, 23)), with_entry(modified=AS_OF)),
    "C304": (with_entry(issued=date(2026, 11, 4)), with_entry(issued=date(2026, 11, 3))),
    "C307": (with_field(title=Text((("en", "Number"),))), with_field(title=said("编号"))),
    "C308": (with_field(title=Text()), with_field(title=said("编号"))),
    "C309": (with_field(title=said("编号", "编号")), with_field(title=said("编号", "Number (编号)"))),
    "C310": (with_entry(modified=date(2026, 10, 14)), with_entry(modified=date(2026, 10, 15))),
    "C311": (
        with_entry(temporal=days("2026-11-04", "2026-12-31")),
        with_entry(temporal=days("2026-11-03", "2026-12-31")),
    ),
    "C611": (
        with_schema(GIVEN, entry=entry(items=ITEMS)),
        with_schema(GIVEN, entry=entry(items=(*ITEMS, field("owner")))),
    ),
    "C613": (with_schema(replace(GIVEN, withheld=(field("owner"),))), with_schema(GIVEN)),
    "C614": (
        with_schema(replace(GIVEN, fields=(*GIVEN.fields, field("owner")))),
        with_schema(GIVEN),
    ),
    "C115": (
        toilets(raw={"catalogue": {"frequncy": "monthly"}}),
        toilets(raw={"catalogue": {"frequency": "monthly", "x_case": 1, "notes@en": "x"}, "custom": 1}),
    ),
}


def test_a_package_with_nothing_wrong_is_passed_over():
    assert codes(toilets()) == set()
    assert codes(closed()) == set()
    assert across(toilets()) == []


@pytest.mark.parametrize("code", sorted(PAIRS))
def test_found_here_and_not_there(code: str) -> None:
    here, there = PAIRS[code]
    assert code in codes(here)
    assert code not in codes(there)


def test_a_misspelt_status_is_not_asked_for_its_reason():
    """It is read as suspended, to be safe; what is to be mended is the word."""
    for written, found in (("gone", set()), ("suspended", {"C207", "C210"})):
        slip = replace(closed(status="suspended"), raw={"catalogue": {"status": written}})
        assert codes(slip) & {"C207", "C210"} == found


def test_places_are_lines_and_pointers():
    lines = {"/catalogue": 9, "/catalogue/modified": 21}
    late = replace(with_entry(modified=date(2026, 9, 1)), lines=lines)
    found = next(p for p in problems(late) if p.code == "C310")
    assert (found.row, found.field) == (21, "/catalogue/modified")
    assert "51" in found.message["zh"] and "2026-10-02" in found.message["en"]
    absent = replace(with_entry(code=""), lines=lines)
    assert next(p for p in problems(absent) if p.code == "C121").row == 9


def test_what_was_probably_meant_is_named():
    slip = toilets(raw={"catalogue": {"frequncy": "x", "opening": {"conditon": "x"}}, "catalog": {}, "waiver": []})
    said_of = {p.field: p.message["zh"] for p in problems(slip) if p.code == "C115"}
    assert set(said_of) == {"/catalogue/frequncy", "/catalogue/opening/conditon", "/catalog", "/waiver"}
    assert "frequency" in said_of["/catalogue/frequncy"] and "condition" in said_of["/catalogue/opening/conditon"]


def test_missing_translations_are_one_message():
    fields = tuple(Field(f"c{n}", title=said("列")) for n in range(40))
    found = [p for p in Translated().check(Case(with_schema(Schema(fields)), AROUND.portal)) if p.code == "C302"]
    assert len(found) == 1 and "40" in found[0].message["zh"] and found[0].message["zh"].count("、") == 4


def test_a_message_names_columns_by_their_names():
    raw = {"resources": [{"name": "toilets", "schema": {"fields": [{"name": "kind"}, {"name": "id"}]}}]}
    found = next(p for p in problems(replace(with_field(title=Text()), raw=raw)) if p.code == "C308")
    assert "：“id”一列。" in found.message["zh"] and found.field == "/resources/0/schema/fields/1"


# --- languages ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("string", "tag"),
    [
        ("公共厕所", "en"),
        ("名称", "en"),
        ("全市公共厕所的位置，见 OpenStreetMap", "en-GB"),
        ("Public toilets", "zh-Hans"),
        ("Where the city's toilets are and when they open.", "zh"),
        ("List of stops, with the name 外滩 in Chinese and the lines that call there every day", "zh"),
        ("這個數據說明發佈單位", "zh-Hans"),
        ("这个数据说明发布单位，请问为什么", "zh-Hant"),
    ],
)
def test_a_foreign_text_is_seen(string: str, tag: str) -> None:
    assert foreign(string, tag)


@pytest.mark.parametrize(
    ("string", "tag"),
    [
        ("Bund (外滩)", "en"),
        ("Jing’an District 静安区", "en"),
        ("《某条例》 (the Regulation, in Chinese)", "en"),
        ("PM2.5", "zh"),
        ("GeoJSON", "zh"),
        ("OpenStreetMap Contributors", "zh"),
        ("GB/T 2260", "zh"),
        ("data/public-toilets.csv", "zh"),
        ("https://example.org/some/long/path here", "zh"),
        ("km/h", "zh"),
        ("MIT License", "zh"),
        ("name_en", "zh"),
        ("用 python build.py check --lang zh 检查", "zh-Hans"),
        ("東京", "ja"),
        ("후보", "ko"),
        ("里程", "zh-Hant"),
        ("2026", "en"),
        ("", "zh"),
    ],
)
def test_names_codes_and_quotations_are_left_alone(string: str, tag: str) -> None:
    assert not foreign(string, tag)


@pytest.mark.parametrize(
    "written", ["021-23110000", "+86 21 2311 0000", "12345", "400-820-0000", "(021)23110000 ext. 12"]
)
def test_telephone_numbers(written: str) -> None:
    assert is_phone(written)


# --- packages from elsewhere ---------------------------------------------------------------------------------------


def test_a_harvested_package_is_judged_mildly():
    """What only the other portal can mend does not close; what is unsafe does."""
    assert softened(problem("C102", value="x")).level is Level.WARNING
    assert softened(problem("C201")).level is Level.ERROR
    assert softened(problem("C105", value="x", level=Level.NOTE)).level is Level.NOTE
    milder = {Level.ERROR: {Level.WARNING, Level.NOTE}, Level.WARNING: {Level.NOTE}}
    assert all(k.harvested is None or k.harvested in milder[k.level] for k in kinds().values())
    assert not [k.code for k in kinds().values() if k.harvested and (k.stops or k.suspends)]


def written(folder: Path, case: str, **more: Any) -> Path:
    """A copy of a case with other words in its description."""
    shutil.copytree(CASES / case, folder)
    path = folder / "datapackage.yaml"
    described = yaml.safe_load(path.read_text(encoding="utf-8"))
    described["catalogue"] |= more.pop("entry", {})
    path.write_text(json.dumps(described | more, ensure_ascii=False, default=str), encoding="utf-8")
    return folder


def admitted(folder: Path, cache: Path) -> Dataset:
    found, said_of = read_cases(folder)
    return gate.admit(found, said_of, as_of=AS_OF, cache=Cache(cache), jobs=1).datasets[0]


def test_another_portals_package_is_published_with_its_faults(tmp_path: Path) -> None:
    wrong = {"provider": "unknown", "code": "x", "secret": None}
    own = written(tmp_path / "a" / "clean", "clean", entry=wrong)
    assert admitted(own, tmp_path / "cache").verdict is Verdict.CLOSED
    origin = {"portal": "p", "id": "1", "url": "https://example.org", "fetched": "2026-11-01"}
    taken = written(tmp_path / "b" / "clean", "clean", entry=wrong, origin=origin)
    assert admitted(taken, tmp_path / "cache").verdict is Verdict.OPEN
    unsafe = written(tmp_path / "c" / "clean", "clean", entry={"secret": True}, origin=origin)
    assert admitted(unsafe, tmp_path / "cache").verdict is Verdict.SUSPENDED


def test_a_withheld_column_is_described_and_never_given(tmp_path: Path) -> None:
    assert admitted(CASES / "withheld-column", tmp_path / "cache").verdict is Verdict.SUSPENDED
    description = yaml.safe_load((CASES / "withheld-column" / "datapackage.yaml").read_text(encoding="utf-8"))
    kept = written(tmp_path / "withheld-column", "withheld-column", resources=description["resources"][:1])
    one = admitted(kept, tmp_path / "cache")
    assert one.verdict is Verdict.OPEN and [f.name for f in one.tables[0].fields] == ["id"]
    schema = to_schema(one.tables[0], one.package.resources[0].schema, "zh-Hans")
    assert [f["name"] for f in schema["withheld"]] == ["owner"] and schema["withheld"][0]["basis"] == "个人信息保护法"


def test_the_dictionary_names_what_is_not_given():
    owner = Field("owner", title=said("业主", "Owner"), basis=LAW)
    *given, last = dictionary([field("id")], None, (), Tongue("en"), [owner])
    assert [(e.name, e.withheld) for e in given] == [("id", False)]
    assert (last.name, last.withheld, last.basis.text) == ("owner", True, "Article 5 of the Regulation")
