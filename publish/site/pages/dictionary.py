"""Dictionary: what each field of a table means, with a small profile of what it holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from publish.figures import FieldFigures, TableFigures
from publish.model import Field, Json
from publish.site.pages.preview import cell
from publish.site.tongue import Phrase, Tongue
from publish.types import type_of

WIDE, HIGH = 96, 20  # pixels of a small distribution
_TOP = 5  # commonest values shown
_CATEGORIES = 12  # listed at once; the rest behind a fold


@dataclass(frozen=True, slots=True)
class Share:
    """A value and how much of the column it takes, with the width of its bar of WIDE."""

    label: Phrase
    percent: str
    width: float


@dataclass(frozen=True, slots=True)
class Entry:
    """One field, described."""

    name: str
    title: Phrase
    type: str
    unit: Phrase
    description: Phrase
    required: bool
    key: bool
    categories: tuple[tuple[str, Phrase], ...]
    missing: str  # "" when nothing is missing
    distinct: str
    span: tuple[str, str] | None  # the smallest and the largest
    bars: str  # path of the small distribution, in WIDE × HIGH
    shares: tuple[Share, ...]
    withheld: bool = False  # it exists, and is not given
    basis: Phrase = Phrase()  # why


def dictionary(
    fields: Iterable[Field],
    figures: TableFigures | None,
    keys: Iterable[str],
    tongue: Tongue,
    withheld: Sequence[Field] = (),
) -> tuple[Entry, ...]:
    """The fields of a table, or of an entry that has no data; then those that are withheld."""
    known: Mapping[str, FieldFigures] = figures.fields if figures else {}
    rows, primary = figures.rows if figures else 0, frozenset(keys)
    given = tuple(_entry(f, known.get(f.name), rows, f.name in primary, tongue) for f in fields)
    kept_back = (_entry(f, None, 0, False, tongue) for f in withheld)
    bases = (tongue.phrase(f.basis) for f in withheld)
    return given + tuple(replace(e, withheld=True, basis=b) for e, b in zip(kept_back, bases, strict=True))


def _entry(field: Field, counted: FieldFigures | None, rows: int, key: bool, tongue: Tongue) -> Entry:
    return Entry(
        name=field.name,
        title=tongue.phrase(field.title) or Phrase(field.name),
        type=type_of(field.type).label[tongue.tag],
        unit=tongue.phrase(field.unit),
        description=tongue.phrase(field.description),
        required=field.required,
        key=key,
        categories=tuple((c.value, tongue.phrase(c.label)) for c in field.categories),
        missing=_missing(counted, rows, tongue),
        distinct=_distinct(counted, rows, tongue),
        span=_span(counted, field, tongue),
        bars=bars(counted.bins) if counted else "",
        shares=_shares(counted, field, rows, tongue),
    )


def _missing(counted: FieldFigures | None, rows: int, tongue: Tongue) -> str:
    if counted is None or not counted.missing or not rows:
        return ""
    return tongue.t("%(share)s missing", share=tongue.percent(counted.missing, rows))


def _distinct(counted: FieldFigures | None, rows: int, tongue: Tongue) -> str:
    if counted is None or not counted.distinct:
        return ""
    if counted.distinct == rows and rows > 1:
        return tongue.t("every one different")
    return tongue.n("%(num)s value", "%(num)s different values", counted.distinct)


def _span(counted: FieldFigures | None, field: Field, tongue: Tongue) -> tuple[str, str] | None:
    if counted is None or counted.smallest is None or counted.largest is None:
        return None
    return _value(counted.smallest, field, tongue), _value(counted.largest, field, tongue)


def _value(value: Json, field: Field, tongue: Tongue) -> str:
    labels = {field.name: {c.value: tongue.phrase(c.label) for c in field.categories}}
    return cell(value, field, labels, tongue).text


def _shares(counted: FieldFigures | None, field: Field, rows: int, tongue: Tongue) -> tuple[Share, ...]:
    if counted is None or not counted.top or not rows or counted.bins:
        return ()
    if counted.top[0][1] == 1:  # every value stands once: a list of names says nothing
        return ()
    labels = {field.name: {c.value: tongue.phrase(c.label) for c in field.categories}}
    most = counted.top[0][1]
    return tuple(
        Share(_label(value, field, labels, tongue), tongue.percent(count, rows), round(WIDE * count / most, 1))
        for value, count in counted.top[:_TOP]
    )


def _label(value: Json, field: Field, labels: Mapping[str, Mapping[str, Phrase]], tongue: Tongue) -> Phrase:
    made = cell(value, field, labels, tongue)
    return Phrase(made.text, made.lang)


def bars(counts: tuple[int, ...]) -> str:
    """Counts as the path of a row of bars that stand on zero; the tallest fills the height."""
    most = max(counts, default=0)
    if not most:
        return ""
    step = WIDE / len(counts)
    wide = max(step - 1, 0.5)
    parts = []
    for place, count in enumerate(counts):
        if count:
            high = max(HIGH * count / most, 1)
            parts.append(f"M{place * step:.4g} {HIGH}v-{high:.4g}h{wide:.4g}v{high:.4g}z")
    return "".join(parts)
