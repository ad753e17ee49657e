"""Finding: the main thing that a picture says, in one sentence made from its numbers."""

from __future__ import annotations

from publish.drawable.measures import is_rate
from publish.model import Field
from publish.site.charts import most, words
from publish.site.charts.chart import Kind, Moment, Number, Plan, Series
from publish.site.tongue import Tongue

_MOVED = 0.3  # of the span between lowest and highest: a smaller change is not the main thing of a line


def finding(plan: Plan, tongue: Tongue) -> str:
    """The sentence over a picture."""
    if plan.kind is Kind.LINE:
        return _of_lines(plan, tongue)
    if plan.kind is Kind.HISTOGRAM:
        return _of_steps(plan, tongue)
    return _of_bars(plan, tongue)


def _of_bars(plan: Plan, tongue: Tongue) -> str:
    """Which has the most, and its share where that means something."""
    pairs = [(n, label) for n, label in zip(plan.series[0].numbers, plan.labels, strict=True) if n is not None]
    high = max(n for n, _ in pairs)
    first = [tongue.phrase(label).text for n, label in pairs if n == high]
    said = most.of(plan.measure, tongue)
    names: dict[str, object] = {
        "label": first[0],
        "value": stated(plan.measure, high, tongue),
        "num": tongue.number(len(first)),
        "share": words.share(high, plan.total, tongue) if plan.summed else "",
        "measure": measured(plan.measure, tongue),
        "most": said.most if said else "",
    }
    if len(first) == len(pairs):
        names["measure"] = words.lowered(str(names["measure"]), tongue)
        return tongue.t("%(num)s have the same %(measure)s: %(value)s.", **names)
    if plan.measure is None:
        return _of_counts(plan, len(first), names, tongue)
    if len(first) > 1:
        if said:
            return tongue.t("%(label)s and others, %(num)s in all, have %(most)s: %(value)s each.", **names)
        return tongue.t("%(measure)s: %(label)s and others, %(num)s in all, come first with %(value)s.", **names)
    if said and names["share"]:
        return tongue.t("%(label)s has %(most)s: %(value)s, %(share)s of the total.", **names)
    return leader(plan.measure, first[0], high, tongue)


def leader(measure: Field, label: str, number: Number, tongue: Tongue) -> str:
    """Which has the most of a measure, without a share."""
    value = stated(measure, number, tongue)
    if said := most.of(measure, tongue):
        return tongue.t("%(label)s has %(most)s: %(value)s.", label=label, most=said.most, value=value)
    called = measured(measure, tongue)
    return tongue.t("%(measure)s: %(label)s comes first with %(value)s.", measure=called, label=label, value=value)


def stated(measure: Field | None, number: Number, tongue: Tongue) -> str:
    """A number behind its measure, with the unit unless that says the same: the most beds, 800."""
    unit, said = words.unit_of(measure, tongue), measured(measure, tongue).lower()
    return words.with_unit(words.short(number, tongue), "" if unit.lower() in said.split() else unit, tongue)


def measured(measure: Field | None, tongue: Tongue) -> str:
    """What a measure is called at the head of a sentence; rows that are counted have a name too."""
    return words.title_of(measure, tongue).text if measure else tongue.t("Number")


def _of_counts(plan: Plan, ties: int, names: dict[str, object], tongue: Tongue) -> str:
    if ties > 1:
        return tongue.t("%(label)s and others, %(num)s in all, share the first place with %(value)s each.", **names)
    names["all"] = tongue.number(plan.total)
    if plan.category and (plan.category.categories or "enum" in plan.category.constraints):
        return tongue.t("“%(label)s” is the most common: %(value)s of %(all)s, %(share)s.", **names)
    return tongue.t("%(label)s has the most: %(value)s of %(all)s, %(share)s.", **names)


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
        "measure": measured(plan.measure, tongue),
        "start": words.moment(start, tongue),
        "end": words.moment(end, tongue),
        "first": amount(plan, first, tongue),
        "last": amount(plan, last, tongue),
    }
    if low == high:
        return tongue.t("%(measure)s: %(first)s throughout, from %(start)s to %(end)s.", **names)
    if abs(last / 2 - first / 2) >= _MOVED * (high / 2 - low / 2):
        names["change"] = change(plan, first, last, tongue)
        if last > first:
            return tongue.t("%(measure)s: up from %(first)s (%(start)s) to %(last)s (%(end)s)%(change)s.", **names)
        return tongue.t("%(measure)s: down from %(first)s (%(start)s) to %(last)s (%(end)s)%(change)s.", **names)
    names |= {"most": amount(plan, high, tongue), "least": amount(plan, low, tongue)}
    names |= {"high": _when(known, high, tongue), "low": _when(known, low, tongue)}
    return tongue.t("%(measure)s: between %(least)s (%(low)s) and %(most)s (%(high)s).", **names)


def _of_last(plan: Plan, tongue: Tongue) -> str:
    """Of several lines: which stands highest at the last moment that all have."""
    for place in reversed(range(len(plan.moments))):
        found = [(one.numbers[place], one) for one in plan.series]
        if all(n is not None for n, _ in found):
            break
    else:
        found, place = [(points(plan, one)[-1][1], one) for one in plan.series], len(plan.moments) - 1
    value, one = max(((n, one) for n, one in found if n is not None), key=lambda pair: pair[0])
    names: dict[str, object] = {
        "label": tongue.phrase(one.name).text,
        "value": amount(plan, value, tongue),
        "when": words.moment(plan.moments[place], tongue),
    }
    said = most.of(plan.measure, tongue)
    if said and plan.measure and one.name != plan.measure.title and len({s.name for s in plan.series}) > 1:
        return tongue.t("%(label)s has %(most)s in the end: %(value)s (%(when)s).", most=said.most, **names)
    return tongue.t("%(label)s is the highest in the end: %(value)s (%(when)s).", **names)


def points(plan: Plan, series: Series) -> list[tuple[Moment, Number]]:
    """Where a line has a number."""
    return [(m, n) for m, n in zip(plan.moments, series.numbers, strict=True) if n is not None]


def _when(known: list[tuple[Moment, Number]], value: Number, tongue: Tongue) -> str:
    """When a line had a value: the one time, or how many there were and the first of them."""
    times = [m for m, n in known if n == value]
    first, count = words.moment(times[0], tongue), len(times)
    if count == 1:
        return first
    match len(times[0].iso):  # 2026, 2026-11, 2026-11-03, or with a clock
        case 4:
            return tongue.n("%(num)s year, first %(first)s", "%(num)s years, first %(first)s", count, first=first)
        case 7:
            return tongue.n("%(num)s month, first %(first)s", "%(num)s months, first %(first)s", count, first=first)
        case 10:
            return tongue.n("%(num)s day, first %(first)s", "%(num)s days, first %(first)s", count, first=first)
    return tongue.n("once, %(first)s", "%(num)s times, first %(first)s", count, first=first)


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
