"""Telling: a plan as a page in one language shows it: title, finding, description, picture, table, remark."""

from __future__ import annotations

from collections.abc import Iterator

from publish.model import Text
from publish.site.charts import words
from publish.site.charts.chart import Chart, Kind, Plan
from publish.site.charts.draw import svg
from publish.site.charts.finding import amount, finding, measured, points, step
from publish.site.tongue import Phrase, Tongue

ROWS = 50  # of the table beneath a picture; the data have all
_LONGEST = 80  # letters of a label in it


def chart(plan: Plan, name: str, tongue: Tongue) -> Chart:
    """What a page shows. ``name`` is its id there."""
    said, described = title(plan, tongue), description(plan, tongue)
    rows = tuple(_rows(plan, tongue))
    return Chart(
        id=name,
        kind=plan.kind.value,
        title=said,
        finding=finding(plan, tongue),
        description=described,
        svg=svg(plan, tongue, name, said, described),
        head=tuple(_head(plan, tongue)),
        rows=rows[:ROWS],
        more=more(len(rows), tongue),
        mark=tongue.sentences(_remarks(plan, tongue)),
    )


def title(plan: Plan, tongue: Tongue) -> str:
    """What the picture shows, with the unit: the publisher's words, or those of the fields."""
    if plan.title:
        return tongue.phrase(plan.title).text
    subject = tongue.phrase(plan.subject).text
    if plan.measure is None:
        by = words.sorted_by(plan, tongue)
        if not by:
            return tongue.t("%(subject)s: how many", subject=subject)
        return tongue.t("%(subject)s: how many by %(by)s", subject=subject, by=words.lowered(by, tongue))
    unit, measure = words.unit_of(plan.measure, tongue), words.title_of(plan.measure, tongue).text
    unit = "" if unit.lower() == measure.lower() else unit  # beds are counted in beds
    shown = tongue.t("%(measure)s (%(unit)s)", measure=measure, unit=unit) if unit else measure
    if plan.kind is Kind.LINE:
        many = len(plan.series) > 1 and plan.series[0].name == plan.measure.title
        return _timed(plan, subject if many else shown, unit if many else "", tongue)
    if plan.kind is Kind.HISTOGRAM:
        return tongue.t("%(measure)s: how many rows in each step", measure=shown)
    by = words.sorted_by(plan, tongue)
    said = tongue.t("%(measure)s by %(by)s", measure=shown, by=words.lowered(by, tongue)) if by else shown
    return tongue.t("%(what)s, %(when)s", what=said, when=words.moment(plan.when, tongue)) if plan.when else said


def _timed(plan: Plan, shown: str, unit: str, tongue: Tongue) -> str:
    shown = tongue.t("%(measure)s (%(unit)s)", measure=shown, unit=unit) if unit else shown
    first, last = (words.moment(m, tongue) for m in (plan.moments[0], plan.moments[-1]))
    return tongue.t("%(what)s, %(first)s to %(last)s", what=shown, first=first, last=last)


def description(plan: Plan, tongue: Tongue) -> str:
    """The picture in words: how much there is, the largest and the smallest, first and last."""
    if plan.kind is Kind.LINE:
        return tongue.sentences(_line(plan, place, tongue) for place in range(len(plan.series)))
    if plan.kind is Kind.HISTOGRAM:
        return _steps(plan, tongue)
    pairs = [(n, label) for n, label in zip(plan.series[0].numbers, plan.labels, strict=True) if n is not None]
    most, least = max(pairs, key=lambda p: p[0]), min(pairs, key=lambda p: p[0])
    return tongue.t(
        "%(count)s compared. Largest: %(first)s, %(most)s. Smallest: %(last)s, %(least)s.",
        count=tongue.number(len(pairs)),
        first=tongue.phrase(most[1]).text,
        most=amount(plan, most[0], tongue),
        last=tongue.phrase(least[1]).text,
        least=amount(plan, least[0], tongue),
    )


def _line(plan: Plan, place: int, tongue: Tongue) -> str:
    one = plan.series[place]
    known = points(plan, one)
    high, low = max(known, key=lambda p: p[1]), min(known, key=lambda p: p[1])
    return tongue.t(
        "%(name)s: %(first)s (%(start)s), %(last)s (%(end)s); highest %(most)s (%(high)s), lowest %(least)s (%(low)s).",
        name=tongue.phrase(one.name).text or measured(plan.measure, tongue),
        first=amount(plan, known[0][1], tongue),
        start=words.moment(known[0][0], tongue),
        last=amount(plan, known[-1][1], tongue),
        end=words.moment(known[-1][0], tongue),
        most=amount(plan, high[1], tongue),
        high=words.moment(high[0], tongue),
        least=amount(plan, low[1], tongue),
        low=words.moment(low[0], tongue),
    )


def _steps(plan: Plan, tongue: Tongue) -> str:
    counts = [n or 0 for n in plan.series[0].numbers]
    filled = [place for place, n in enumerate(counts) if n]
    return tongue.t(
        "%(rows)s rows in steps from %(low)s to %(high)s. Fullest: %(step)s with %(count)s rows.",
        rows=tongue.number(sum(counts)),
        low=step(plan, filled[0], tongue).partition("–")[0],
        high=step(plan, filled[-1], tongue).rpartition("–")[2],
        step=step(plan, counts.index(max(counts)), tongue),
        count=tongue.number(max(counts)),
    )


def _head(plan: Plan, tongue: Tongue) -> Iterator[Phrase]:
    unit = words.unit_of(plan.measure, tongue)
    measure = words.title_of(plan.measure, tongue) if plan.measure else Phrase(tongue.t("Rows"))
    shown = Phrase(tongue.t("%(measure)s (%(unit)s)", measure=measure.text, unit=unit), measure.lang)
    if plan.kind is Kind.HISTOGRAM:
        yield shown if unit else measure
        yield Phrase(tongue.t("Rows"))
        return
    yield words.title_of(plan.category, tongue) if plan.category else Phrase()
    if len(plan.series) > 1:
        yield from (tongue.phrase(one.name) for one in plan.series)
    else:
        yield shown if unit else measure
    if _shares(plan):
        yield Phrase(tongue.t("Share"))


def _shares(plan: Plan) -> bool:
    return plan.kind in (Kind.BARS, Kind.POINTS, Kind.AREAS) and plan.summed and bool(plan.total)


def _rows(plan: Plan, tongue: Tongue) -> Iterator[tuple[Phrase, ...]]:
    if plan.kind is Kind.HISTOGRAM:
        for place, n in enumerate(plan.series[0].numbers):
            yield Phrase(step(plan, place, tongue)), Phrase(tongue.number(n or 0))
        return
    if plan.kind is Kind.LINE:
        for place, at in enumerate(plan.moments):
            numbers = (Phrase(words.exact(one.numbers[place], tongue)) for one in plan.series)
            yield Phrase(words.moment(at, tongue)), *numbers
        return
    for label, n in zip(plan.labels, plan.series[0].numbers, strict=True):
        share = words.share(n, plan.total, tongue) if n is not None and _shares(plan) else ""
        shown = (Phrase(share),) if _shares(plan) else ()
        yield _cut(tongue.phrase(label)), Phrase(words.exact(n, tongue)), *shown


def _cut(label: Phrase) -> Phrase:
    return label if len(label.text) <= _LONGEST else Phrase(label.text[: _LONGEST - 1] + "…", label.lang)


def more(count: int, tongue: Tongue) -> str:
    """How many of ``count`` rows the table beneath a picture leaves to the data; "" where it shows all."""
    left = count - ROWS
    if left <= 0:
        return ""
    return tongue.n("%(num)s more row is in the data.", "%(num)s more rows are in the data.", left)


def _remarks(plan: Plan, tongue: Tongue) -> Iterator[str]:
    """What the picture leaves out."""
    if plan.undrawn:
        yield tongue.n("%(num)s more is not drawn.", "%(num)s more are not drawn.", plan.undrawn)
    if plan.missing:
        yield tongue.n("%(num)s has no figure.", "%(num)s have no figure.", plan.missing)
    if plan.totals:
        said = tongue.t(", ").join(tongue.phrase(t).text for t in _few(plan.totals))
        yield tongue.t("Left out as a total: %(labels)s.", labels=said)


def _few(totals: tuple[Text, ...]) -> tuple[Text, ...]:
    return totals[:5]
