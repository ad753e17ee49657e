"""catalogue.db: what it tells, and that what can be typed can be found."""

import sqlite3
from contextlib import closing

import pytest

from publish import finding
from publish.cache import Cache
from publish.model import Access, Opening, Period
from publish.problems import Verdict
from publish.profile import figures
from publish.warehouse import build
from tests import making


def clinics(folder):
    fields = [making.field("kind", "string", "类别", "Kind", categories=making.categories(a="综合门诊/General"))]
    table = making.table(folder, "clinics", {"id": [1], "kind": ["a"]}, fields=fields, primary_key=("id",))
    package = making.package("clinics", "社区医院", "Community hospitals", keywords=(making.said("医疗", "health"),))
    return making.dataset(package, table)


def people(folder):
    table = making.table(folder, "people", {"n": [24_870_000]})
    readme = making.said("常住人口，2020 年人口普查。见浦东新区街道门牌。", "The census of 2020. Ｗｉｄｅ Café 310115.")
    return making.dataset(making.package("people", "人口总数", "Residents", readme=readme), table)


def held():
    entry = making.entry(
        opening=Access(Opening.CONDITIONAL.value, making.said("须说明用途", "Say what for")),
        temporal=Period(),
        items=(making.field("plate", "string", "车牌颜色", "Plate colour"),),
        code="307310/9",
    )
    return making.dataset(making.package("parking", "停车记录", "Parking records", entry=entry, version=""))


def closed():
    return making.dataset(making.package("secret-thing", "不可说", "Not to be said"), verdict=Verdict.SUSPENDED)


@pytest.fixture
def database(tmp_path):
    admitted = making.admitted([clinics(tmp_path), people(tmp_path), held(), closed()])
    counted = figures(admitted, cache=Cache(tmp_path / "cache"))
    build(admitted, counted, tmp_path)
    with closing(sqlite3.connect(tmp_path / "catalogue.db")) as opened:
        yield opened


def found(database, text):
    question = finding.datasets(text)
    return [name for name, _ in database.execute(question.sql, question.parameters)] if question else None


@pytest.mark.parametrize(
    "text, names",
    [
        ("医院", ["clinics"]),  # two characters
        ("人口", ["people"]),
        ("院", ["clinics"]),  # one
        ("综合门诊", ["clinics"]),  # the label of a category
        ("车牌", ["parking"]),  # an item of an entry without data
        ("浦东新区", ["people"]),  # the README
        ("hosp", ["clinics"]),  # the beginning of a word
        ("HOSPITALS", ["clinics"]),
        ("spita", ["clinics"]),  # the middle of a word
        ("10115", ["people"]),
        ("wide cafe", ["people"]),  # full width, accents
        ("clinics", ["clinics"]),  # its name
        ("社区医院 health", ["clinics"]),  # all of it
        ("医院 人口", []),
        ("示例", ["clinics", "parking", "people"]),  # the office
        ("不可说", []),  # a notice tells nothing
        ("zzz", []),
        ('"医院" OR title:x*', []),  # what is typed is never syntax
    ],
)
def test_what_can_be_typed_can_be_found(database, text, names):
    assert sorted(found(database, text)) == names


def test_what_holds_no_word_asks_nothing():
    assert finding.datasets(" ，。!? ") is None and finding.datasets("") is None
    assert finding.rows((), " ") is None


def test_the_title_weighs_most(database, tmp_path):
    folder = tmp_path / "ranked"
    folder.mkdir()
    readme = making.said("与医院有关。" * 3, "About.")
    datasets = [
        making.dataset(making.package("aaa", "诊所", "Clinics", readme=readme)),
        making.dataset(making.package("zzz", "医院", "Hospitals", readme=making.said("说明", "About"))),
    ]
    admitted = making.admitted(datasets)
    build(admitted, figures(admitted, cache=Cache(folder / "cache")), folder)
    with closing(sqlite3.connect(folder / "catalogue.db")) as ranked:
        assert found(ranked, "医院") == ["zzz", "aaa"]


def test_foreign_keys_hold(database):
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_every_dataset_is_a_row(database):
    rows = database.execute(
        "SELECT name, verdict, title_zh_hans, title_en, opening, rows, url FROM packages"
    ).fetchall()
    assert rows == [
        ("clinics", "open", "社区医院", "Community hospitals", "unconditional", 1, "/dataset/clinics/"),
        ("parking", "open", "停车记录", "Parking records", "conditional", 0, "/dataset/parking/"),
        ("people", "open", "人口总数", "Residents", "unconditional", 1, "/dataset/people/"),
        ("secret-thing", "suspended", None, None, None, None, "/dataset/secret-thing/"),
    ]


def test_nothing_but_its_name_is_told_of_a_suspended_one(database):
    for (table,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
        text = repr(database.execute(f'SELECT * FROM "{table}"').fetchall())
        assert "不可说" not in text and "Not to be said" not in text


def test_details_point_at_their_package(database):
    one = database.execute(
        "SELECT f.name, f.title_en, f.distinct_values, c.value, c.label_zh_hans FROM fields f "
        "JOIN categories c ON c.package = f.package AND c.field = f.position"
    ).fetchall()
    assert one == [("kind", "Kind", 1, "a", "综合门诊")]
    assert database.execute("SELECT table_name, rows FROM resources WHERE package = 'people'").fetchall() == [
        ("people", 1)
    ]
    assert database.execute(
        "SELECT keyword FROM keywords WHERE package = 'clinics' ORDER BY language DESC"
    ).fetchall() == [
        ("医疗",),
        ("health",),
    ]
    assert database.execute("SELECT kind, note_en FROM versions LIMIT 1").fetchone() == ("new", "First published.")
    assert database.execute("SELECT grade FROM marks WHERE package = 'clinics' AND code = 'keys'").fetchone() == (
        "good",
    )


def test_views_answer(database):
    assert database.execute("SELECT name FROM overdue").fetchall() == []
    assert database.execute("SELECT slug, datasets, open, rows FROM publishers").fetchall() == [
        ("city-data-centre", 3, 2, 2)
    ]


def test_the_same_catalogue_has_the_same_digests(tmp_path):
    digests = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        admitted = making.admitted([clinics(tmp_path), people(tmp_path), held(), closed()])
        digests.append(build(admitted, figures(admitted, cache=Cache(tmp_path / "cache")), tmp_path / name))
    assert digests[0] == digests[1]
    assert {"packages", "resources", "fields", "search", "overdue", "publishers"} <= digests[0]["catalogue"].keys()
    assert (tmp_path / "one" / "catalogue.db").read_bytes() == (tmp_path / "two" / "catalogue.db").read_bytes()


def rows(folder, text):
    kinds = making.categories(a="独立式/Detached", b="附属式/Attached")
    fields = [
        making.field("kind", categories=kinds),
        making.field("geometry"),
        making.field("n", "integer"),
    ]
    columns: dict[str, list] = {
        "kind": ["a", "b", "a"],
        "name": ["人民医院", "50%_Off", "wide"],
        "geometry": ["Point"] * 3,
        "n": [1, 2, 3],
    }
    table = making.table(folder, "places", columns, fields=fields, geometry="geometry")
    admitted = making.admitted([making.dataset(making.package("places"), table)])
    build(admitted, figures(admitted, cache=Cache(folder / "cache")), folder)
    question = finding.rows([f for f in table.fields if f.name != table.geometry], text)
    assert question
    with closing(sqlite3.connect(folder / "open.db")) as opened:
        return [n for (n,) in opened.execute(f"SELECT n FROM places WHERE {question.sql}", question.parameters)]


@pytest.mark.parametrize(
    "text, numbers",
    [
        ("医院", [1]),
        ("OFF", [2]),
        ("%_", [2]),
        ("独立", [1, 3]),
        ("detached", [1, 3]),
        ("独立 ｗｉｄｅ", [3]),
        ("Point", []),
        ("院 off", []),
    ],
)
def test_rows_are_found_by_what_they_hold(tmp_path, text, numbers):
    assert rows(tmp_path, text) == numbers
