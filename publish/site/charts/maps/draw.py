"""Draw: a map as SVG with the key beneath it, in one language. Colours are classes of map.css.

Names are set twice, for a wide page and for a phone, because a drawing that shrinks takes its letters with it; the
style sheet shows one of the two.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from markupsafe import Markup, escape

from publish.model import Text
from publish.site.charts import words
from publish.site.charts.maps.hexagons import path
from publish.site.charts.maps.lettering import Letter, apart, letter, names
from publish.site.charts.maps.map import Map
from publish.site.charts.maps.outlines import FINE
from publish.site.charts.maps.projection import bar
from publish.site.tongue import Phrase, Tongue

_LETTER, _TICK = 13.0, 11.0  # pixels
_PHONE = 328.0  # pixels a map is wide there
_STRIP = 30.0  # beneath the sheet, for the scale


def figure(drawn: Map, tongue: Tongue, name: str, title: str, description: str) -> Markup:
    """The whole: picture and key, with the words that the script puts on its buttons."""
    sheet = drawn.sheet
    scaled = drawn.standing.placed and sheet.exact
    wide, high = round(sheet.width), round(sheet.height + (_STRIP if scaled else 0))
    said = "|".join(_spoken(tongue))
    measured = f' data-metres="{sheet.metres:.6g}"' if scaled else ""
    return Markup(  # every part was escaped when it was made
        f'<div class="map" data-words="{escape(said)}"{measured}>'
        f'<div class="stage"><svg class="chart sheet" role="img" aria-labelledby="{name}-t {name}-d" '
        f'viewBox="0 0 {wide} {high}" width="{wide}" height="{high}"><title id="{name}-t">{escape(title)}</title>'
        f'<desc id="{name}-d">{escape(description)}</desc>'
        f'<g class="land">{"".join(_land(drawn, tongue))}</g>{_scale(drawn, tongue) if scaled else ""}</svg></div>'
        f"{_key(drawn, tongue)}</div>"
    )


def _spoken(tongue: Tongue) -> Iterator[str]:
    t = tongue.t
    yield from (t("Zoom in"), t("Zoom out"), t("Whole map"))
    yield t("Map. Arrow keys move it, plus and minus zoom, 0 shows the whole.")
    yield t("Places on the map. Arrow keys go from one to the next.")
    yield from (t("%(number)s km"), t("%(number)s m"))


def _land(drawn: Map, tongue: Tongue) -> Iterator[str]:
    if drawn.standing.placed:
        yield _grid(drawn)
    if drawn.areas or drawn.lines:
        areas = "".join(_area(area.path, area.level, drawn, _label(area.name, area.value, drawn, tongue))
                        for area in drawn.areas)  # fmt: skip
        lines = "".join(f'<path class="way" d="{line}"/>' for line in drawn.lines if line)
        yield f'<g transform="scale({1 / FINE:g})">{areas}{lines}</g>'
    for cell in drawn.cells:
        said = tongue.n("%(num)s place here", "%(num)s places here", cell.count)
        shape = path(cell.x, cell.y, drawn.radius)
        yield f'<path class="mark cell s{shade(cell.level, drawn)}" d="{shape}">{_title(said)}</path>'
    for dot in drawn.dots:
        empty = " none" if drawn.measure and dot.value is None else ""
        said = _title(_label(dot.name, dot.value, drawn, tongue))
        yield f'<circle class="mark dot{empty}" cx="{dot.x:g}" cy="{dot.y:g}" r="{dot.radius:g}">{said}</circle>'
    if drawn.standing.placed:
        yield from _degrees(drawn, tongue)
    yield from _twice("names", drawn, lambda size: names(drawn, tongue, size), _LETTER)


def _area(shape: str, level: int, drawn: Map, said: str) -> str:
    kind = f"s{shade(level, drawn)}" if drawn.classes else "plain"
    return f'<path class="mark {kind}" d="{shape}">{_title(said)}</path>'


def shade(level: int, drawn: Map) -> int:
    """1 to 5, whatever the number of classes: two are the lightest but one and the darkest; 0 has no number."""
    if level < 0 or drawn.classes is None:
        return 0 if level < 0 else 3
    return {2: (2, 5), 3: (1, 3, 5), 4: (1, 2, 4, 5)}.get(drawn.classes.count, (1, 2, 3, 4, 5))[level]


def _label(name: Text, value: float | None, drawn: Map, tongue: Tongue) -> str:
    said = tongue.phrase(name).text
    if drawn.measure is None:
        return said
    unit = words.unit_of(drawn.measure, tongue)
    shown = words.exact(value, tongue)
    number = shown if value is None else words.with_unit(shown, unit, tongue)
    return tongue.t("%(name)s: %(value)s", name=said, value=number) if said else number


def _title(said: str) -> str:
    return f"<title>{escape(said)}</title>" if said else ""


def _grid(drawn: Map) -> str:
    """Lines of longitude and latitude, in a frame."""
    sheet = drawn.sheet
    down = "".join(f"M{x:.1f} 0v{sheet.height:.0f}" for _, x in sheet.meridians())
    across = "".join(f"M0 {y:.1f}h{sheet.width:.0f}" for _, y in sheet.parallels())
    frame = f"M0.5 0.5h{sheet.width - 1:.0f}v{sheet.height - 1:.0f}h-{sheet.width - 1:.0f}z"
    return f'<path class="grid" d="{frame}{down}{across}"/>'


def _degrees(drawn: Map, tongue: Tongue) -> Iterator[str]:
    """What the lines are, at the lower and the left edge."""
    sheet = drawn.sheet

    def degrees(size: float) -> Iterator[Letter]:
        for degree, x in sheet.meridians():
            yield letter(Phrase(longitude(degree, tongue)), round(x, 1), round(sheet.height - 4), size)
        for degree, y in sheet.parallels():
            yield letter(Phrase(latitude(degree, tongue)), 2, round(y - 3, 1), size, "start")

    def fitting(size: float) -> list[Letter]:
        inside = [one for one in degrees(size) if one.box.left > -size and one.box.right < sheet.width + size / 2]
        return list(apart([one for one in inside if one.box.top > 0]))

    yield from _twice("degrees", drawn, fitting, _TICK)


def _twice(kind: str, drawn: Map, placed: Callable[[float], Sequence[Letter]], size: float) -> Iterator[str]:
    """Letters for a wide page and for a phone."""
    for page, letters in (("wide-page", size), ("phone", size * max(1.0, drawn.sheet.width / _PHONE))):
        found = placed(letters)
        if found:
            said = "".join(_text(one) for one in found)
            yield f'<g class="{kind} on-{page}" font-size="{letters:.1f}">{said}</g>'


def _text(one: Letter) -> str:
    moved = "".join(f' {n}="{v:g}em"' for n, v in (("dx", one.across), ("dy", one.down)) if v)
    lang = f' lang="{escape(one.said.lang)}"' if one.said.lang else ""
    anchor = "" if one.anchor == "start" else f' text-anchor="{one.anchor}"'
    return f'<text x="{one.x:g}" y="{one.y:g}"{moved}{anchor}{lang}>{escape(one.said.text)}</text>'


def _scale(drawn: Map, tongue: Tongue) -> str:
    found = bar(drawn.sheet.metres, drawn.sheet.width / 4)
    if found is None:
        return ""
    metres, length = found
    y = drawn.sheet.height + 16
    line = f'<path d="M2 {y - 5:g}v5h{length:.1f}v-5"/>'
    said = Phrase(distance(metres, tongue))
    letters = "".join(
        _twice("far", drawn, lambda size: [letter(said, round(length + 10, 1), y + 2, size, "start")], _TICK)
    )
    return f'<g class="scale">{line}{letters}</g>'


def _key(drawn: Map, tongue: Tongue) -> str:
    """What the shades and dots mean."""
    items = [*_shades_said(drawn, tongue)]
    if drawn.dots and drawn.measure:
        items.append(
            escape(
                tongue.t(
                    "Area of the dot: %(measure)s. The smallest are drawn larger, to be seen.",
                    measure=words.lowered(words.title_of(drawn.measure, tongue).text, tongue),
                )
            )
        )
        if any(dot.value is None for dot in drawn.dots):
            items.append(_swatch("none", tongue.t("no figure")))
    return f'<ul class="key">{"".join(f"<li>{item}</li>" for item in items)}</ul>' if items else ""


def _shades_said(drawn: Map, tongue: Tongue) -> Iterator[str]:
    made = drawn.classes
    if made is None:
        return
    edges = [words.exact(_plain(b), tongue) for b in made.breaks]
    for level in range(made.count):
        if level == 0:
            said = tongue.t("below %(high)s", high=edges[0])
        elif level == made.count - 1:
            said = tongue.t("%(low)s and more", low=edges[-1])
        else:
            said = tongue.t("%(low)s to below %(high)s", low=edges[level - 1], high=edges[level])
        yield _swatch(f"s{shade(level, drawn)}", said)
    if any(area.level < 0 for area in drawn.areas):
        yield _swatch("s0", tongue.t("no figure"))


def _swatch(kind: str, said: str) -> str:
    return f'<i class="swatch {kind}"></i>{escape(said)}'


def _plain(number: float) -> float:
    return int(number) if number.is_integer() and abs(number) < 1e15 else number


def distance(metres: int, tongue: Tongue) -> str:
    """A length on the ground: ``20 km``, ``500 m``."""
    if metres >= 1000:
        return tongue.t("%(number)s km", number=tongue.number(metres // 1000))
    return tongue.t("%(number)s m", number=tongue.number(metres))


def longitude(degree: float, tongue: Tongue) -> str:
    """``121.5° E``."""
    said = tongue.number(_plain(abs(degree)))
    return tongue.t("%(degrees)s° E", degrees=said) if degree >= 0 else tongue.t("%(degrees)s° W", degrees=said)


def latitude(degree: float, tongue: Tongue) -> str:
    """``31.2° N``."""
    said = tongue.number(_plain(abs(degree)))
    return tongue.t("%(degrees)s° N", degrees=said) if degree >= 0 else tongue.t("%(degrees)s° S", degrees=said)
