"""Ask: the questions of ``questions.toml`` as a form, in groups, with what is missing or does not fit."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from publish.desk.look import Option
from publish.desk.words import option, say
from publish.desk.work import Work
from publish.history import day
from publish.model import Registers
from publish.questions import Question, asked, lists

# Groups of questions, in order: how the keys of each begin. What is named by none comes last.
GROUPS: Mapping[str, tuple[str, ...]] = {
    "what": ("title", "description", "keywords", "name"),
    "whose": ("catalogue/provider", "catalogue/contact"),
    "where": ("catalogue/topic", "catalogue/code", "catalogue/frequency", "catalogue/level", "catalogue/secret"),
    "how": (
        "licenses",
        "catalogue/status",
        "catalogue/trial",
        "catalogue/replaced_by",
        "catalogue/opening",
        "catalogue/sharing",
        "privacy",
    ),
    "when": ("catalogue/temporal", "catalogue/issued", "catalogue/modified", "catalogue/spatial", "sources"),
    "more": (),
}
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_UNASKED = frozenset({"id"})
_LONG = frozenset({"description", "description@en", "catalogue/notes", "catalogue/status_reason"})


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as it is shown. ``kind`` is text, area, day or choice."""

    key: str
    field: str  # its name in the form, and its place on the page
    label: str
    help: str
    example: str
    kind: str
    required: bool
    answer: str
    options: tuple[Option, ...] = ()
    wrong: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Questions that belong together."""

    heading: str
    questions: tuple[Asked, ...]


def field(key: str) -> str:
    """What a question is called in the form, and in addresses after ``#``."""
    return "q-" + re.sub(r"[^a-z0-9]+", "-", key)


def groups(work: Work, registers: Registers, lang: str, wrong: Mapping[str, str]) -> tuple[Group, ...]:
    """The whole form. ``wrong`` says by question what is wrong with its answer."""
    shown: dict[str, list[Asked]] = {name: [] for name in GROUPS}
    for question in asked("dataset"):
        if question.key not in _UNASKED:
            shown[_group(question.key)].append(_asked(question, work, registers, lang, wrong.get(question.key, "")))
    return tuple(Group(say(lang, f"ask.{name}"), tuple(some)) for name, some in shown.items() if some)


def _group(key: str) -> str:
    return next((name for name, begins in GROUPS.items() if key.startswith(begins)), "more") if key else "more"


def _asked(question: Question, work: Work, registers: Registers, lang: str, wrong: str) -> Asked:
    answer = work.name if question.key == "name" else work.answers.get(question.key, "")
    kinds = {"day": "day"} if not answer or day(answer) else {}
    kind = "choice" if question.choices else kinds.get(question.form, "area" if question.key in _LONG else "text")
    named = question.key == "name"
    return Asked(
        key=question.key,
        field=field(question.key),
        label=question.label[lang],
        help=say(lang, "ask.name-help") if named else question.help[lang],
        example=question.example if kind in ("text", "area") else "",
        kind=kind,
        required=required(question),
        answer=answer,
        options=_options(question, registers, lang, answer),
        wrong=wrong,
    )


def required(question: Question) -> bool:
    """Must it be answered?"""
    return question.required or question.form == "flag" or question.key == "name"


def _options(question: Question, registers: Registers, lang: str, answer: str) -> tuple[Option, ...]:
    if not question.choices:
        return ()
    return tuple(Option(code, name, code == answer) for code, name in choices(question, registers, lang).items())


def choices(question: Question, registers: Registers, lang: str) -> dict[str, str]:
    """What may be chosen: the name of each code. Registers speak for themselves."""
    if question.choices in lists():
        return {code: option(lang, question.choices, code) for _, code in lists()[question.choices]}
    named: Mapping[str, Callable[[], dict[str, str]]] = {
        "organisations": lambda: {o.code: o.name[lang] for o in registers.organisations.values()},
        "topics": lambda: {t.slug: t.name[lang] for t in registers.topics.values()},
        "frequencies": lambda: {f.slug: f.name[lang] for f in registers.frequencies.values()},
        "levels": lambda: {x.code: f"{x.code} {x.name[lang]}" for x in registers.levels.values()},
        "licences": lambda: {x.id: x.name[lang] for x in registers.licences.values()},
    }
    return named[question.choices]()


def answered(work: Work, form: Mapping[str, str]) -> Work:
    """The work with what the form says."""
    said = {q.key: form.get(field(q.key), "").strip() for q in asked("dataset") if q.key not in ("id", "name")}
    return replace(work, answers=said, name=form.get(field("name"), "").strip())


def wrong(work: Work, registers: Registers, lang: str, taken: Callable[[str], bool]) -> dict[str, str]:
    """What is missing or does not fit, by question, in the order they are asked."""
    found = ((q.key, _wrong(q, work, registers, lang, taken)) for q in asked("dataset") if q.key != "id")
    return {key: said for key, said in found if said}


def _wrong(question: Question, work: Work, registers: Registers, lang: str, taken: Callable[[str], bool]) -> str:
    answer = work.name if question.key == "name" else work.answers.get(question.key, "")
    if not answer:
        return say(lang, "ask.missing", label=question.label[lang]) if required(question) else ""
    if question.key == "name":
        key = "" if _NAME.fullmatch(answer) and len(answer) <= 100 else "ask.bad-name"
        key = key or ("ask.taken" if taken(answer) else "")
        return say(lang, key, name=answer) if key else ""
    if question.form == "day" and day(answer) is None:
        return say(lang, "ask.bad-day", label=question.label[lang])
    if question.choices and answer not in choices(question, registers, lang):
        return say(lang, "ask.bad-choice", label=question.label[lang])
    return ""
