"""Finding: the main thing that a picture says, in one sentence made from its numbers."""

from __future__ import annotations

import re

from publish.site.charts import words
from publish.site.charts.chart import Kind, Moment, Number, Plan, Series
from publish.site.charts.measures import is_rate
from publish.site.tongue import Tongue

_LARGE = re.compile(r"面积|长度|距离|里程|容量|规模|体积|\b(area|length|distance|size|volume)\b", re.IGNORECASE)
_MOVED = 0.3  # of the span between lowest and highest: a smaller change is not the main thing of a line


def finding(plan: Plan, tongue: Tongue) -> str:
    """The sentence over a picture."""
    if plan.kind is Kind.LINE:
        return _of_lines(plan, tongue)
    if plan.kind is Kind.HISTOGRAM:
        return _of_steps(plan, tongue)
    return of_bars(plan, tongue)


def of_bars(plan: Plan, tongue: Tongue) -> str:
    """Which is the largest, and its share where that means something. Also of areas and places with a number."""
    pairs = [(n, label) for n, label in zip(plan.series[0].numbers, plan.labels, strict=True) if n is not None]
    most = max(n for n, _ in pairs)
    first = [tongue.phrase(label).text for n, label in pairs if n == most]
    names: dict[str, object] = {
        "label": first[0],
        "value": amount(plan, most, tongue),
        "num": tongue.number(len(first)),
        "share": words.share(most, plan.total, tongue) if plan.summed else "",
    }
    if plan.measure is None:
        return _of_counts(plan, len(first), names, tongue)
    if len(first) > 1:
        return tongue.t("%(label)s and others, %(num)s in all, share the first place with %(value)s.", **names)
    if names["share"]:
        if _large(plan):
            return tongue.t("%(label)s is the largest with %(value)s, %(share)s of the total.", **names)
        return tongue.t("%(label)s comes first with %(value)s, %(share)s of the total.", **names)
    if _large(plan):
        return tongue.t("%(label)s is the largest with %(value)s.", **names)
    return tongue.t("%(label)s is the highest with %(value)s.", **names)


def _of_counts(plan: Plan, ties: int, names: dict[str, object], tongue: Tongue) -> str:
    if ties > 1:
        return tongue.t("%(label)s and others, %(num)s in all, share the first place with %(value)s each.", **names)
    names["all"] = tongue.number(plan.total)
    return tongue.t("“%(label)s” is the most common: %(value)s of %(all)s, %(share)s.", **names)


def _large(plan: Plan) -> bool:
    field = plan.measure
    return field is not None and any(_LARGE.search(said) for said in (field.name, *(t for _, t in field.title)))


def amount(plan: Plan, value: Number, tongue: Tongue) -> str:
    """A number of the picture with its unit."""
    return words.with_unit(words.short(value, tongue), words.unit_of(plan.measure, tongue), tongue)


def _of_lines(plan: Plan, tongue: Tongue) -> str:
    if len(plan.series) > 1:
        return _of_last(plan, tongue)
    known = points(plan, plan.series[0])
    (start, first), (end, last) = known[0], known[-1]
    low, high = min(n for _, n in known), max(n for _, n in known)
    names: dict[str, object] = {
        "measure": words.title_of(plan.measure, tongue).text if plan.measure else "",
        "start": words.moment(start, tongue),
        "end": words.moment(end, tongue),
        "first": amount(plan, first, tongue),
        "last": amount(plan, last, tongue),
    }
    if abs(last / 2 - first / 2) >= _MOVED * (high / 2 - low / 2):
        names["change"] = change(plan, first, last, tongue)
        if last > first:
            return tongue.t("%(measure)s: up from %(first)s (%(start)s) to %(last)s (%(end)s)%(change)s.", **names)
        return tongue.t("%(measure)s: down from %(first)s (%(start)s) to %(last)s (%(end)s)%(change)s.", **names)
    names |= {"most": amount(plan, high, tongue), "least": amount(plan, low, tongue)}
    names |= {"high": _when(known, high, tongue), "low": _when(known, low, tongue)}
    return tongue.t("%(measure)s: highest on %(high)s with %(most)s, lowest on %(low)s with %(least)s.", **names)


def _of_last(plan: Plan, tongue: Tongue) -> str:
    """Of several lines: which stands highest at the last moment that all have."""
    for place in reversed(range(len(plan.moments))):
        found = [(one.numbers[place], one) for one in plan.series]
        if all(n is not None for n, _ in found):
            break
    else:
        found, place = [(points(plan, one)[-1][1], one) for one in plan.series], len(plan.moments) - 1
    value, one = max(((n, one) for n, one in found if n is not None), key=lambda pair: pair[0])
    return tongue.t(
        "%(label)s is the highest in the end: %(value)s (%(when)s).",
        label=tongue.phrase(one.name).text,
        value=amount(plan, value, tongue),
        when=words.moment(plan.moments[place], tongue),
    )


def points(plan: Plan, series: Series) -> list[tuple[Moment, Number]]:
    """Where a line has a number."""
    return [(m, n) for m, n in zip(plan.moments, series.numbers, strict=True) if n is not None]


def _when(known: list[tuple[Moment, Number]], value: Number, tongue: Tongue) -> str:
    """When a line had a value: the first time, and how many there were."""
    times = [m for m, n in known if n == value]
    first = words.moment(times[0], tongue)
    return first if len(times) == 1 else tongue.t("%(first)s (%(num)s times)", first=first, num=len(times))


def change(plan: Plan, first: Number, last: Number, tongue: Tongue) -> str:
    """By how much a line has changed, where a share of its first number means something; else ""."""
    if plan.measure is None or is_rate(plan.measure) or first <= 0 or last <= 0 or last / first > 100:
        return ""
    by = words.share(abs(last - first), first, tongue)
    return tongue.t(", +%(share)s", share=by) if last > first else tongue.t(", −%(share)s", share=by)


def _of_steps(plan: Plan, tongue: Tongue) -> str:
    counts = [n or 0 for n in plan.series[0].numbers]
    place = counts.index(max(counts))
    return tongue.t(
        "%(measure)s: most often %(step)s, in %(share)s of the rows.",
        measure=words.title_of(plan.measure, tongue).text if plan.measure else "",
        step=words.with_unit(step(plan, place, tongue), words.unit_of(plan.measure, tongue), tongue),
        share=words.share(counts[place], plan.total, tongue),
    )


def step(plan: Plan, place: int, tongue: Tongue) -> str:
    """One step of a histogram: ``20–40``."""
    ends = (plan.edges[place], plan.edges[place + 1])
    low, high = (words.short(int(e) if e.is_integer() and abs(e) < 1e15 else e, tongue) for e in ends)
    return f"{low}–{high}"
