"""The portal in a real browser: what a citizen does, in both languages; and that the browser cuts words as Python does.

``portal_url`` (see ``tests/conftest.py``) is the address of a portal that was really built and is really served.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from publish.site.search import shard
from publish.words import folding, index_words, match_query, normal, query_words, runs

pytestmark = pytest.mark.browser

LANGUAGES = [("", "人口", "English"), ("/en", "censu", "中文")]  # the second by its beginning alone


@pytest.fixture
def context(browser: Browser, portal_url: str) -> Iterator[BrowserContext]:
    with browser.new_context(
        base_url=portal_url, accept_downloads=True, viewport={"width": 1280, "height": 900}
    ) as made:
        yield made


@pytest.fixture
def page(context: BrowserContext, portal_url: str) -> Iterator[Page]:
    """A page that may not complain and may not ask any other host for anything."""
    complaints: list[str] = []
    opened = context.new_page()
    opened.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    host = urlsplit(portal_url).netloc
    opened.on("request", lambda r: None if urlsplit(r.url).netloc in (host, "") else complaints.append(r.url))
    yield opened
    assert complaints == []


def find(page: Page, home: str, words: str) -> None:
    """From the home page, search for words."""
    page.goto(f"{home}/")
    page.get_by_role("combobox").fill(words)
    page.keyboard.press("Enter")
    expect(page.locator(".results li").first).to_be_visible()


@pytest.mark.parametrize(("home", "words", "other"), LANGUAGES)
def test_search_open_switch_download_and_query(page, context, home, words, other):
    find(page, home, words)
    expect(page.locator(".status")).to_have_text(re.compile(r"\d"))
    page.locator(".results a").first.click()
    expect(page.locator("h1")).to_be_visible()
    path = urlsplit(page.url).path
    assert path.startswith(f"{home}/dataset/")

    page.get_by_role("link", name=other, exact=True).click()
    expect(page).to_have_url(re.compile(re.escape(path.removeprefix("/en")) + "$"))
    assert urlsplit(page.url).path != path

    with page.expect_download() as taken:
        page.locator(".door a.button").click()
    assert taken.value.path().stat().st_size > 0

    code = page.locator(".api code", has_text="curl").first.text_content() or ""
    address = re.search(r'curl "([^"]+)"', code)
    assert address, code
    there = urlsplit(address[1])
    answer = context.request.get(f"{there.path}?{there.query}")
    assert answer.ok and answer.json()["rows"]


@pytest.mark.parametrize(("home", "words", "other"), LANGUAGES)
def test_the_whole_way_by_keyboard(page, home, words, other):
    """From the home page to a file without a mouse: the skip link, the search box, a result, the button."""
    page.goto(f"{home}/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    press_until(page, "document.activeElement.type === 'search'")
    page.keyboard.type(words)
    page.keyboard.press("Enter")
    expect(page.locator(".results li").first).to_be_visible()
    press_until(page, "!!document.activeElement.closest('.results')")
    page.keyboard.press("Enter")
    expect(page.locator("article.dataset")).to_be_visible()
    press_until(page, "!!document.activeElement.closest('.door') && document.activeElement.matches('.button')")
    with page.expect_download() as taken:
        page.keyboard.press("Enter")
    assert taken.value.path().stat().st_size > 0


def press_until(page: Page, reached: str) -> None:
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate(reached):
            return
    pytest.fail(f"not reached by Tab: {reached}")


def test_without_javascript_everything_but_search_works(browser, portal_url):
    with browser.new_context(base_url=portal_url, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto("/datasets/")
        page.locator(".card a").first.click()
        expect(page.locator(".door a.button")).to_be_visible()
        page.goto("/search/?q=人口")
        expect(page.locator("noscript p")).to_be_visible()


@pytest.mark.parametrize(
    "path", ["/", "/datasets/", "/catalogue/", "/topic/", "/organization/", "/rules/", "/guide/", "/search/?q=人口"]
)
@pytest.mark.parametrize("home", ["", "/en"])
def test_nothing_is_wider_than_a_small_screen(browser, portal_url, home, path):
    with browser.new_context(base_url=portal_url, viewport={"width": 320, "height": 640}) as context:
        page = context.new_page()
        page.goto(home + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_search_in_one_language_is_kept_in_the_other(page):
    find(page, "", "人口")
    page.get_by_role("link", name="English", exact=True).click()
    expect(page.locator(".status")).to_contain_text("人口")


def test_a_word_that_is_not_there_is_said(page):
    page.goto("/search/?q=鱻龘")
    expect(page.locator(".status")).to_contain_text("没有找到")


def test_display_is_kept_in_the_browser(page, context):
    page.goto("/")
    page.get_by_role("button", name="深色").click()
    page.get_by_role("button", name="大字").click()
    page.goto("/datasets/")
    assert page.evaluate("document.documentElement.dataset.display") == "dark large"
    assert context.cookies() == []


# --- the index and the query are cut alike --------------------------------------------------------------------------


def strings() -> list[str]:
    """What people type, and what nobody does."""
    typed = [
        "",
        "人口",
        "第七次全国人口普查",
        "PM2.5浓度",
        "地铁2号线",
        "ＡＢＣ　１２３",
        "Café Straße",
        "ﬁle İstanbul",
        "ΣΑΣ ς",
        "①②㎡",
        "臺灣 台湾",
        "カタカナ・ひらがな",
        "한국어 데이터",
        "a_b-c",
        "𠀀𠀁x",
        "Ꭰꭰ ẞ ı",
        "２０２６年１１月",
        "राष्ट्रीय",
        "ﷺ",
        "e\u0301é",
        "\u3099が",
        "x\u0000y",
        "👍🏽数据",
    ]
    dice = random.Random(20261122)
    known = [chr(c) for c in range(0x30000) if unicodedata.category(chr(c)) not in ("Cn", "Cs", "Co")]
    return typed + ["".join(dice.choices(known, k=40)) for _ in range(1_500)]


CUT = """async ([texts, folding]) => {
  const words = await import('/static/js/words.js');
  const { learn, normal, runs, indexWords, queryWords, query } = words;
  learn(folding);
  return texts.map((t) => [normal(t), [...runs(t)], indexWords(t), queryWords(t), query(t)]);
}"""


def test_the_browser_cuts_words_as_python_does(page):
    page.goto("/")
    texts = strings()
    known = folding({c for text in texts for c in normal(text)})
    for text, (normalised, found_runs, index, query, parts) in zip(
        texts, page.evaluate(CUT, [texts, known]), strict=True
    ):
        assert normalised == normal(text), text
        assert [tuple(run) for run in found_runs] == list(runs(text)), text
        assert index == list(index_words(text)), text
        assert query == list(query_words(text)), text
        matched = " AND ".join(f'"{p["word"]}"' + ("*" if p["prefix"] else "") for p in parts)
        assert matched == match_query(text), text


def test_the_browser_finds_the_shard_that_python_wrote(page):
    page.goto("/search/")
    words = sorted({word for text in strings()[:300] for word in index_words(text)})
    found = page.evaluate(
        """async (words) => {
          const { shard } = await import('/static/js/index.js');
          return words.map((word) => shard(word, 64));
        }""",
        words,
    )
    assert found == [shard(word, 64) for word in words]
