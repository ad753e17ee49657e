"""Access for all, as far as a program can tell.

On every kind of page that the city has, found by ``markup.every_kind``: axe-core finds nothing, light or dark, on a
wide screen or a telephone; nothing is cut off, covered or beyond the edge on the smallest screen, with large text or
twice as large; nothing breaks the policy on content or asks another host; the keyboard reaches everything; and the
pages stand without scripts and without the query service.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests import markup

pytestmark = pytest.mark.browser

ALL = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = {"type": "rule", "values": ["color-contrast"]}
# What depends on the width is looked at once in each; what depends on the tone is the colours.
VIEWS = ((1280, "light", ALL), (1280, "dark", COLOURS), (360, "dark", ALL), (360, "light", COLOURS))
RUN = "async (rules) => (await axe.run({ runOnly: rules, resultTypes: ['violations'] })).violations"
FAULTS, STRANGERS = (Path(__file__).with_name(name).read_text("utf-8") for name in ("faults.js", "strangers.js"))
# A width in CSS pixels (320 is a screen of 1280 at 400 %, 640 at 200 %, 700 and 980 a tablet upright and on its side)
# and how the reader has the text.
SIZES = ((1440, ""), (980, "large"), (700, ""), (640, ""), (320, ""), (320, "large"), (640, "200%"))
RESIZE = """([size]) => {
  document.documentElement.style.fontSize = size.endsWith('%') ? size : '';
  document.documentElement.dataset.display = size.endsWith('%') ? '' : size;
}"""
OPEN = "all => all.forEach(one => { one.removeAttribute('name'); one.open = true; })"
# Kept in the page before anything of it runs, so that what the policy forbids is known whenever it happens.
WATCH = """addEventListener('securitypolicyviolation', (e) => {
  (window.forbidden ||= []).push(`${e.effectiveDirective} ${e.blockedURI} ${e.sample}`);
});"""
SERVICE = [
    "/data/open",
    "/data/open/administrative_divisions__streets?_facet=kind&code__startswith=31010&_size=5",
    "/data/open/administrative_divisions__streets/310101002",
    "/data/open?sql=select+name,population+from+census_2020_districts",
    "/data/open?sql=select+nope",
]
MORE = ["/search/?q=2020", "/en/search/?q=2020", "/nowhere/"]


@pytest.fixture(scope="module")
def context(browser: Browser, portal_url: str) -> Iterator[BrowserContext]:
    with browser.new_context(base_url=portal_url) as made:
        made.add_init_script(WATCH)
        yield made


@pytest.fixture(scope="module")
def page(context: BrowserContext) -> Page:
    return context.new_page()


@pytest.fixture(scope="module")
def kinds(pages: dict[str, markup.Page]) -> list[str]:
    """The addresses of every kind of page: all that there is to see in the default language, each template in the
    other; and what only the server answers."""
    chinese = markup.every_kind({path: each for path, each in pages.items() if not path.startswith("en/")})
    first = {pages[path].kind: path for path in reversed(chinese)}
    english = [f"en/{path}" for path in chinese if path in first.values()]
    assert len(first) >= 12 and all(path in pages for path in english)
    return ["/" + path.removesuffix("index.html") for path in [*chinese, *english]] + MORE


def looked_at(page: Page) -> list[object]:
    """What axe finds on the page that is open, and whether it is wider than the screen, in all views."""
    page.locator("details").evaluate_all(OPEN)
    page.evaluate(AXE_SCRIPT)
    found: list[object] = []
    for width, tone, rules in VIEWS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=tone, reduced_motion="reduce")  # type: ignore[arg-type]
        for violation in page.evaluate(RUN, rules):
            found.append((width, tone, violation["id"], [node["html"][:200] for node in violation["nodes"]][:3]))
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            found.append((width, tone, "wider than the screen", str(wide)))
    return found


def unreadable(page: Page) -> list[object]:
    """What a reader could not read on the page that is open, on small screens and with large text."""
    found: list[object] = []
    for width, size in SIZES:
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate(RESIZE, [size])
        found += [(width, size, fault) for fault in page.evaluate(FAULTS)]
    return found


@pytest.mark.slow
def test_nothing_stands_in_anybodys_way(context, portal_url, kinds):
    """One visit to each kind of page: its policy, its requests, its complaints; then axe; then small and large."""
    page, wrong, found = context.new_page(), [], {}
    page.on("console", lambda message: wrong.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    host = urlsplit(portal_url).netloc
    page.on("request", lambda r: None if urlsplit(r.url).netloc in (host, "") else wrong.append(r.url))
    for path in kinds:
        page.set_viewport_size({"width": 1280, "height": 900})
        answer = page.goto(path)
        assert answer is not None and "'unsafe-" not in answer.headers["content-security-policy"]
        if answer.status == 404:  # Chromium says so in the console itself
            wrong[:] = [said for said in wrong if "404" not in said]
        wrong += page.evaluate("window.forbidden || []")
        lang = "en" if path.startswith("/en/") else "zh-Hans"
        expect(page.locator("html")).to_have_attribute("lang", lang)
        if all_of_it := [*wrong, *looked_at(page), *unreadable(page)]:
            found[path] = all_of_it
        wrong.clear()
    page.close()
    assert found == {}


def test_what_the_policy_forbids_is_noticed(page):
    """The watch of the test above sees what it should see: a page of ours that runs and styles inline, and asks out."""
    page.goto("/")
    page.evaluate("""() => {
      const made = document.createElement('div');
      made.innerHTML = '<p style="color:red" onclick="1"></p><img src="https://elsewhere.test/x.png">';
      document.body.append(made);
      const script = document.createElement('script');
      script.textContent = 'window.ran = true';
      document.body.append(script);
    }""")
    page.wait_for_function("(window.forbidden || []).length >= 4")
    forbidden = " ".join(page.evaluate("window.forbidden"))
    assert all(name in forbidden for name in ("style-src-attr", "script-src-attr", "script-src-elem", "img-src"))
    assert page.evaluate("window.ran") is None


def test_what_cannot_be_read_is_noticed(page):
    page.goto("/en/")
    page.set_viewport_size({"width": 320, "height": 900})
    assert page.evaluate(FAULTS) == []
    page.evaluate("""() => {
      const [one, two, three] = document.querySelectorAll('h2');
      Object.assign(one.style, { width: '2em', overflow: 'hidden', whiteSpace: 'nowrap' });
      Object.assign(two.style, { position: 'relative', top: '-4em' });
      Object.assign(three.style, { marginLeft: '18rem', whiteSpace: 'nowrap' });
    }""")
    found = " ".join(page.evaluate(FAULTS))
    assert all(fault in found for fault in ("px wide", "cut off", "one over the other", "beyond the edge"))


@pytest.mark.parametrize("lang", ["zh-Hans", "en"])
@pytest.mark.parametrize("path", SERVICE)
def test_the_query_service_stands_in_nobodys_way(page, path, lang):
    page.goto(path if lang != "en" else f"{path}{'&' if '?' in path else '?'}_lang=en")
    expect(page.locator("html")).to_have_attribute("lang", lang)
    assert looked_at(page) == []
    assert lang != "en" or page.evaluate(STRANGERS) == []


def test_every_page_can_be_read_without_scripts_and_without_the_service(browser, portal_url, kinds):
    """The first paint needs no script: what stands on the page is there, and shown, before any runs."""
    with browser.new_context(base_url=portal_url, java_script_enabled=False) as context:
        context.route(re.compile(r"^https?://[^/]+/(data|api)/"), lambda route: route.fulfill(status=503))
        opened = context.new_page()
        for path in kinds:
            opened.goto(path)
            expect(opened.locator("h1")).to_be_visible()
            assert len(opened.locator("main").inner_text()) > 40, path
            dead = opened.locator("button:not([type=submit]), [data-display], .seek").filter(visible=True)
            assert dead.count() == 0, (path, dead.first.evaluate("one => one.outerHTML.slice(0, 200)"))
            for row in ("table.rows", ".door a.button"):
                if opened.locator(row).count():
                    expect(opened.locator(row).first).to_be_visible()
        opened.goto("/dataset/census-2020-districts/")
        expect(opened.locator("table.rows tbody tr")).to_have_count(16)


def test_every_page_stands_when_the_service_is_down(browser, portal_url, kinds):
    """With scripts, and a service that fails or never answers: no script breaks, and nothing that was there goes."""
    with browser.new_context(base_url=portal_url) as context:
        cut = re.compile(r"^https?://[^/]+/(data|api)/")
        context.route(cut, lambda route: route.fulfill(status=503))
        opened, wrong = context.new_page(), []
        opened.on("pageerror", lambda error: wrong.append((opened.url, str(error))))
        for path in kinds:
            opened.goto(path)
            opened.wait_for_timeout(100)  # for what a script asks after the page has loaded
            expect(opened.locator("h1")).to_be_visible()
            said = opened.locator("main").inner_text()
            assert len(said) > 40, path
        assert wrong == []


def test_the_keyboard_reaches_everything_and_shows_where_it_is(page, pages, kinds):
    """On each template: by Tab alone every control, in the order of the page, and each looks different when it is
    reached; from the last one leaves the page, so nothing holds the keyboard."""
    seen: dict[str, str] = {}
    for path in kinds:
        if (each := pages.get(path.lstrip("/") + "index.html")) and len(list(each.all("a"))) < 400:
            seen.setdefault(each.kind, path)
    page.set_viewport_size({"width": 1280, "height": 900})
    assert len(seen) >= 10
    for path in seen.values():
        page.goto(path, wait_until="networkidle")  # what a script adds is there
        wanted = page.evaluate(REACHABLE)
        reached: list[int] = []
        for _ in range(wanted + 2):
            page.keyboard.press("Tab")
            place, shown = page.evaluate(REACHED)
            if place < 0 or (reached and place == 0):  # the window's own controls, then the beginning
                break
            assert shown, (path, place)
            reached.append(place)
        assert reached == list(range(wanted)), path


# Numbers what can be reached, in order: of the choices of one group only one is.
REACHABLE = """() => {
  const names = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]';
  const all = [...document.querySelectorAll(names)].filter((one) => !one.disabled
    && one.checkVisibility({ visibilityProperty: true })
    && (one.type !== 'radio' || one.checked || !document.querySelector(`input[name="${one.name}"]:checked`)));
  all.forEach((one, place) => { one.dataset.place = place; });
  const style = (one) => { const s = getComputedStyle(one); return [s.outlineStyle, s.outlineWidth, s.boxShadow,
    s.backgroundColor, s.borderColor, s.textDecorationLine]; };
  window.look = (one) => [...style(one), ...style(one.parentElement)].join();
  window.before = all.map(window.look);
  return all.length;
}"""
REACHED = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return [-1, true];
  return [Number(one.dataset.place ?? -2), window.look(one) !== window.before[one.dataset.place]];
}"""


def test_an_image_is_shown_on_its_page(page):
    page.goto("/dataset/daylight-chart/")
    image = page.locator("figure.picture img")
    expect(image).to_be_visible()
    assert image.evaluate("i => i.complete && i.naturalWidth > 100")
    assert "14 小时" in (image.get_attribute("alt") or "")
