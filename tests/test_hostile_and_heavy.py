"""A portal with one package that means harm in every text it has, and one of fifty columns.

What people write is shown as text and never runs; a page stays light however wide its table is.
"""

from __future__ import annotations

import csv
import gzip
import json
import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
import yaml

from publish import pipeline
from publish.pipeline import Built
from publish.problems import Level
from publish.urls import file_of
from tests import markup
from tests.conftest import VILLAGE, make_portal, plan
from tests.markup import Page

MOST = 60_000  # bytes of a dataset page with its styles and scripts, compressed, without pictures
MARK = "xyzzy"  # in every hostile text, so that it is known where it came out
HOSTILE = (
    f"{MARK}</script><script>alert(1)</script><img src=x onerror=alert(1)>\"' onmouseover=alert(1) x='"
    "<!--<svg/onload=alert(1)>]]>{{7*7}}"
)
LINK = f"javascript:alert('{MARK}')"
README = f"""# {HOSTILE}

{HOSTILE}

[one]({LINK}) [two](JaVa&#115;cript:alert(1)) <a href="{LINK}" onclick="alert(1)">three</a> ![four](https://x.test/{MARK}.png)

<iframe src="//x.test"></iframe><style>body{{display:none}}</style><form action="//x.test"><input name=q></form>

| {HOSTILE.replace("|", "")} | b |
|---|---|
| <math><mtext><script>alert(1)</script></mtext></math> | [five](data:text/html,<script>alert(1)</script>) |

```
{HOSTILE}
```
"""


def poisoned(folder: Path) -> None:
    """The census, with harm in every text that people write."""
    path = folder / "datapackage.yaml"
    package: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    kept = ("name", "type", "format", "frequency", "topic")

    def poison(value: Any, key: str = "") -> Any:
        if isinstance(value, dict):
            return {k: poison(v, k) for k, v in value.items()}
        if isinstance(value, list):
            return [poison(v, key) for v in value]
        written = ("title", "description", "label", "unit", "notes", "keywords")
        named = key.partition("@")[0]
        return f"{value} {HOSTILE}" if named in written and key not in kept else value

    made = poison(package)
    made["privacy"] = package["privacy"]
    made["catalogue"]["contact"]["name"] = made["catalogue"]["contact"]["name@en"] = HOSTILE
    made["sources"] = [{"title": HOSTILE, "title@en": HOSTILE, "path": "https://example.org/?" + quote(HOSTILE)}]
    path.write_text(yaml.safe_dump(made, allow_unicode=True, sort_keys=False), encoding="utf-8")
    for name in ("README.md", "README.en.md"):
        (folder / name).write_text(README, encoding="utf-8")
    with (folder / "history.csv").open("a", encoding="utf-8", newline="") as file:
        csv.writer(file).writerow(["2026.9.1", "2026-10-12", "correction", HOSTILE, HOSTILE])


def wide(folder: Path, like: Path) -> None:
    """A table of fifty columns, each with all that a column can have, and a thousand rows."""
    package: dict[str, Any] = yaml.safe_load((like / "datapackage.yaml").read_text(encoding="utf-8"))
    kinds = [
        {"value": f"k{n}", "label": f"第{n}类公共服务设施", "label@en": f"Public facility of class {n}"}
        for n in range(12)
    ]
    fields: list[dict[str, Any]] = [
        {
            "name": f"column_{n}",
            "type": "string" if n % 5 == 4 else "number" if n % 2 else "integer",
            "title": f"第{n}列的名称较长",
            "title@en": f"A longer title of column number {n}",
            "description": f"第{n}列的说明：统计口径与上一年度一致，单位见表头，缺失表示未报送。",
            "description@en": f"What column {n} means: counted as in the year before; a gap was not reported.",
            **({"categories": kinds} if n % 5 == 4 else {"unit": "万元", "unit@en": "10,000 yuan"}),
        }
        for n in range(50)
    ]
    fields[0] = {"name": "id", "type": "integer", "title": "序号", "title@en": "Number"}

    def cell(row: int, n: int) -> str:
        number = (row * 7919 + n * 104729) % 1_000_003
        return str(row) if n == 0 else f"k{number % 12}" if n % 5 == 4 else f"{number / 10}" if n % 2 else f"{number}"

    rows = [[cell(row, n) for n in range(50)] for row in range(1_000)]
    package |= {
        "name": "wide",
        "id": "urn:uuid:00000000-0000-4000-8000-000000000050",
        "title": "五十列",
        "title@en": "Fifty",
    }
    package["catalogue"] |= {"code": "101001/000950", "related": []}
    package["privacy"] = {"unit": "facility"}
    package.pop("queries")
    package["resources"] = [
        {"name": "wide", "path": "data/wide.csv", "format": "csv", "schema": {"fields": fields, "primaryKey": ["id"]}}
    ]
    (folder / "data").mkdir(parents=True)
    (folder / "datapackage.yaml").write_text(yaml.safe_dump(package, allow_unicode=True), encoding="utf-8")
    with (folder / "data" / "wide.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([[f["name"] for f in fields], *rows])


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, hamlet: Path) -> Built:
    folder = make_portal(tmp_path_factory.mktemp("harm") / "village", VILLAGE)
    shutil.copytree(hamlet / ".cache", folder / ".cache", copy_function=os.link)
    wide(folder / "datasets" / "wide", folder / "datasets" / "census-2020-districts")
    poisoned(folder / "datasets" / "census-2020-districts")
    news = folder / "content" / "en" / "news" / "harm.md"
    news.parent.mkdir(exist_ok=True)
    head = f"Title: Harm {HOSTILE}\nSlug: harm\nLang: en\nDate: 2026-11-01\nSummary: {HOSTILE}\n\n"
    pictures = re.compile(r"<img[^>]*>|!\[[^)]*\)")  # one from elsewhere stops the build, as another test shows
    news.write_text(pictures.sub("", head + README), encoding="utf-8")
    return pipeline.build(plan(folder))


def written(built: Built, *endings: str) -> Iterator[tuple[str, str]]:
    """Each file of the site with one of these endings: its path and text."""
    for path in sorted(built.release.site.rglob("*")):
        if path.suffix in endings and path.is_file():
            yield path.relative_to(built.release.site).as_posix(), path.read_text(encoding="utf-8")


# --- harm -----------------------------------------------------------------------------------------------------------


def test_it_was_published_and_is_shown(made: Built) -> None:
    """Else there would be nothing to prove."""
    errors = [(p.package, p.code, p.message["en"][:300]) for p in made.report.problems if p.level is Level.ERROR]
    assert errors == []
    shown = {path for path, text in written(made, ".html") if MARK in text}
    assert {"en/index.html", "en/datasets/index.html", "en/dataset/census-2020-districts/index.html"} <= shown
    assert sum("news" in path for path in shown) >= 1


def test_no_page_has_anything_that_runs(made: Built) -> None:
    for path, text in written(made, ".html"):
        if MARK not in text:
            continue
        page = markup.read(text)
        scripts = [e for e in page.all("script") if e.get("type") != "application/ld+json"]
        assert all(not e.text and e.get("src", "").startswith("/static/js/") for e in scripts), path
        assert [e.tag for e in page.all("iframe", "object", "embed", "style", "base", "math")] == [], path
        addresses = markup.addresses(page)
        assert [a for a in addresses if re.match(r"\s*(javascript|data|vbscript):", a, re.I)] == [], path
        assert [a for e in page.all("img", "form", "script", "input") for a in (e.get("src"), e.get("action"))
                if a and not a.startswith("/")] == [], path  # fmt: skip
        assert [f for f in markup.faults(page) if f.startswith(("values", "syntax", "vocabulary"))] == [], path
        assert "{{7*7}}" in markup.text_of(page.root) or "7*7" not in text


def test_what_is_embedded_is_what_was_written(made: Built) -> None:
    """``</script>`` in a title ends no script: the description for machines is whole and says the very words."""
    for lang in ("", "en/"):
        text = (made.release.site / lang / "dataset" / "census-2020-districts" / "index.html").read_text(
            encoding="utf-8"
        )
        page = markup.read(text)
        embedded = [json.loads(e.text or "") for e in page.all("script") if e.get("type") == "application/ld+json"]
        assert HOSTILE in embedded[0]["@graph"][0]["name"]
        assert text.count("<script") == text.count("</script>") == len(list(page.all("script")))


def test_what_programs_read_is_well_formed(made: Built) -> None:
    for path, text in written(made, ".atom", ".xml", ".rdf", ".svg"):
        assert ElementTree.fromstring(text.encode()) is not None, path
    for _, text in written(made, ".json", ".jsonld"):
        json.loads(text)
    feed = (made.release.site / "en" / "feeds" / "dataset" / "census-2020-districts.atom").read_text(encoding="utf-8")
    assert MARK in feed and "<script" not in feed
    assert not re.search(r"(?<!\\)<script", (made.release.site / "llms.txt").read_text(encoding="utf-8"))


# --- weight ---------------------------------------------------------------------------------------------------------


def weight(built: Built, page: Page, text: str, packed: Callable[[bytes], bytes] = gzip.compress) -> int:
    """Bytes of a page with the styles and scripts it names, compressed one by one as they are sent."""
    files = [e.get("href", "") for e in page.all("link") if e.get("rel") == "stylesheet"]
    files += [e.get("src", "") for e in page.all("script") if e.get("src")]
    contents = [(built.release.site / file_of(name.partition("?")[0])).read_bytes() for name in files]
    return sum(len(packed(each)) for each in (text.encode(), *contents))


def test_a_page_of_fifty_columns_is_light_and_holds_rows_and_dictionary(made: Built) -> None:
    for lang, title in (("", "第49列的名称较长"), ("en/", "A longer title of column number 49")):
        text = (made.release.site / lang / "dataset" / "wide" / "index.html").read_text(encoding="utf-8")
        page = markup.read(text)
        table = next(e for e in page.all("table") if "rows" in e.get("class", ""))
        rows = [row for row in table.iter("tr") if row.find("td") is not None]
        assert len(rows) >= 10 and all(len(row.findall("td")) + len(row.findall("th")) >= 50 for row in rows)
        assert text.count(title) >= 2, "in the head of the rows and in the dictionary"
        assert weight(made, page, text) <= MOST, f"{weight(made, page, text)} bytes"


def test_every_dataset_page_of_the_city_is_light(built: Built, pages: dict[str, Page]) -> None:
    heavy = {}
    for path, page in pages.items():
        if page.kind == "dataset":
            size = weight(built, page, (built.release.site / path).read_text(encoding="utf-8"))
            if size > MOST:
                heavy[path] = size
    assert heavy == {}
