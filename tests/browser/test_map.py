"""Pictures in a real browser. Maps are moved and zoomed by keys, wheel and pointer; places, bars, lines and steps say
their numbers; the page still scrolls."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Locator, Page, expect

from publish.site.charts.chart import Kind, Plan, Series
from publish.site.charts.telling import chart
from publish.site.render import environment
from publish.site.tongue import Tongue
from tests import making
from tests.conftest import ROOT

pytestmark = pytest.mark.browser

PLACES, DISTRICTS = "/en/dataset/populated-places/", "/en/dataset/census-2020-districts/"
DAYLIGHT = "/dataset/sunrise-sunset/"
AT_REST = """async () => {
  for (let before = NaN; before !== scrollY; ) {
    before = scrollY;
    await new Promise((done) => setTimeout(done, 200));
  }
}"""  # the browser scrolls a little at a time


@pytest.fixture
def page(browser: Browser, portal_url: str) -> Iterator[Page]:
    with browser.new_context(
        base_url=portal_url, viewport={"width": 1280, "height": 900}, reduced_motion="reduce"
    ) as context:
        opened = context.new_page()
        errors: list[str] = []
        opened.on("pageerror", lambda error: errors.append(str(error)))
        opened.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
        yield opened
        assert errors == []


def zoom(page: Page) -> float:
    return float(page.locator(".pane").get_attribute("data-zoom") or "")


def moved(page: Page) -> list[float]:
    """How far the land is moved, in units: across, down."""
    said = page.locator(".land").evaluate("land => land.style.transform")
    found = re.search(r"translate\((-?[\d.]+)px, (-?[\d.]+)px\)", said)
    assert found
    return [float(n) for n in found.groups()]


def test_keys_zoom_and_move_the_map_and_let_go_of_what_it_does_not_need(page):
    page.goto(PLACES)
    pane = page.get_by_role("region", name="Map. Arrow keys move it")
    pane.focus()
    top = page.evaluate("scrollY")
    page.keyboard.press("ArrowDown")
    page.wait_for_function("top => scrollY > top", arg=top)  # shown whole, it takes no arrow
    page.evaluate(AT_REST)
    page.keyboard.press("+")
    page.keyboard.press("+")
    assert zoom(page) == pytest.approx(2.25)
    before, top = moved(page), page.evaluate("scrollY")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    after = moved(page)
    assert after[0] < before[0] and after[1] < before[1]
    assert page.evaluate("scrollY") == top
    page.keyboard.press("-")
    assert zoom(page) == pytest.approx(1.5)
    page.keyboard.press("0")
    assert zoom(page) == 1 and moved(page) == [0, 0]


def test_buttons_do_what_keys_do_and_say_so(page):
    page.goto(PLACES)
    out = page.get_by_role("button", name="Zoom out")
    expect(out).to_be_disabled()
    scale = page.locator(".scale text").first
    far = scale.text_content()
    for _ in range(3):
        page.get_by_role("button", name="Zoom in").click()
    assert zoom(page) > 3
    expect(out).to_be_enabled()
    assert scale.text_content() != far  # the scale is true at every zoom
    page.get_by_role("button", name="Whole map").click()
    assert zoom(page) == 1
    assert scale.text_content() == far


def test_the_wheel_scrolls_the_page_and_zooms_with_ctrl_alone(page):
    page.goto(PLACES)
    pane = page.locator(".pane")
    pane.scroll_into_view_if_needed()
    pane.hover()
    top = page.evaluate("scrollY")
    page.mouse.wheel(0, 200)
    page.wait_for_function("top => scrollY > top", arg=top)
    assert zoom(page) == 1
    pane.hover()
    page.keyboard.down("Control")
    page.mouse.wheel(0, -100)
    page.keyboard.up("Control")
    page.wait_for_function("document.querySelector('.pane').dataset.zoom > 1")


def test_a_pointer_drags_what_is_zoomed(page):
    page.goto(DISTRICTS)
    pane = page.locator(".pane")
    pane.scroll_into_view_if_needed()
    for _ in range(2):
        page.get_by_role("button", name="Zoom in").click()
    before, box = moved(page), pane.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y + 40, steps=4)
    page.mouse.up()
    after = moved(page)
    assert after[0] == pytest.approx(before[0] + 60, abs=5) and after[1] == pytest.approx(before[1] + 40, abs=5)


def test_an_area_says_its_name_and_number_on_hover_and_by_keys(page):
    page.goto(DISTRICTS)
    says, marks = page.locator(".map .says"), page.locator(".sheet .mark")
    chongming = page.locator(".sheet .mark[aria-label^=Chongming]")
    chongming.hover(position={"x": 130, "y": 80})
    expect(says).to_have_text("Chongming District: 538 persons per km²")
    page.locator(".pane").focus()
    page.keyboard.press("Tab")
    expect(marks.first).to_be_focused()
    expect(says).to_have_text("Huangpu District: 32,357 persons per km²")
    page.keyboard.press("ArrowRight")
    expect(marks.nth(1)).to_be_focused()
    assert says.text_content() == marks.nth(1).get_attribute("aria-label")
    page.keyboard.press("Escape")
    expect(says).to_be_hidden()


def test_without_scripts_a_map_is_a_picture_with_its_numbers(browser, portal_url):
    with browser.new_context(base_url=portal_url, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(DISTRICTS)
        picture = page.get_by_role("img", name="Population density (persons per km²)")
        expect(picture).to_be_visible()
        figure = page.locator("figure", has=page.locator(".map"))
        expect(figure.locator("table tbody tr")).to_have_count(16)
        expect(figure).to_contain_text("Illustration, without map approval.")
        assert page.locator(".map button, .keys, .says").count() == 0


@pytest.mark.parametrize(("width", "tone"), [(1280, "light"), (360, "dark")])
@pytest.mark.parametrize("path", [PLACES, DISTRICTS, "/dataset/census-2020-districts/"])
def test_axe_finds_nothing_about_a_picture(browser, portal_url, path, width, tone):
    viewport = {"width": width, "height": 900}
    with browser.new_context(base_url=portal_url, viewport=viewport, color_scheme=tone) as context:
        page = context.new_page()
        page.goto(path)
        page.get_by_role("region", name=re.compile("Map\\.|地图。")).focus()
        page.keyboard.press("+")
        page.keyboard.press("Tab")
        expect(page.locator(".map .says")).to_be_visible()
        if (charts := page.get_by_role("application")).count():
            charts.first.focus()
            page.keyboard.press("ArrowRight")
        page.evaluate(AXE_SCRIPT)
        found = page.evaluate("async () => (await axe.run('.finding', {resultTypes: ['violations']})).violations")
        assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found] == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


# --- bars, lines and steps ------------------------------------------------------------------------------------------


def drawing(page: Page) -> Locator:
    """The first picture of a page that is no map."""
    return page.locator(".readable").first


def test_bars_say_their_numbers_by_keys_and_let_go(page):
    page.goto(DISTRICTS)
    keys, says = drawing(page).get_by_role("application"), drawing(page).locator(".says")
    counted = "Permanent residents (persons)"
    spoken, rows = drawing(page).get_by_role("status"), page.locator("#chart-1 tbody tr")
    page.keyboard.press("Tab")
    keys.focus()
    expect(says).to_have_text("The numbers in the picture. Arrow keys go from one to the next, Escape leaves.")
    page.keyboard.press("ArrowDown")
    expect(says).to_contain_text("Pudong New Area")
    assert spoken.locator("div").all_text_contents() == ["Pudong New Area", f"{counted} 5,681,512", "Share 22.8%"]
    expect(drawing(page).locator("rect.ring")).to_have_count(1)
    page.keyboard.press("End")
    expect(says).to_contain_text(rows.last.locator("th").text_content() or "")
    top = page.evaluate("scrollY")
    page.keyboard.press("ArrowDown")  # beyond the last the page scrolls
    page.wait_for_function("top => scrollY > top", arg=top)
    page.keyboard.press("Escape")
    expect(says).to_be_hidden()
    expect(drawing(page).locator(".ring")).to_have_count(0)
    page.keyboard.press("Tab")
    expect(keys).not_to_be_focused()


def test_what_is_pointed_at_on_a_line_is_the_number_in_the_data(page):
    page.goto(DAYLIGHT)
    says, chart = drawing(page).locator(".says"), drawing(page).locator("svg.chart")
    chart.scroll_into_view_if_needed()
    box = chart.bounding_box()
    assert box
    page.mouse.move(box["x"] + 1, box["y"] + 100)
    expect(says).to_contain_text("2026年1月1日")
    first = page.locator("#chart-1 tbody tr").first.locator("td").text_content() or ""
    expect(says).to_contain_text(first)
    page.mouse.move(box["x"] + box["width"] - 0.2, box["y"] + 100)
    expect(says).to_contain_text("2027年12月31日")
    page.keyboard.press("Escape")  # without moving the pointer
    expect(says).to_be_hidden()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 100)
    expect(says).to_be_visible()
    page.mouse.move(1, 1)
    expect(says).to_be_hidden()


def test_a_finger_gets_the_number_and_the_label_stays_in_the_picture(browser, portal_url):
    viewport = {"width": 360, "height": 740}
    with browser.new_context(base_url=portal_url, viewport=viewport, has_touch=True, is_mobile=True) as context:
        page = context.new_page()
        page.goto(DISTRICTS)
        says, chart = drawing(page).locator(".says"), drawing(page).locator("svg.chart")
        for place in (0.02, 0.5, 0.98):
            outer = chart.bounding_box()
            assert outer
            chart.tap(position={"x": 320, "y": place * outer["height"]})
            expect(says).to_be_visible()
            inner, outer = says.bounding_box(), chart.bounding_box()
            assert inner and outer and inner["x"] >= outer["x"] and inner["y"] >= outer["y"]
            assert inner["x"] + inner["width"] <= outer["x"] + outer["width"] + 1
            assert inner["y"] + inner["height"] <= outer["y"] + outer["height"] + 1
        assert page.evaluate("document.documentElement.scrollWidth") == 360
        page.locator("h1").tap()
        expect(says).to_be_hidden()


def test_steps_of_a_spread_say_how_many_rows_they_hold(page):
    tongue = Tongue("en", str(ROOT / "theme" / "translations"))
    field = making.field("cost", "integer", "费用", "Cost", unit=making.said("元", "yuan"))
    steps = Plan(
        Kind.HISTOGRAM,
        "r",
        making.said("东西", "Things"),
        (Series((3, 0, 9)),),
        measure=field,
        edges=(0.0, 10.0, 20.0, 30.0),
        total=12,
    )
    template = environment(str(ROOT / "theme"), tongue).from_string(
        '{% from "parts/chart.html" import chart %}{{ chart(one) }}'
    )
    figure = template.render(one=chart(steps, "chart-1", tongue))

    def instead(route):
        body = re.sub(
            r'<figure class="finding" id="chart-1".*?</figure>', lambda _: figure, route.fetch().text(), flags=re.S
        )
        route.fulfill(body=body, content_type="text/html; charset=utf-8")

    page.route("**" + DISTRICTS, instead)
    page.goto(DISTRICTS)
    says = drawing(page).locator(".says")
    drawing(page).get_by_role("application").focus()
    for key, said in (("ArrowLeft", "20–30Rows 9"), ("ArrowLeft", "10–20Rows 0"), ("Home", "0–10Rows 3")):
        page.keyboard.press(key)
        expect(says).to_have_text(said)
    first = drawing(page).locator(".column").first  # the band is as wide as the step it marks
    expect(drawing(page).locator(".band")).to_have_attribute("width", first.get_attribute("width") or "")
