"""HTML that is as the standard wants it: ``faults(page)`` names what is wrong.

html5lib reads by the parsing rules of the standard and tells every error of syntax. What it does not look at is looked
at here: which element may stand where, which attribute it may bear, that ids are unique and what names them is there,
that controls, pictures and tables have names, that headings go down one step at a time, that languages are languages.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from xml.etree.ElementTree import Element

import html5lib
from babel import Locale, UnknownLocaleError

SVG = "{http://www.w3.org/2000/svg}"
VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())

_FLOW_ONLY = frozenset(
    "address article aside blockquote details dialog dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 "
    "h5 h6 header hgroup hr li main menu nav ol p pre search section table ul".split()
)
_PHRASING_PARENTS = frozenset(
    "abbr b bdi bdo button cite code dfn em h1 h2 h3 h4 h5 h6 i kbd label legend mark p pre q s samp small span strong "
    "sub sup time u var".split()
)
_INTERACTIVE = frozenset("a button details embed iframe input label select textarea".split())
_PARENTS: Mapping[str, frozenset[str]] = {
    "caption": frozenset({"table"}),
    "dd": frozenset({"dl", "div"}),
    "dt": frozenset({"dl", "div"}),
    "figcaption": frozenset({"figure"}),
    "legend": frozenset({"fieldset"}),
    "li": frozenset({"ul", "ol", "menu"}),
    "optgroup": frozenset({"select"}),
    "option": frozenset({"select", "optgroup", "datalist"}),
    "summary": frozenset({"details"}),
}
_CHILDREN: Mapping[str, frozenset[str]] = {
    "dl": frozenset({"dt", "dd", "div", "script", "template"}),
    "menu": frozenset({"li", "script", "template"}),
    "ol": frozenset({"li", "script", "template"}),
    "select": frozenset({"option", "optgroup", "hr"}),
    "ul": frozenset({"li", "script", "template"}),
}
_GLOBAL = frozenset(
    "accesskey autofocus class dir enterkeyhint hidden id inert inputmode itemid itemprop itemref itemscope itemtype "
    "lang popover role slot spellcheck style tabindex title translate".split()
)
_OWN = {
    "a": "download href hreflang ping referrerpolicy rel target type",
    "audio": "autoplay controls loop muted preload src",
    "blockquote": "cite",
    "button": "disabled form formaction formmethod formnovalidate name popovertarget popovertargetaction type value",
    "canvas": "height width",
    "col": "span",
    "colgroup": "span",
    "data": "value",
    "del": "cite datetime",
    "details": "name open",
    "dialog": "open",
    "fieldset": "disabled form name",
    "form": "accept-charset action autocomplete enctype method name novalidate rel target",
    "img": "alt decoding fetchpriority height ismap loading referrerpolicy sizes src srcset usemap width",
    "input": "accept alt autocapitalize autocomplete autocorrect checked disabled form formaction list max maxlength "
    "min minlength multiple name pattern placeholder readonly required size src step type value",
    "ins": "cite datetime",
    "label": "for",
    "li": "value",
    "link": "as crossorigin href hreflang imagesizes imagesrcset integrity media referrerpolicy rel sizes type",
    "meta": "charset content http-equiv media name property",
    "meter": "high low max min optimum value",
    "ol": "reversed start type",
    "optgroup": "disabled label",
    "option": "disabled label selected value",
    "output": "for form name",
    "progress": "max value",
    "q": "cite",
    "script": "async crossorigin defer integrity nomodule referrerpolicy src type",
    "select": "autocomplete disabled form multiple name required size",
    "source": "height media sizes src srcset type width",
    "td": "colspan headers rowspan",
    "textarea": "autocomplete cols disabled form maxlength minlength name placeholder readonly required rows wrap",
    "th": "abbr colspan headers rowspan scope",
    "time": "datetime",
    "video": "autoplay controls height loop muted playsinline poster preload src width",
}
_PLAIN = frozenset(
    "abbr address article aside b bdi bdo body br caption cite code dd dfn div dl dt em figcaption figure footer h1 h2 "
    "h3 h4 h5 h6 head header hgroup hr html i kbd legend main mark menu nav noscript p picture pre s samp search "
    "section small span strong style sub summary sup table tbody template tfoot thead title tr u ul var wbr".split()
)
_REFERENCES = (
    "aria-labelledby aria-describedby aria-controls aria-owns aria-details aria-flowto aria-errormessage "
    "aria-activedescendant for headers list form popovertarget"
).split()
_ROLES = frozenset(
    "alert alertdialog application article banner button cell checkbox columnheader combobox complementary contentinfo "
    "definition dialog document feed figure form grid gridcell group heading img link list listbox listitem log main "
    "math menu menubar menuitem menuitemcheckbox menuitemradio meter navigation none note option presentation "
    "progressbar radio radiogroup region row rowgroup rowheader scrollbar search searchbox separator slider spinbutton "
    "status switch tab table tablist tabpanel term textbox timer toolbar tooltip tree treegrid treeitem "
    "graphics-document graphics-object graphics-symbol".split()
)
_NAMELESS = frozenset("b code div em i p pre small span strong sub sup".split())  # may bear no name without a role


@dataclass(frozen=True)
class Page:
    """A page, read: its elements by the way the standard reads it, each with those around it, the nearest first."""

    root: Element
    syntax: tuple[str, ...]
    around: Mapping[Element, tuple[Element, ...]] = field(repr=False)

    def all(self, *tags: str) -> Iterator[Element]:
        """The elements of these kinds, in the order of the page; all of HTML's own where none is named."""
        return (e for e in self.around if (e.tag in tags if tags else not e.tag.startswith("{")))

    @property
    def kind(self) -> str:
        """Which template printed it: the class of its body."""
        return self.root.find("body").get("class", "")  # type: ignore[union-attr]


def read(text: str) -> Page:
    """A page as a browser reads it, with every error of syntax."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    root: Element = parser.parse(text)
    syntax = tuple(f"syntax: {code} {data} at {place}" for place, code, data in parser.errors)
    around: dict[Element, tuple[Element, ...]] = {}

    def walk(element: Element, above: tuple[Element, ...]) -> None:
        around[element] = above
        for child in element:
            if isinstance(child.tag, str):
                walk(child, (element, *above))

    walk(root, ())
    return Page(root, syntax, around)


def ids(page: Page) -> set[str]:
    """What an address on this page may point at."""
    return {e.get("id", "") for e in page.around} - {""}


def addresses(page: Page) -> set[str]:
    """What a page points at or loads: links, forms, scripts, pictures of every size."""
    found = set()
    for e in page.around:
        found |= {e.get(name, "") for name in ("href", "src", "action", "poster", "data")}
        found |= {part.split()[0] for part in e.get("srcset", "").split(",") if part.strip()}
        if e.tag == "meta" and e.get("property") in ("og:image", "og:url"):
            found.add(e.get("content", ""))
    return found - {""}


def text_of(element: Element) -> str:
    """The text in an element, pictures by their words."""
    words = (element.text or "") + element.get("alt", "") + element.get("aria-label", "")
    return (words + "".join(text_of(child) + (child.tail or "") for child in element)).strip()


def faults(page: Page) -> list[str]:
    """What is wrong with a page, one line each."""
    rules = (_document, _vocabulary, _places, _identity, _names, _headings, _tables, _languages, _values)
    return [*page.syntax, *(found for rule in rules for found in rule(page))]


_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff]")
_ENGLISH = re.compile(r"[A-Za-z][A-Za-z’'-]*(?:,? [A-Za-z][A-Za-z’'-]*){3,}")
# Where a text is not in the language said, for a reason: what is written in code is in none; a ``title`` or ``desc``
# of a picture is one text, whose names cannot be marked; forms are names of products; a value of the data in Latin
# letters may as well be Chinese spelled out (pinyin), and nobody has said which.
_SAID_SO = frozenset({"code", "pre", "script", "style", f"{SVG}title", f"{SVG}desc"})
_ENGLISH_TOO = ("ul.dots>li", "tr>td", "ul.shares>li")


def strangers(page: Page) -> list[str]:
    """Texts in another language than the nearest ``lang`` says: Chinese in what is not, and whole English phrases in
    what is Chinese."""
    found = []
    for element, above in page.around.items():
        for text, around in ((element.text, (element, *above)), (element.tail, above)):
            if not (text or "").strip() or any(e.tag in _SAID_SO for e in around):
                continue
            lang = next((e.get("lang", "") for e in around if e.get("lang")), "")
            chinese = lang.startswith("zh")
            if (_ENGLISH if chinese else _HAN).search(text or "") and not (chinese and _place(around) in _ENGLISH_TOO):
                found.append(f"{lang}: {(text or '').strip()[:80]} in {_place(around)}")
    return found


def _place(around: tuple[Element, ...]) -> str:
    return ">".join(f"{e.tag}.{e.get('class')}" if e.get("class") else str(e.tag) for e in around[1::-1])


def every_kind(pages: Mapping[str, Page]) -> list[str]:
    """The fewest of these pages, nearly, that show everything there is to see: of each template each element with its
    class and its role. Nobody has to name a new kind of page, or a new part of one, for it to be looked at."""
    shown = {
        path: {(page.kind, e.tag, e.get("class"), e.get("role")) for e in page.all()} for path, page in pages.items()
    }
    left: set[tuple[str, str, str | None, str | None]] = set().union(*shown.values())
    chosen: list[str] = []
    while left:
        chosen.append(max(sorted(shown), key=lambda path: len(shown[path] & left)))
        left -= shown[chosen[-1]]
    return chosen


# --- the rules ------------------------------------------------------------------------------------------------------


def _document(page: Page) -> Iterator[str]:
    counts = Counter(e.tag for e in page.all())
    yield from (f"document: {counts[tag]} {tag}" for tag in ("title", "h1", "main") if counts[tag] != 1)
    yield from ("document: an empty title" for e in page.all("title") if not text_of(e))
    if not any(e.get("charset", "").lower() == "utf-8" for e in page.all("meta")):
        yield "document: no charset"
    for inner in page.all("main", "header", "footer"):
        held = {"main": {"article", "aside", "footer", "header", "nav"}}.get(inner.tag, {"header", "footer"})
        if any(e.tag in held for e in page.around[inner]):
            yield f"document: {inner.tag} stands where it may not"


def _vocabulary(page: Page) -> Iterator[str]:
    for e in page.all():
        if e.tag not in _PLAIN and e.tag not in _OWN:
            yield f"vocabulary: no element {e.tag}"
        own = _OWN.get(e.tag, "").split()
        for name in e.attrib:
            if not (name in _GLOBAL or name in own or name.startswith(("data-", "aria-"))):
                yield f"vocabulary: {e.tag} has no {name}"
        for role in e.get("role", "").split():
            if role not in _ROLES:
                yield f"vocabulary: no role {role}"


def _places(page: Page) -> Iterator[str]:
    for e, above in page.around.items():
        if e.tag.startswith("{") or not above:
            continue
        parent, tags = above[0], [a.tag for a in above]
        if e.tag in _PARENTS and parent.tag not in _PARENTS[e.tag]:
            yield f"places: {e.tag} in {parent.tag}"
        if parent.tag in _CHILDREN and e.tag not in _CHILDREN[parent.tag]:
            yield f"places: {e.tag} in {parent.tag}"
        if e.tag in _FLOW_ONLY and (held := next((t for t in tags if t in _PHRASING_PARENTS), "")):
            yield f"places: {e.tag} in {held}"
        active = e.tag in _INTERACTIVE and not (e.tag == "input" and e.get("type") == "hidden")
        outer = next((t for t in tags if t in ("a", "button")), "")
        if outer and ((active and not (e.tag == "a" and "href" not in e.attrib)) or "tabindex" in e.attrib):
            yield f"places: {e.tag} in {outer}"
        if e.tag in ("label", "form") and e.tag in tags:
            yield f"places: {e.tag} in {e.tag}"
        if e.tag in ("summary", "caption", "legend") and next(iter(parent)) is not e:
            yield f"places: {e.tag} is not the first"
    yield from ("places: dl with a term alone" for e in page.all("dl") if _terms(e))


def _terms(dl: Element) -> bool:
    """Is a term without what it means, or the other way round?"""
    groups = [c for c in dl if c.tag == "div"] or [dl]
    tags = ["".join("t" if c.tag == "dt" else "d" for c in group if c.tag in ("dt", "dd")) for group in groups]
    return not all(re.fullmatch(r"(t+d+)*", each) for each in tags)


def _identity(page: Page) -> Iterator[str]:
    known = Counter(e.get("id") for e in page.around if "id" in e.attrib)
    yield from (f"identity: id {name!r} {count} times" for name, count in known.items() if count > 1)
    yield from (f"identity: id {name!r}" for name in known if not name or re.search(r"\s", name))
    for e in page.around:
        for attribute in _REFERENCES:
            for name in e.get(attribute, "").split():
                if name not in known:
                    yield f"identity: {attribute} names {name!r}, which is not there"


def _names(page: Page) -> Iterator[str]:
    labelled = {e.get("for") for e in page.all("label")}
    for e in page.all("input", "select", "textarea"):
        named = {"aria-label", "aria-labelledby", "title"} & e.attrib.keys() or e.get("id") in labelled
        if not named and e.get("type") not in ("hidden", "submit") and all(a.tag != "label" for a in page.around[e]):
            yield f"names: {e.tag} {e.get('name')} has no label"
    for e in page.all("a", "button", "summary", "label", "option", "h1", "h2", "h3", "h4", "h5", "h6"):
        if not (
            text_of(e)
            or "aria-labelledby" in e.attrib
            or "label" in e.attrib
            or (e.tag == "option" and e.get("value") == "")
        ):
            yield f"names: an empty {e.tag} {e.get('href', '')}"
    yield from (f"names: img {e.get('src')} without alt" for e in page.all("img") if "alt" not in e.attrib)
    for e in page.all(*_NAMELESS):
        if {"aria-label", "aria-labelledby"} & e.attrib.keys() and not e.get("role"):
            yield f"names: {e.tag} bears a name and has no role"
    for e in page.around:
        if e.get("role") in ("img", "region", "graphics-document") and not _named(e):
            yield f"names: {e.get('role')} without a name"
        if e.get("aria-hidden") == "true" and any(
            c.tag in _INTERACTIVE and c.get("tabindex") != "-1" for c in e.iter()
        ):
            yield "names: what is hidden takes the keyboard"


def _named(e: Element) -> bool:
    title = e.find(f"{SVG}title")
    return bool(e.get("aria-label") or e.get("aria-labelledby") or e.get("alt") or (title is not None and title.text))


def _headings(page: Page) -> Iterator[str]:
    last = 0
    for e in page.all("h1", "h2", "h3", "h4", "h5", "h6"):
        level = int(e.tag[1])
        if level > last + 1:
            yield f"headings: h{level} {text_of(e)[:40]!r} after h{last}"
        last = level


def _tables(page: Page) -> Iterator[str]:
    for table in page.all("table"):
        written = any("prose" in a.get("class", "") for a in page.around[table])  # Markdown has no captions
        if table.find("caption") is None and not _named(table) and not written:
            yield "tables: a table without a caption"
        heads = list(table.iter("th"))
        if not heads:
            yield "tables: a table without heads"
        yield from ("tables: a head without scope" for e in heads if "scope" not in e.attrib and not written)
        spans = any("rowspan" in e.attrib for e in table.iter())
        widths = {sum(int(c.get("colspan", "1")) for c in row if c.tag in ("td", "th")) for row in table.iter("tr")}
        if len(widths) > 1 and not spans:
            yield f"tables: rows of {sorted(widths)} cells"


def _languages(page: Page) -> Iterator[str]:
    if not page.root.get("lang"):
        yield "languages: the page names none"
    for e in page.around:
        for tag in {e.get("lang"), e.get("hreflang")} - {None, "x-default"}:
            try:
                Locale.parse(tag, sep="-")
            except (UnknownLocaleError, ValueError):
                yield f"languages: {tag!r} is none"


def _values(page: Page) -> Iterator[str]:
    for e in page.all("time"):
        if not _moment(e.get("datetime") or text_of(e)):
            yield f"values: time {e.get('datetime') or text_of(e)!r}"
    for e in page.all("a", "link", "img", "script", "form"):
        for name in ("href", "src", "action"):
            value = e.get(name)
            if value is not None and (not value.strip() or re.search(r"[\s<>\"{}|\\^`]", value)):
                yield f"values: {e.tag} {name} {value!r}"
    for e in page.around:
        if any(name.startswith("on") for name in e.attrib) or "style" in e.attrib:
            yield f"values: {e.tag} runs or is styled inline"


def _moment(value: str) -> bool:
    """A day, a month, a year, a moment or a duration, as an attribute may say it."""
    if re.fullmatch(r"\d{4}(-\d\d)?|\d{4}-W\d\d|P[\dYMWDTHS.]+|\d\d:\d\d(:\d\d)?", value):
        return True
    try:
        date.fromisoformat(value[:10])
    except ValueError:
        return False
    return re.fullmatch(r"(T| )\d\d:\d\d(:\d\d)?(\.\d+)?(Z|[+-]\d\d:?\d\d)?", value[10:]) is not None or not value[10:]
