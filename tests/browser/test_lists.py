"""Lists that are narrowed down and sorted, and suggestions, in a real browser on the sample city."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

pytestmark = pytest.mark.browser

STRANGERS = Path(__file__).with_name("strangers.js").read_text(encoding="utf-8")


@pytest.fixture
def context(browser: Browser, portal_url: str) -> Iterator[BrowserContext]:
    made = browser.new_context(base_url=portal_url, viewport={"width": 1280, "height": 900})
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def cards(page: Page) -> Locator:
    return page.locator(".found .card")


def choice(page: Page, legend: str, name: str) -> Locator:
    return page.get_by_role("group", name=legend, exact=True).get_by_role("checkbox", name=name)


def test_two_facets_narrow_a_list_and_the_address_keeps_them(page):
    page.goto("/en/datasets/")
    whole = page.get_by_role("status").text_content() or ""
    choice(page, "Topic", "Population").check()
    expect(page).to_have_url(re.compile(r"/en/datasets/\?topic=population$"))
    expect(page.get_by_role("status")).not_to_have_text(whole)
    some = page.get_by_role("status").text_content() or ""
    choice(page, "Opening", "Not open").check()
    expect(page.get_by_role("status")).to_have_text("1 dataset")
    expect(cards(page)).to_have_count(1)
    expect(page.get_by_role("button", name="Remove: Population")).to_be_visible()
    assert some != "1 dataset"
    page.go_back()
    expect(page.get_by_role("status")).to_have_text(some)
    expect(choice(page, "Opening", "Not open")).not_to_be_checked()
    page.reload()
    expect(page.get_by_role("status")).to_have_text(some)
    page.locator(".tongues a").first.click()
    expect(page).to_have_url(re.compile(r"/datasets/\?topic=population$"))
    expect(page.get_by_role("button", name="去掉：人口")).to_be_visible()


def test_a_choice_counts_what_it_would_leave(page):
    page.goto("/en/datasets/?topic=population")
    item = choice(page, "Format", "Excel").locator("xpath=ancestor::li")
    expect(item.locator(".count")).to_be_visible()
    said = int(item.locator(".count").text_content() or "")
    choice(page, "Format", "Excel").check()
    expect(page.get_by_role("status")).to_have_text(re.compile(rf"^{said} dataset"))


def test_nothing_fits_and_the_way_back_is_there(page):
    page.goto("/en/datasets/?opening=withheld&format=parquet")
    expect(page.get_by_role("status")).to_have_text(re.compile("Remove one of the choices"))
    expect(cards(page)).to_have_count(0)
    page.get_by_role("button", name="Remove all").click()
    expect(cards(page)).to_have_count(20)
    expect(page).to_have_url(re.compile(r"/en/datasets/$"))


def test_sorting_and_paging_with_a_script(page):
    page.goto("/en/datasets/")
    page.get_by_label("Sort").select_option("Most rows first")
    expect(cards(page).first).to_contain_text("Administrative divisions")
    page.get_by_role("link", name="Next").click()
    expect(page).to_have_url(re.compile(r"sort=rows&page=2$"))
    expect(page.get_by_role("status")).to_contain_text("page 2 of 2")


def test_paging_without_a_script(browser, portal_url):
    context = browser.new_context(base_url=portal_url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/datasets/")
    first = set(cards(page).locator("a").all_text_contents())
    page.get_by_role("link", name="下一页").click()
    second = set(cards(page).locator("a").all_text_contents())
    assert len(first) == 20 and second and not first & second
    context.close()


def test_the_whole_list_is_not_seen_before_the_part_that_was_asked_for(page):
    page.route("**/facets.json", lambda route: None)  # never answered
    page.goto("/en/datasets/", wait_until="domcontentloaded")
    expect(cards(page).first).to_be_visible()
    page.goto("/en/datasets/?topic=population", wait_until="domcontentloaded")
    expect(cards(page).first).to_be_hidden()
    expect(cards(page).first).to_be_visible(timeout=10_000)  # what is there is better than nothing for ever
    page.unroute("**/facets.json")
    page.reload()
    expect(page.get_by_role("status")).to_have_text(re.compile("^4 datasets"))
    expect(cards(page).first).to_be_visible(timeout=2_000)


def test_what_is_late_is_late_by_the_readers_clock(page):
    page.clock.install(time="2026-11-22T12:00:00")
    page.goto("/en/datasets/?timeliness=on-time")
    expect(page.get_by_role("status")).to_have_text(re.compile(r"^[\d,]+ datasets$"))
    promised = cards(page).count()
    page.goto("/en/datasets/?timeliness=late")
    expect(page.get_by_role("status")).to_have_text("1 dataset")
    page.clock.set_system_time("2039-01-01T12:00:00")
    page.goto("/en/datasets/?timeliness=late")
    expect(cards(page)).to_have_count(promised + 1)
    page.goto("/en/datasets/?timeliness=on-time")
    expect(cards(page)).to_have_count(0)


def test_the_focus_stays_near_when_a_choice_goes(page):
    """A choice that others leave nothing of is shown while it is chosen; let go of, it is gone."""
    page.goto("/en/datasets/?opening=withheld&format=parquet")
    last = choice(page, "Format", "Parquet")
    last.focus()
    page.keyboard.press("Space")
    expect(last).to_have_count(0)
    focused = page.evaluate("[document.activeElement.type, document.activeElement.checkVisibility()]")
    assert focused == ["checkbox", True]
    page.get_by_role("button", name=re.compile("^Remove: ")).press("Enter")  # the last one over the list
    expect(page.get_by_role("button", name=re.compile("^Remove: "))).to_have_count(0)
    assert page.evaluate("document.activeElement !== document.body")


def test_what_every_dataset_has_is_no_choice(page):
    page.goto("/en/organization/statistics-bureau/")
    expect(page.get_by_role("group", name="Status", exact=True)).to_be_visible()
    expect(page.get_by_role("group", name="Described in", exact=True)).to_be_hidden()


def test_a_word_is_marked_where_a_word_begins(page):
    page.goto("/")
    marks = page.evaluate(
        """async () => {
          const { element, marked, wordsOf } = await import('/static/js/card.js');
          const found = (text, typed) => [...marked(element('p', text), wordsOf(typed)).querySelectorAll('mark')]
            .map((one) => one.textContent);
          return [found('Binding in India, 2026in', 'IN'), found('上海ABC路', 'abc'), found('公共厕所', '共厕')];
        }"""
    )
    assert marks == [["in", "In"], ["ABC"], ["共厕"]]


def test_a_topic_is_narrowed_within_itself(page):
    page.goto("/en/topic/population/")
    expect(page.get_by_role("group", name="Format", exact=True)).to_be_visible()
    expect(page.get_by_role("group", name="Topic", exact=True)).to_have_count(0)


def test_a_suggestion_is_taken_by_keyboard(page):
    page.goto("/")
    box = page.get_by_role("combobox")
    expect(box).to_have_attribute("aria-expanded", "false")
    box.press_sequentially("行政區劃")
    expect(page.get_by_role("option").first).to_contain_text("行政区划")
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press("ArrowDown")
    expect(page.get_by_role("option").first).to_have_attribute("aria-selected", "true")
    box.press("Escape")
    expect(page.get_by_role("option")).to_have_count(0)
    box.press_sequentially("代")
    box.press("Backspace")
    expect(page.get_by_role("option").first).to_be_visible()
    box.press("ArrowDown")
    box.press("Enter")
    expect(page).to_have_url(re.compile(r"/dataset/[a-z-]+/$"))


def test_results_are_marked_and_narrowed(page):
    page.goto("/search/?q=人口")
    expect(page.locator(".results mark").first).to_have_text("人口")
    before = page.locator(".status").text_content()
    choice(page, "类别", "动态").check()
    expect(page.locator(".status")).not_to_have_text(before or "")
    expect(page).to_have_url(re.compile(r"kind=news"))
    assert {s.strip() for s in page.locator(".results .sort-of").all_text_contents()} == {"动态"}


def test_what_a_script_writes_says_which_language_it_is_in(page):
    page.goto("/en/search/?q=人口")
    expect(page.locator(".status")).to_contain_text("人口")
    expect(page.locator(".results .card").nth(1)).to_be_visible()
    assert page.evaluate(STRANGERS) == []
    page.goto("/en/dataset/population-density-workbook/")
    page.locator(".preview .turn button, .preview .head").first.click()
    expect(page.locator(".preview [aria-sort]")).to_have_count(1)
    page.locator(".sheet .mark").first.focus()
    page.locator(".keys").first.focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".readable .says")).to_be_visible()
    assert page.evaluate(STRANGERS) == []


def test_traditional_script_finds_simplified(page):
    page.goto("/search/?q=" + "節氣")
    expect(page.locator(".results mark").first).to_have_text("节气")


@pytest.mark.parametrize("slip", ["popualtion", "populatiom", "popuulation", "popultion"])
def test_a_word_with_a_slip_in_it_is_found_and_said(page, slip):
    page.goto(f"/en/search/?q={slip}")
    expect(page.locator(".status")).to_contain_text(f"No exact match for “{slip}”")
    expect(page.locator(".results h2").filter(has_text="Population").first).to_be_visible()


def test_few_results_take_the_whole_width(page):
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto("/search/?q=" + "厕所")
    expect(page.locator(".results .card").first).to_contain_text("2027")
    boxes = [page.locator(where).bounding_box() for where in ("#found", "#found .cards")]
    assert boxes[0] and boxes[1] and boxes[0]["width"] == boxes[1]["width"]


def test_on_a_phone_the_choices_wait_behind_their_word(browser, portal_url):
    context = browser.new_context(base_url=portal_url, viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto("/datasets/")
    expect(page.get_by_label("排序")).to_be_visible()
    expect(choice(page, "主题", "人口")).to_be_hidden()
    page.get_by_text("缩小范围", exact=True).click()
    choice(page, "主题", "人口").check()
    expect(page.get_by_text("缩小范围（1）")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    context.close()
