"""Telling: a map as a page in one language shows it: title, finding, description, picture, table, remark."""

from __future__ import annotations

import math
from collections.abc import Iterator

from publish.model import Text
from publish.site.charts import most, words
from publish.site.charts.chart import Chart
from publish.site.charts.finding import leader, measured
from publish.site.charts.maps.draw import distance, figure, latitude, longitude
from publish.site.charts.maps.map import Area, Dot, Map
from publish.site.charts.telling import ROWS, more
from publish.site.tongue import Phrase, Tongue


def chart(drawn: Map, name: str, tongue: Tongue) -> Chart:
    """What a page shows. ``name`` is its id there."""
    said, described = title(drawn, tongue), description(drawn, tongue)
    rows = tuple(_rows(drawn, tongue))
    return Chart(
        id=name,
        kind=drawn.kind.value,
        title=said,
        finding=finding(drawn, tongue),
        description=described,
        svg=figure(drawn, tongue, name, said, tongue.sentences([described, *_legal(drawn, tongue)])),
        head=tuple(_head(drawn, tongue)),
        rows=rows[:ROWS],
        more=more(len(rows), tongue),
        mark=tongue.sentences(_remarks(drawn, tongue)),
    )


def title(drawn: Map, tongue: Tongue) -> str:
    """What is shown, with the unit: the publisher's words, or those of the fields."""
    if drawn.title:
        return tongue.phrase(drawn.title).text
    subject = tongue.phrase(drawn.subject).text
    if drawn.cells:
        size = distance(_round(drawn.radius * math.sqrt(3) * drawn.sheet.metres), tongue)
        return tongue.t("%(subject)s: how many in each hexagon, %(size)s across", subject=subject, size=size)
    if drawn.measure is None:
        return tongue.t("%(subject)s: where they are", subject=subject)
    measure = _measured(drawn, tongue)
    if drawn.dots:
        return tongue.t("%(subject)s: where they are, and %(measure)s", subject=subject,
                        measure=words.lowered(measure, tongue))  # fmt: skip
    by = words.title_of(drawn.category, tongue).text if drawn.category else ""
    return tongue.t("%(measure)s by %(by)s", measure=measure, by=words.lowered(by, tongue)) if by else measure


def finding(drawn: Map, tongue: Tongue) -> str:
    """The main thing, in one sentence."""
    if drawn.cells:
        fullest = drawn.cells[0]
        return tongue.t(
            "Most lie around %(lon)s, %(lat)s: %(count)s in one hexagon.",
            lon=longitude(round(fullest.longitude, 2), tongue),
            lat=latitude(round(fullest.latitude, 2), tongue),
            count=tongue.number(fullest.count),
        )
    pairs = _pairs(drawn)
    if not pairs:
        return _reach(drawn, tongue)
    (high, first), (low, last) = pairs[0], pairs[-1]
    if drawn.dots and drawn.measure:
        return leader(drawn.measure, _name(first, tongue), high, tongue)
    names: dict[str, object] = {
        "first": _name(first, tongue),
        "high": _amount(drawn, high, tongue),
        "last": _name(last, tongue),
        "low": _amount(drawn, low, tongue),
    }
    if said := most.of(drawn.measure, tongue):
        names |= {"most": said.most, "least": said.least}
        return tongue.t("%(first)s has %(most)s, %(high)s; %(last)s has %(least)s, %(low)s.", **names)
    names["measure"] = measured(drawn.measure, tongue)
    return tongue.t("%(measure)s: %(first)s comes first with %(high)s, %(last)s last with %(low)s.", **names)


def description(drawn: Map, tongue: Tongue) -> str:
    """The map in words, from its numbers."""
    if drawn.cells:
        places = sum(cell.count for cell in drawn.cells)
        return tongue.t("%(places)s places in %(cells)s hexagons.", places=tongue.number(places),
                        cells=tongue.number(len(drawn.cells)))  # fmt: skip
    pairs = _pairs(drawn)
    if not pairs:
        return _reach(drawn, tongue)
    (high, first), (low, last) = pairs[0], pairs[-1]
    compared = tongue.t(
        "%(count)s compared. Largest: %(first)s, %(most)s. Smallest: %(last)s, %(least)s.",
        count=tongue.number(len(pairs)),
        first=_name(first, tongue),
        most=_amount(drawn, high, tongue),
        last=_name(last, tongue),
        least=_amount(drawn, low, tongue),
    )
    return f"{_reach(drawn, tongue)} {compared}" if drawn.dots else compared


def _reach(drawn: Map, tongue: Tongue) -> str:
    """How many there are, and between which degrees."""
    if drawn.dots:
        count = len(drawn.dots)
        said = tongue.n("%(num)s place", "%(num)s places", count)
        xs, ys = [d.longitude for d in drawn.dots], [d.latitude for d in drawn.dots]
        west, east = (
            (min(xs), max(xs)) if not drawn.sheet.onward else (min(x for x in xs if x > 0), max(x for x in xs if x < 0))
        )
        south, north = min(ys), max(ys)
    else:
        kinds = []
        if drawn.areas:
            kinds.append(tongue.n("%(num)s area", "%(num)s areas", len(drawn.areas)))
        if drawn.lines:
            kinds.append(tongue.n("%(num)s line", "%(num)s lines", len(drawn.lines)))
        said = tongue.t(", ").join(kinds)
        sheet = drawn.sheet
        west, north = sheet.degrees(sheet.left, sheet.top)
        east, south = sheet.degrees(sheet.width - sheet.left, sheet.height - sheet.top)
    return tongue.t(
        "%(what)s between %(west)s and %(east)s, %(south)s and %(north)s.",
        what=said,
        west=longitude(round(west, 2), tongue),
        east=longitude(round(east, 2), tongue),
        south=latitude(round(south, 2), tongue),
        north=latitude(round(north, 2), tongue),
    )


def _pairs(drawn: Map) -> list[tuple[float, Text]]:
    """(number, name) of all that have one, the largest first."""
    marks: tuple[Area | Dot, ...] = drawn.areas or drawn.dots
    found = [(m.value, m.name) for m in marks if m.value is not None and m.name]
    return sorted(found, key=lambda pair: -pair[0])


def _amount(drawn: Map, value: float, tongue: Tongue) -> str:
    return words.with_unit(words.short(value, tongue), words.unit_of(drawn.measure, tongue), tongue)


def _name(name: Text, tongue: Tongue) -> str:
    return tongue.phrase(name).text


def _measured(drawn: Map, tongue: Tongue) -> str:
    if drawn.measure is None:
        return ""
    unit, measure = words.unit_of(drawn.measure, tongue), words.title_of(drawn.measure, tongue).text
    return tongue.t("%(measure)s (%(unit)s)", measure=measure, unit=unit) if unit else measure


def _head(drawn: Map, tongue: Tongue) -> Iterator[Phrase]:
    if not drawn.cells:
        yield words.title_of(drawn.category, tongue) if drawn.category else Phrase(tongue.t("Place"))
    if drawn.dots or drawn.cells:
        yield Phrase(tongue.t("Longitude"))
        yield Phrase(tongue.t("Latitude"))
    if drawn.cells:
        yield Phrase(tongue.t("Rows"))
    elif drawn.measure:
        yield Phrase(_measured(drawn, tongue))


def _rows(drawn: Map, tongue: Tongue) -> Iterator[tuple[Phrase, ...]]:
    for cell in drawn.cells:
        where = (Phrase(tongue.number(round(v, 3))) for v in (cell.longitude, cell.latitude))
        yield *where, Phrase(tongue.number(cell.count))
    for dot in drawn.dots:
        where = (Phrase(tongue.number(v)) for v in (dot.longitude, dot.latitude))
        value = (Phrase(words.exact(dot.value, tongue)),) if drawn.measure else ()
        yield tongue.phrase(dot.name), *where, *value
    for area in drawn.areas:
        value = (Phrase(words.exact(area.value, tongue)),) if drawn.measure else ()
        yield tongue.phrase(area.name), *value


def _legal(drawn: Map, tongue: Tongue) -> Iterator[str]:
    if drawn.standing.illustration:
        yield tongue.t("Illustration, without map approval.")
    if drawn.standing.approval:
        yield tongue.t("Map approval number: %(number)s.", number=drawn.standing.approval)


def _remarks(drawn: Map, tongue: Tongue) -> Iterator[str]:
    """What must stand with the map, and what it leaves out."""
    yield from _legal(drawn, tongue)
    if not drawn.standing.placed:
        yield tongue.t("The outlines name no coordinate system: they show which area is which, not where it lies.")
    if drawn.outlines:
        yield tongue.t("Outlines: %(title)s.", title=tongue.phrase(drawn.outlines).text)
    if drawn.nowhere:
        yield tongue.n("%(num)s row has no place.", "%(num)s rows have no place.", drawn.nowhere)


def _round(metres: float) -> int:
    """To two figures."""
    return int(float(f"{metres:.2g}")) or 1
