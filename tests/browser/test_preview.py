"""The rows of a dataset page in a real browser: sorted, filtered, turned and shared; and what is left when the query
service is cut off."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

pytestmark = pytest.mark.browser

SHIFTS = """window.shifts = [];
new PerformanceObserver((list) => {
  for (const one of list.getEntries()) if (!one.hadRecentInput) window.shifts.push(one.value);
}).observe({ type: 'layout-shift', buffered: true });"""


@pytest.fixture
def page(browser: Browser, portal_url: str) -> Iterator[Page]:
    with browser.new_context(base_url=portal_url, viewport={"width": 1280, "height": 900}) as context:
        context.add_init_script(SHIFTS)
        opened = context.new_page()
        errors: list[str] = []
        opened.on("pageerror", lambda error: errors.append(str(error)))
        yield opened
        assert errors == []
        assert sum(opened.evaluate("window.shifts")) < 0.01


def rows(page: Page, name: str = "streets") -> Locator:
    """The rows of one of the three tables of the divisions."""
    return page.locator(f".preview[data-id='rows-{name}']")


def names(box: Locator) -> list[str]:
    return box.locator("tbody td:nth-child(2)").all_text_contents()


def filtered(box: Locator, column: str, how: str, value: str) -> None:
    box.locator("[name=_filter_column]").select_option(column)
    box.locator("[name=_filter_op]").select_option(how)
    box.get_by_role("searchbox").fill(value)
    box.get_by_role("searchbox").press("Enter")


def test_rows_are_sorted_filtered_turned_and_shared(page):
    page.goto("/dataset/administrative-divisions/")
    box = rows(page)
    first, told = names(box), box.get_by_role("status")
    box.get_by_role("button", name="下一页").click()
    expect(told).to_have_text("第 21–40 行，共 234 行")
    assert not set(names(box)) & set(first)
    box.get_by_role("button", name="上一页").click()
    expect(told).to_have_text("第 1–20 行，共 234 行")
    assert names(box) == first

    head = box.get_by_role("columnheader", name="区划代码")
    head.get_by_role("button").focus()
    page.keyboard.press("Enter")
    expect(head).to_have_attribute("aria-sort", "ascending")
    page.keyboard.press("Enter")
    expect(head).to_have_attribute("aria-sort", "descending")

    filtered(box, "kind", "exact", "镇")  # a label: the data hold a code
    expect(told).to_contain_text("第 1–20 行，共 1")
    kinds = box.locator("tbody td:nth-child(4)")
    assert set(kinds.all_text_contents()) == {"镇"} and kinds.first.locator("data").get_attribute("value") == "town"
    seen = names(box)

    page.goto(page.url)  # as whoever was sent the link
    expect(rows(page).get_by_role("status")).to_contain_text("第 1–20 行")
    assert names(rows(page)) == seen
    expect(rows(page).get_by_role("columnheader", name="区划代码")).to_have_attribute("aria-sort", "descending")
    expect(rows(page).get_by_role("searchbox")).to_have_value("镇")
    page.get_by_role("link", name="English", exact=True).click()
    expect(rows(page).get_by_role("status")).to_have_text("No row is like that. Change the filter, or clear it.")
    rows(page).get_by_role("button", name="Clear").click()
    expect(rows(page).get_by_role("status")).to_have_text("Rows 1 to 20 of 234")


def test_a_row_is_reported_by_its_key(page):
    page.goto("/dataset/administrative-divisions/")
    pen = rows(page).get_by_role("link", name="这一行有误：code=310101002")
    assert "行：code=310101002\r\n" in unquote(pen.get_attribute("href") or "")
    filtered(rows(page), "code", "exact", "310101013")
    pen = rows(page).get_by_role("link", name="这一行有误：code=310101013")
    expect(pen).to_be_visible()
    letter = unquote(pen.get_attribute("href") or "")
    assert re.search(r"^mailto:.*103001/000001.*版本：2026[\d.]+\r\n行：code=310101013\r\n", letter, re.S)


@pytest.mark.parametrize("cut", ["gone", "wrong"])
def test_the_rows_stay_when_the_service_is_cut_off(page, cut):
    answers = {"gone": lambda route: route.abort(), "wrong": lambda route: route.fulfill(status=503, body="busy")}
    page.route("**/data/open/**", answers[cut])
    page.goto("/dataset/administrative-divisions/?sort.streets=-code")
    box = rows(page)
    expect(box.get_by_role("status")).to_have_text("查询服务暂时没有响应，这里仍是原来的内容。")
    assert len(names(box)) == 20
    assert box.locator("[aria-sort]").count() == 0
    box.get_by_role("button", name="下一页").click()
    expect(box).not_to_have_attribute("aria-busy", "true")
    assert len(names(box)) == 20
    page.unroute("**/data/open/**")
    box.get_by_role("button", name="区划代码").click()
    expect(box.get_by_role("status")).to_contain_text("第 1–20 行")


def test_without_scripts_the_filter_leads_to_the_service(browser, portal_url):
    with browser.new_context(base_url=portal_url, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto("/en/dataset/administrative-divisions/")
        filtered(rows(page), "kind", "exact", "town")
        expect(page.locator("html")).to_have_attribute("lang", "en")
        expect(page).to_have_url(re.compile(r"/data/open/administrative_divisions__streets\?"))
        expect(page.locator("table.rows")).to_be_visible()
