"""What single parts of the pages say: corrections, versions, plans, news."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qs, unquote, urlsplit

from publish.model import Portal
from publish.site.pages import facts
from publish.site.pages.correction import Correction, correction
from publish.site.pages.given import Given
from publish.site.tongue import Tongue
from publish.urls import Urls
from tests import making

ENGLISH = Tongue("en")


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
