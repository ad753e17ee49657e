"""A third language is a catalogue of interface words and texts under ``key@xx``: nothing in the program knows of it.

The village is built once in French too, with a few words of each: what is there is shown, what is not falls back to
English (the interface) or to the original, marked and counted. One translation is a machine's, and the page says so.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml

from publish import pipeline
from publish.pipeline import Built
from publish.urls import file_of
from tests import markup
from tests.conftest import ROOT, VILLAGE, make_portal, plan

CATALOGUE = r"""
msgid ""
msgstr ""
"Language: fr\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\n"
"Content-Type: text/plain; charset=utf-8\n"

msgid "Datasets"
msgstr "Données"

msgid "Skip to the content"
msgstr "Aller au contenu"

msgid "Parts of this page exist only in their original language."
msgstr "Une partie de cette page n’existe que dans sa langue d’origine."

msgid "%(num)s row"
msgid_plural "%(num)s rows"
msgstr[0] "%(num)s ligne"
msgstr[1] "%(num)s lignes"
"""
NAME = "census-2020-districts"
HERE = "http://127.0.0.1:8000"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, hamlet: Path) -> Built:
    """The village in three languages."""
    folder = make_portal(tmp_path_factory.mktemp("trois") / "village", VILLAGE)
    shutil.copytree(hamlet / ".cache", folder / ".cache", copy_function=os.link)
    catalogue = folder / "theme" / "translations" / "fr" / "LC_MESSAGES" / "kaimen.po"
    catalogue.parent.mkdir(parents=True)
    catalogue.write_text(CATALOGUE, encoding="utf-8")
    written = folder / "metadata.yml"
    metadata = written.read_text(encoding="utf-8")
    metadata, found = re.subn(r"(?m)^languages: \[zh-Hans, en\]", "languages: [zh-Hans, en, fr]", metadata)
    assert found == 1
    written.write_text(f"{metadata}\ntitle@fr: Kaimen Shanghai (démonstration)\n", encoding="utf-8")
    said = {"title@fr": "Recensement de 2020 par district", "translation": {"en": "machine"}}
    described = folder / "datasets" / NAME / "datapackage.yaml"
    described.write_text(described.read_text(encoding="utf-8") + yaml.safe_dump(said, allow_unicode=True))
    return pipeline.build(plan(folder))


def written() -> set[str]:
    """What people wrote is there in the languages they wrote it in, and nobody wrote in French."""
    return {path.stem for path in (ROOT / "content" / "en").rglob("*.md")} | {"news"}


def page(built: Built, path: str) -> str:
    return (built.release.site / path).read_text(encoding="utf-8")


def test_every_page_is_there_in_the_third_language_and_is_valid(built: Built) -> None:
    site = built.release.site
    english = {p.relative_to(site / "en").as_posix() for p in (site / "en").rglob("index.html")}
    french = {p.relative_to(site / "fr").as_posix() for p in (site / "fr").rglob("index.html")}
    assert len(french) > 100 and {p.split("/")[0] for p in english - french} <= written()
    known = {a.removeprefix("site") for a in built.release.record["artefacts"]}
    for path in ("index.html", "datasets/index.html", f"dataset/{NAME}/index.html", "search/index.html"):
        read = markup.read(page(built, f"fr/{path}"))
        assert markup.faults(read) == [] and read.root.get("lang") == "fr"
        pointed = {a.partition("#")[0].partition("?")[0] for a in markup.addresses(read) if a.startswith("/")}
        assert {a for a in pointed if "/" + file_of(a) not in known and not a.startswith("/data/")} == set()


def test_the_three_name_each_other(built: Built) -> None:
    whole = {
        "zh-Hans": f"{HERE}/dataset/{NAME}/",
        "en": f"{HERE}/en/dataset/{NAME}/",
        "fr": f"{HERE}/fr/dataset/{NAME}/",
    }
    for lang, address in whole.items():
        path = address.removeprefix(f"{HERE}/") + "index.html"
        read = markup.read(page(built, path))
        links = {e.get("hreflang"): e.get("href") for e in read.all("link") if e.get("hreflang")}
        assert links == whole | {"x-default": whole["zh-Hans"]}
        assert [e.get("href") for e in read.all("link") if e.get("rel") == "canonical"] == [address]
        switch = {e.get("hreflang"): HERE + e.get("href", "") for e in read.all("a") if e.get("hreflang")}
        assert switch == {tag: there for tag, there in whole.items() if tag != lang}
    assert 'hreflang="fr" lang="fr">français</a>' in page(built, f"dataset/{NAME}/index.html")
    tree = ElementTree.parse(built.release.site / "sitemap.xml")
    assert any(loc.text == whole["fr"] for loc in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc"))


def test_interface_words_are_said_or_fall_back_to_english(built: Built) -> None:
    text = page(built, f"fr/dataset/{NAME}/index.html")
    assert "Aller au contenu" in text and ">Données</a>" in text
    assert "Organisations" in text and "机构" not in re.sub(r"<(\w+)[^>]* lang=\"zh.*?</\1>", "", text)


def test_texts_are_said_or_shown_in_the_original_with_a_notice(built: Built) -> None:
    read = markup.read(page(built, f"fr/dataset/{NAME}/index.html"))
    title = next(read.all("h1"))
    assert markup.text_of(title) == "Recensement de 2020 par district" and "lang" not in title.attrib
    lead = next(e for e in read.all("p") if e.get("class") == "lead")
    assert lead.get("lang") == "zh-Hans" and "常住人口" in markup.text_of(lead)
    assert "n’existe que dans sa langue d’origine" in page(built, f"fr/dataset/{NAME}/index.html")
    chinese = page(built, f"dataset/{NAME}/index.html")
    assert "只有原文" not in chinese and "d’origine" not in chinese


def test_what_is_missing_is_counted_in_the_report(built: Built) -> None:
    found = {p.package: p for p in built.report.problems if p.code == "C302" and "fr" in p.message["en"]}
    assert set(VILLAGE) <= set(found)
    counts = {name: int(re.search(r"\((\d+) in all\)", p.message["en"])[1]) for name, p in found.items()}  # type: ignore[index]
    assert counts[NAME] > 10
    assert "数据集名称" not in found[NAME].message["zh"] and "数据说明" in found[NAME].message["zh"]


def test_days_and_numbers_are_written_as_the_language_writes_them(built: Built) -> None:
    text = page(built, f"fr/dataset/{NAME}/index.html")
    assert "1 novembre 2020" in text
    assert "5\u202f681\u202f512" in text and "5,681,512" not in text.partition('id="api"')[0]
    assert "16 lignes" in text


def test_the_machines_are_told_too(built: Built) -> None:
    site = built.release.site
    feed = ElementTree.parse(site / "fr" / "feeds" / "all.atom").getroot()
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == "fr"
    assert "Recensement de 2020" in (site / "fr" / "feeds" / "dataset" / f"{NAME}.atom").read_text(encoding="utf-8")
    described = json.loads((site / "dataset" / NAME / "datapackage.json").read_bytes())
    assert described["title@fr"] == "Recensement de 2020 par district"
    assert described["translation"] == {"en": "machine"}
    assert "authority/language/FRA" in (site / "catalog.jsonld").read_text(encoding="utf-8")


def test_a_translation_by_a_machine_is_shown_as_one(built: Built) -> None:
    said = "A machine wrote this translation. The original counts."
    assert said in page(built, f"en/dataset/{NAME}/index.html")
    assert "机器翻译" not in page(built, f"dataset/{NAME}/index.html")  # the original is not one
    assert said not in page(built, "en/dataset/solar-terms/index.html")
