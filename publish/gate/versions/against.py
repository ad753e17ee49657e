"""Every package that differs held against what it was: problems and summaries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from publish.cache import Cache
from publish.gate.judgement import Judgement, judge_all
from publish.gate.rule import Around
from publish.gate.rules import CHANGE_RULES
from publish.gate.versions.change import Pair
from publish.gate.versions.compare import compare
from publish.jobs import Progress, silent
from publish.model import Comparison
from publish.problems import Problem, softened


@dataclass(frozen=True, slots=True)
class Held:
    """What came of it."""

    problems: tuple[Problem, ...] = ()
    comparisons: tuple[Comparison, ...] = ()


def hold(
    pairs: Sequence[Pair],
    judged: Mapping[str, Judgement],
    around: Around,
    cache: Cache,
    *,
    jobs: int,
    progress: Progress = silent,
) -> Held:
    """Judge the packages of then as those of now are, ``judged`` by name, compare, and ask the rules."""
    old = [one.before for one in pairs if one.before is not None]
    then = {
        id(p): j for p, j in zip(old, judge_all(old, around.portal, cache, jobs=jobs, progress=progress), strict=True)
    }
    problems: list[Problem] = []
    comparisons = []
    for one in pairs:
        now = judged.get(one.name, Judgement()) if one.after is not None else Judgement()
        change = compare(one, then.get(id(one.before), Judgement()), now, cache)
        comparisons.append(change.compared)
        found = [problem for rule in CHANGE_RULES for problem in rule.check(change, around)]
        problems += map(softened, found) if _harvested(one) else found
    return Held(tuple(problems), tuple(comparisons))


def _harvested(one: Pair) -> bool:
    """Is it taken from another portal, so that its promises are not ours?"""
    package = one.after or one.before
    return package is not None and package.origin is not None
