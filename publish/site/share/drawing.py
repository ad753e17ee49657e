"""Drawing: a picture of a dataset as shapes without letters, inside a box of a card."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from publish.figures import Figures
from publish.site.charts import shapes
from publish.site.charts.chart import Kind, Plan
from publish.site.charts.maps.draw import shade
from publish.site.charts.maps.hexagons import path
from publish.site.charts.maps.map import Map
from publish.site.charts.maps.outlines import FINE
from publish.site.charts.shown import Shown
from publish.tables import Table

INK, LINE, BAR, MOST = "#1d1b18", "#dcd8cd", "#8fbac8", "#11607a"
_SERIES = ("#11607a", "#b5301f", "#b98a1c", "#4d7f4b", "#7a5ca8", "#5a554c", "#4d8fa5")
_SHADES = ("#f3f1ea", "#dcebee", "#abd0da", "#6fadbf", "#33829a", "#0b4c62")
_BARS, _STEP = 24, 96.0  # bars at most, and pixels from one to the next at most
_COLUMNS, _ROWS = 9, 12  # of a ledger


@dataclass(frozen=True, slots=True)
class Box:
    """Where a picture stands on the card, in pixels."""

    x: float
    y: float
    width: float
    height: float


def first(pictures: Sequence[Shown]) -> Shown | None:
    """The first picture that may stand without words. Boundaries need their approval, or the remark that they are an
    illustration, printed with them."""
    return next((one for one in pictures if not (isinstance(one, Map) and _bound(one))), None)


def _bound(drawn: Map) -> bool:
    return bool(drawn.areas or drawn.lines) and (drawn.standing.illustration or bool(drawn.standing.approval))


def drawing(picture: Shown, box: Box) -> str:
    """A chart or a map."""
    if isinstance(picture, Map):
        return _map(picture, box)
    draw = {Kind.BARS: _bars, Kind.LINE: _lines, Kind.HISTOGRAM: _columns}[picture.kind]
    return "".join(draw(picture, box))


def _bars(plan: Plan, box: Box) -> Iterator[str]:
    bars = shapes.bars(plan)[:_BARS]
    step = min(box.height / len(bars), _STEP)
    thick = step * 0.72
    top = box.y + (box.height - step * len(bars)) / 2
    for place, bar in enumerate(bars):
        x, width = box.x + bar.start * box.width, max((bar.end - bar.start) * box.width, 2 if bar.known else 0)
        yield _rect(x, top + place * step + (step - thick) / 2, width, thick, MOST if bar.most else BAR)


def _columns(plan: Plan, box: Box) -> Iterator[str]:
    for left, right, up in shapes.columns(plan):
        x, width = box.x + left * box.width, (right - left) * box.width
        yield _rect(x + 1, box.y + (1 - up) * box.height, max(width - 2, 1), up * box.height, BAR)
    yield _rect(box.x, box.y + box.height, box.width, 3, INK)


def _lines(plan: Plan, box: Box) -> Iterator[str]:
    for n in range(4):
        yield _rect(box.x, box.y + box.height * n / 4, box.width, 1.5, LINE)
    yield _rect(box.x, box.y + box.height, box.width, 3, INK)
    for place, runs in enumerate(shapes.lines(plan)):
        colour = _SERIES[place % len(_SERIES)]
        for run in runs:
            points = [(box.x + x * box.width, box.y + (1 - y) * box.height) for x, y in run.points]
            if len(points) == 1:
                yield f'<circle cx="{points[0][0]:.1f}" cy="{points[0][1]:.1f}" r="5" fill="{colour}"/>'
            else:
                d = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
                yield f'<path d="{d}" fill="none" stroke="{colour}" stroke-width="5" stroke-linejoin="round"/>'


def _map(drawn: Map, box: Box) -> str:
    sheet = drawn.sheet
    size = min(box.width / sheet.width, box.height / sheet.height)
    x, y = box.x + (box.width - sheet.width * size) / 2, box.y + (box.height - sheet.height * size) / 2
    land = "".join(_land(drawn, size))
    return f'<g transform="translate({x:.1f} {y:.1f}) scale({size:.4f})">{land}</g>'


def _land(drawn: Map, size: float) -> Iterator[str]:
    fine = f'<g transform="scale({1 / FINE:g})" stroke="#8d877b" stroke-width="{FINE / size:.2f}">'
    areas = "".join(f'<path d="{a.path}" fill="{_SHADES[shade(a.level, drawn)]}"/>' for a in drawn.areas)
    ways = "".join(f'<path d="{d}" fill="none" stroke="{MOST}"/>' for d in drawn.lines if d)
    if areas or ways:
        yield f"{fine}{areas}{ways}</g>"
    for cell in drawn.cells:
        fill = _SHADES[shade(cell.level, drawn)]
        yield f'<path d="{path(cell.x, cell.y, drawn.radius)}" fill="{fill}"/>'
    for dot in drawn.dots:
        place = f'cx="{dot.x:.1f}" cy="{dot.y:.1f}" r="{max(dot.radius, 4):.1f}"'
        yield f'<circle {place} fill="{MOST}" fill-opacity="0.6"/>'


def ledger(tables: Sequence[Table], figures: Figures, box: Box) -> str:
    """The largest table as a quiet ledger, when nothing says more: its columns, numbers to the right, and a gap at the
    foot of a column for the part of it that is missing."""
    table = max(tables, key=lambda t: (t.rows, t.name))
    counted = figures.tables.get(table.name)
    fields, rows = table.fields[:_COLUMNS], min(table.rows, _ROWS)
    wide, high = box.width / len(fields), box.height / (_ROWS + 1)
    made = [_rect(box.x, box.y + high - 4, box.width, 3, INK)]
    for column, field in enumerate(fields):
        known = counted.fields.get(field.name) if counted else None
        empty = known.missing / table.rows if known and table.rows else 0.0
        number = field.type in ("integer", "number")
        long = (0.42 if number else 0.7) * wide
        x = box.x + column * wide + (wide * 0.9 - long if number else 0)
        made.append(_rect(x, box.y + high * 0.3, long, 12, INK))
        for row in range(rows - round(empty * rows)):
            part = long * (1, 0.72, 0.88, 0.6, 0.94)[(row * 3 + column) % 5]
            left = x + long - part if number else x
            made.append(_rect(left, box.y + (row + 1.3) * high, part, 12, MOST if number else BAR))
    made += [_rect(box.x, box.y + (row + 2) * high - 3, box.width, 1.5, LINE) for row in range(rows)]
    return "".join(made)


def _rect(x: float, y: float, width: float, height: float, fill: str) -> str:
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{fill}"/>'
