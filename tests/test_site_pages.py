"""What single parts of the pages say: corrections, versions, plans, news."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from publish.figures import FieldFigures, Figures, Mark, TableFigures, Timeliness
from publish.model import Access, Planned, Portal, Requirement, Resource, ResourceKind, Version
from publish.problems import Judged, Report, Verdict, kinds, problem
from publish.release import Document, Download
from publish.site.frame import filings
from publish.site.pages import assessment, cite, facts, interface, news, plan, preview, rules, status, take
from publish.site.pages.correction import Correction, correction
from publish.site.pages.given import Given
from publish.site.pages.singles import Article
from publish.site.prose import Html
from publish.site.render import environment
from publish.site.tongue import Phrase, Tongue
from publish.urls import Urls
from tests import making, releasing

ENGLISH, CHINESE = Tongue("en"), Tongue("zh-Hans")
THEME = Path(__file__).resolve().parent.parent / "theme"


def asked(portal: Portal) -> Correction:
    given = Given(making.dataset(making.package("clinics", "诊所", "Clinics & more", version="2026.11.0")), portal)
    found = correction(given, facts.contact(given, ENGLISH), Urls.of(portal), ENGLISH)
    assert found
    return found


def test_a_correction_is_a_letter_with_code_version_and_row():
    made = asked(making.portal())
    letter = urlsplit(made.of("id=7, name=甲&乙"))
    said = parse_qs(letter.query)
    assert (letter.scheme, letter.path) == ("mailto", "opendata@example.org")
    assert said["subject"] == ["Correction: Clinics & more 307310/000123 2026.11.0"]
    body = said["body"][0].split("\r\n")
    assert body[:3] == ["Dataset: Clinics & more", "Catalogue code: 307310/000123", "Version: 2026.11.0"]
    assert body[3] == "Row: id=7, name=甲&乙" and body[4].startswith("Page: http")
    assert "Row" not in unquote(made.address)


def test_a_portal_with_an_issue_tracker_leads_to_its_form():
    form = "https://git.example.org/data/issues/new?title={title}&body={body}"
    made = asked(replace(making.portal(), corrections=form))
    address = urlsplit(made.of("id=7"))
    assert made.outside and address.netloc == "git.example.org"
    assert "Row: id=7" in parse_qs(address.query)["body"][0]
    assert made.template.count("{row}") == 1


def article(slug: str, lang: str, on: date | None) -> Article:
    return Article(f"news/{slug}", lang, f"{slug} {lang}", "", Html(""), on=on)


def test_news_are_listed_newest_first_and_those_without_a_translation_too():
    written = [
        article("old", "zh-Hans", date(2026, 1, 2)),
        article("old", "en", date(2026, 1, 2)),
        article("new", "zh-Hans", date(2026, 3, 4)),
        Article("guide", "en", "Guide", "", Html("")),
    ]
    listed = news.items(written, ENGLISH, Urls.of(making.portal()))
    assert [(i.title.text, i.title.lang, i.address, i.day) for i in listed] == [
        ("new zh-Hans", "zh-Hans", "/news/new/", "4 March 2026"),
        ("old en", "", "/en/news/old/", "2 January 2026"),
    ]
    assert [*news.page((), ENGLISH, ("en",))] == [*news.feed((), making.portal(), ENGLISH)] == []


def test_the_plan_says_what_is_late_and_links_what_there_is():
    due, done = date(2026, 11, 21), date(2026, 9, 1)
    lines = {
        "2026-01": Planned("2026-01", making.said("甲", "A"), making.CODE, done, "released", done, "clinics"),
        "2026-02": Planned("2026-02", making.said("乙", "B"), making.CODE, due, "planned"),
        "2026-03": Planned("2026-03", making.said("丙", "C"), making.CODE, due, "cancelled", dataset="gone"),
        "2027-01": Planned("2027-01", making.said("丁", "D"), "nobody", date(2027, 1, 1), "planned"),
    }
    admitted = making.admitted(
        [making.dataset(making.package("clinics"))], registers=replace(making.registers(), plan=lines)
    )
    (page,) = plan.page(admitted, ENGLISH)
    assert isinstance(page.matter, plan.Plan)
    later, now = page.matter.years
    assert (later.year, later.said, now.said) == ("2027", "0 of 1 released", "1 of 3 released")
    assert [(line.late, line.last, line.title.path) for line in now.lines] == [
        (False, "", "/dataset/clinics/"),
        (True, "2026-11-21", ""),
        (False, "", ""),
    ]
    assert later.lines[0].provider is None and not later.lines[0].late


def test_the_status_names_what_closed_a_dataset_and_quotes_nothing():
    found = problem("P101", package="staff", title="310101199001011234", count=1, rows="")
    told = Report("2026-11-22", (Judged("staff", Verdict.SUSPENDED),), (found,))
    admitted = replace(
        making.admitted([making.dataset(making.package("staff"), verdict=Verdict.SUSPENDED)]), report=told
    )
    page = status.page(admitted, [Given(admitted.datasets[0], admitted.portal)], ENGLISH)
    assert isinstance(page.matter, status.Status)
    (held,) = page.matter.held
    assert held.verdict == "suspended" and [rule.path for rule in held.rules] == ["/rules/P101/"]
    assert "310101" not in repr(page)
    assert dict(page.matter.numbers)["What must be mended"] == "1"


def test_what_changed_on_one_day_is_listed_from_the_last():
    day = date(2026, 8, 1)
    history = (Version("1", date(2026, 7, 1), "new"), Version("2", day, "update"), Version("3", day, "correction"))
    packages = [
        making.package("clinics", "诊所", history=history),
        making.package("baths", "浴室", history=history[:2]),
    ]
    admitted = making.admitted([making.dataset(package) for package in packages])
    page = status.page(admitted, [Given(one, admitted.portal) for one in admitted.datasets], ENGLISH)
    assert isinstance(page.matter, status.Status)
    told = [(turned.dataset.path, turned.version) for turned in page.matter.changes]
    baths, clinics = "/dataset/baths/", "/dataset/clinics/"
    assert told == [(baths, "2"), (clinics, "3"), (clinics, "2"), (baths, "1"), (clinics, "1")]


def test_requirements_name_the_pages_that_meet_them():
    places = ("/catalogue/", "/elsewhere/")
    told = (making.said("条例"), making.said("要求"), "met", making.said("做法"))
    asked = {where: Requirement(where, *told, where) for where in places}
    (page,) = rules.requirements(asked, {"/catalogue/": Phrase("目录")}, CHINESE, ("zh-Hans",))
    assert isinstance(page.matter, rules.Duties)
    links = [one.where for one in page.matter.groups[0].duties]
    assert [(link.label.text, link.path) for link in links if link] == [
        ("目录", "/catalogue/"),
        ("/elsewhere/", "/elsewhere/"),
    ]


def test_the_manual_shows_messages_that_read_as_sentences():
    said = {page.path: page.matter for page in rules.pages(kinds(), (), CHINESE, Urls.of(making.portal()))}
    matter = said["/rules/P101/"]
    assert isinstance(matter, rules.Rule)
    assert matter.message == "“开业日期”一列有 12 个居民身份证号码，不能公开。"


def test_two_tables_that_point_at_each_other_are_joined_in_the_guide(tmp_path):
    written = [Article("api-guide", "en", "API guide", "", Html(""))]
    admitted = making.admitted([making.dataset(making.package("clinics"), *releasing.clinics(tmp_path))])
    (page,) = interface.page(written, admitted, ENGLISH)
    assert isinstance(page.matter, interface.Guide) and page.matter.join
    sql = page.matter.join.examples[0].code
    assert (
        sql
        == 'select a."id", b."name"\nfrom "clinics" a\njoin "clinics__districts" b on b."code" = a."district"\nlimit 10'
    )
    assert "at most 1,000 rows" in page.matter.limits[0]
    assert [*interface.page([], admitted, ENGLISH)] == []


def test_filings_lead_where_they_are_kept_and_are_shown_only_when_given():
    given = {"police": "沪公网安备 31010102000001号", "badge": "https://badge.example.org/1"}
    shown = filings(replace(making.portal(), filing=given), ENGLISH)
    assert [(one.number, one.address) for one in shown] == [
        (given["police"], "https://beian.mps.gov.cn/#/query/webSearch?code=31010102000001"),
        ("See the certificate", given["badge"]),
    ]
    assert filings(making.portal(), ENGLISH) == ()


def test_an_organisation_is_assessed_by_what_it_has_published(tmp_path):
    table = making.table(tmp_path, "clinics", {"id": [1, 2, 3, 4], "beds": [1, None, None, 4]})
    fields = {"id": FieldFigures("id", 0), "beds": FieldFigures("beds", 2)}
    ticked = Mark("machine-readable", "good", making.said("能", "Yes"))
    crossed = Mark("complete", "poor", making.said("缺", "No"))
    late = Figures({"clinics": TableFigures(4, fields)}, Timeliness(date(2026, 11, 1), overdue=True), (ticked, crossed))
    shut = making.package("staff", entry=making.entry(opening=Access("withheld", basis=making.said("某法", "A law"))))
    admitted = making.admitted([making.dataset(making.package("clinics"), table), making.dataset(shut)])
    office = admitted.registers.organisations[making.CODE]
    both = [
        Given(admitted.datasets[0], admitted.portal, late, provider=office),
        Given(admitted.datasets[1], admitted.portal, provider=office),
    ]
    known = assessment.accounts(admitted, both)
    (page,) = assessment.page(known, admitted, ENGLISH)
    assert isinstance(page.matter, assessment.Assessment)
    assert page.matter.lines[0].counts == ("2", "1", "0", "1", "4")
    assert page.matter.lines[0].shares == ("0%", "100%", "75%", "50%")
    head, line = assessment.to_csv(known, admitted).decode().splitlines()
    said = dict(zip(head.split(","), line.split(","), strict=True))
    assert (said["as_of"], said["code"], said["filled"], said["cells"]) == ("2026-11-22", making.CODE, "6", "8")
    assert [*assessment.page((), admitted, ENGLISH)] == []


def named() -> Given:
    return Given(making.dataset(making.package("clinics", "诊所", "Clinics", version="2026.11.0")), making.portal())


def test_a_dataset_is_cited_in_every_language_the_pages_own_first():
    english = Tongue("en", str(Path(__file__).parents[1] / "theme" / "translations"))
    here, there = cite.cited(named(), Urls.of(making.portal()), english)
    assert (here.lang, here.foreign, there.lang, there.foreign) == ("en", False, "zh-Hans", True)
    said, chinese = here.citations[0].text, there.citations[0].text
    assert ". Clinics[DS/OL]. V2026.11.0. Kaimen (2026-11-03)[accessed on …]. http://127.0.0.1:8000/en/" in said
    assert ". 诊所[DS/OL]. V2026.11.0. 开门(2026-11-03)[" in chinese and "http://127.0.0.1:8000/dataset/" in chinese
    apa = here.citations[1]
    assert apa.text.endswith(
        "(2026). Clinics (Version 2026.11.0) [Data set]. Kaimen. http://127.0.0.1:8000/en/dataset/clinics/"
    )


def test_what_has_no_day_is_cited_without_one():
    package = making.package("clinics", "诊所", "Clinics")
    assert package.entry
    undated = replace(package, entry=replace(package.entry, issued=None, modified=None))
    gb, apa = cite.citations(Given(making.dataset(undated), making.portal()), Urls.of(making.portal()), ENGLISH)
    assert ". Kaimen[accessed on …]." in gb.text and "(n.d.)" in apa.text


def test_what_only_names_something_has_no_mark_between_its_thousands():
    for field, said in (
        (making.field("id", "integer", "编号", "Identifier"), "1783903"),
        (making.field("built", "integer", "建成年份", "Year built"), "2026"),
        (making.field("people", "integer", "人口", "Population"), "1,783,903"),
    ):
        value = 2026 if field.name == "built" else 1_783_903
        assert preview.cell(value, field, {}, ENGLISH) == preview.Cell(said, numeric=True)


def test_the_button_of_a_document_names_what_one_gets():
    package = making.package("guide", resources=(Resource("guide", ResourceKind.FILE, format="pdf"),))
    book = Document("dataset/guide/original/guide.pdf", b"%PDF", "application/pdf")
    offered = Download("guide", "guide", "original", "/dataset/guide/original/guide.pdf", "application/pdf", book)
    taken = take.taking(Given(making.dataset(package), making.portal(), downloads=(offered,)), ENGLISH)
    assert taken.best and taken.best.label == "PDF"
    assert [offer.label for offer in taken.shelves[0].offers] == ["Original (PDF)"]


def test_a_mail_address_in_the_terms_can_be_written_to():
    template = environment(str(THEME), CHINESE).from_string("{{ x | mailed }}")
    said = template.render(x="发到 a.b@example.org，<b>写明用途")
    assert said == '发到 <a href="mailto:a.b@example.org">a.b@example.org</a>，&lt;b&gt;写明用途'
