"""Tongue: how one language says what a page shows: interface words, numbers, dates, sizes, and texts that may exist
only in another language.

Interface words are gettext messages whose ids are the English words themselves; a translation lies in
``theme/translations/<locale>/LC_MESSAGES/kaimen.po``. A language without a catalogue falls back to English.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from gettext import c2py
from pathlib import Path

from babel import Locale
from babel.core import UnknownLocaleError
from babel.dates import format_date, format_skeleton
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po
from babel.numbers import format_compact_decimal, format_decimal, format_percent

from publish.model import Period, Text, same_language
from publish.types import to_text

DOMAIN = "kaimen"
_SIZES = ("B", "KB", "MB", "GB", "TB")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A string a page shows. ``lang`` is its tag when it is not in the page's language, else ""."""

    text: str = ""
    lang: str = ""

    def __bool__(self) -> bool:
        return bool(self.text)


@dataclass(frozen=True, slots=True)
class Tongue:
    """One language of the interface. ``translations`` is the folder of the gettext catalogues."""

    tag: str  # BCP 47, as the portal writes it
    translations: str = ""

    @property
    def locale(self) -> Locale:
        return _locale(self.tag)

    def t(self, msgid: str, **names: object) -> str:
        """The message in this language with its ``%(named)s`` places filled."""
        said = _messages(self.translations, self.tag).get(msgid, (msgid,))[0]
        return said % names if names else said

    def n(self, one: str, many: str, num: int, **names: object) -> str:
        """The message that fits a number; ``%(num)s`` is the number, written out."""
        return self.form(one, many, num) % {"num": self.number(num), **names}

    def form(self, one: str, many: str, num: int) -> str:
        """The message that fits a number, its places not filled yet."""
        forms = _messages(self.translations, self.tag).get(one)
        if forms is None:
            return one if num == 1 else many
        return forms[min(self._plural(num), len(forms) - 1)]

    def _plural(self, num: int) -> int:
        """Which of the forms of a catalogue a number takes."""
        rule: int = _plural_rule(self.tag)(num)
        return rule

    def phrase(self, text: Text) -> Phrase:
        """The text in this language, else in another with its tag."""
        for tag, string in text.said:
            if tag == self.tag and string:
                return Phrase(string)
        tag = text.tag(self.tag)
        return Phrase(text[self.tag], "" if not tag or same_language(tag, self.tag) else tag)

    def sentences(self, said: Iterable[str]) -> str:
        """One after the other, with a space between where the language writes one."""
        return ("" if self.locale.language in ("zh", "ja") else " ").join(said)

    def number(self, value: float) -> str:
        """The exact number, grouped: ``24,870,895``, ``0.1305``."""
        if isinstance(value, int) and self.tag[:2] in ("zh", "en"):
            return f"{value:,}"
        text = to_text(value)
        whole, point, part = text.lstrip("-").partition(".")
        if not whole.isdigit() or (part and not part.isdigit()):  # 1e-07
            return text
        if self.locale.language in ("zh", "en"):
            return f"{'-' if text.startswith('-') else ''}{int(whole):,}{point}{part}"
        return str(format_decimal(Decimal(text), locale=self.locale, decimal_quantization=False))

    def short(self, value: int) -> str:
        """A big number as people say it: ``2487 万``, ``24.9 million``; a small one exactly."""
        if self.locale.language == "zh":
            return _short_chinese(value) if value >= 10_000 else self.number(value)
        if value < 1_000_000:
            return self.number(value)
        return str(format_compact_decimal(value, format_type="long", fraction_digits=1, locale=self.locale))

    def percent(self, part: float, whole: float) -> str:
        """A share, with one decimal below ten per cent."""
        share = part / whole if whole else 0.0
        pattern = "0.0%" if 0 < share < 0.1 or 0.99 < share < 1 else "0%"
        return str(format_percent(share, format=pattern, locale=self.locale))

    def size(self, octets: int) -> str:
        """A file size: ``1.4 MB``."""
        value, unit = float(octets), 0
        while value >= 999.5 and unit < len(_SIZES) - 1:
            value, unit = value / 1000, unit + 1
        return f"{value:.1f} {_SIZES[unit]}" if unit and value < 9.95 else f"{value:.0f} {_SIZES[unit]}"

    def language(self, tag: str) -> str:
        """What a language is called in this one: ``英语``, ``Chinese``."""
        return str(_locale(tag).get_language_name(self.locale) or tag)

    def day(self, value: date | None) -> str:
        """A day in full: ``2026年11月3日``, ``3 November 2026``."""
        return str(format_date(value, format="long", locale=self.locale)) if value else ""

    def month(self, value: date) -> str:
        """A month: ``2026年10月``, ``October 2026``."""
        return str(format_skeleton("yMMMM", value, locale=self.locale))

    def period(self, period: Period) -> str:
        """A period of days as people say it: a year, a month, or two days; an open end is said."""
        start, end = period.start, period.end
        if start and end:
            return self._closed(start, end)
        if start:
            return self.t("since %(day)s", day=self.day(start))
        return self.t("until %(day)s", day=self.day(end)) if end else ""

    def _closed(self, start: date, end: date) -> str:
        whole = start.day == 1 and end.day == monthrange(end.year, end.month)[1]
        if whole and (start.month, end.month) == (1, 12):
            first, last = (str(format_skeleton("y", d, locale=self.locale)) for d in (start, end))
        elif whole:
            first, last = self.month(start), self.month(end)
        else:
            first, last = self.day(start), self.day(end)
        return first if first == last else self.t("%(first)s to %(last)s", first=first, last=last)


def _short_chinese(value: int) -> str:
    unit, name = (100_000_000, "亿") if value >= 100_000_000 else (10_000, "万")
    share = value / unit
    return f"{share:.0f} {name}" if share >= 100 else f"{share:.1f}".removesuffix(".0") + f" {name}"


@cache
def _locale(tag: str) -> Locale:
    """The locale of a tag. English is written as in Britain: ``3 November 2026``."""
    try:
        return Locale.parse("en-GB" if tag.lower() == "en" else tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en_GB")


@cache
def _plural_rule(tag: str) -> Callable[[int], int]:
    """Number -> place of its form, as a catalogue of this language orders them."""
    name = tag.replace("-", "_")
    return c2py(get_plural(Locale.parse(name)).plural_expr)


@cache
def _messages(translations: str, tag: str) -> dict[str, tuple[str, ...]]:
    """msgid -> its forms, singular first."""
    folders = sorted(Path(translations).glob("*/LC_MESSAGES")) if translations else []
    names = [folder.parent.name for folder in folders]
    name = next((name for name in names if same_language(name.replace("_", "-"), tag)), "")
    if not name:
        return {}
    with Path(translations, name, "LC_MESSAGES", f"{DOMAIN}.po").open("rb") as file:
        catalogue = read_po(file, locale=name)
    found = {}
    for message in catalogue:
        one = message.id[0] if isinstance(message.id, tuple) else message.id
        forms = message.string if isinstance(message.string, tuple) else (message.string,)
        if one and forms and all(forms):
            found[str(one)] = tuple(str(form) for form in forms)
    return found
