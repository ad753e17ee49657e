"""Can somebody be asked?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from publish.gate.entry.filled import left_open
from publish.gate.place import at
from publish.gate.rule import Around, EntryRule
from publish.model import Contact, Package
from publish.problems import Problem, problem

# Numbers as offices write them: 021-23110000 转 8012、12345; several may stand side by side.
_PHONE = re.compile(r"[0-9+*#()（）.,;/\s、，；－—–转内线至extEXT-]{3,80}")
_DIGITS = re.compile(r"[0-9]")
_EMAIL = re.compile(r"[^@\s<>]+@[^@\s<>.]+(\.[^@\s<>.]+)+")


class Asked(EntryRule):
    """A reader can ask somebody: an entry, or else its provider in the register, names a telephone or an e-mail
    address.

    A desk, not a person. A number holds digits and the signs that offices write between them; an address holds one @
    and a host. What is written wrong sends people nowhere, so it is a warning; it closes nothing.

    中文

    读者要问得到人：条目里（没有的话，机构名录里）要有电话或邮箱。写单位或岗位，不写个人。电话由数字和常用的间隔符号组
    成，邮箱要有 @ 和域名。写错了等于没有，所以会提醒，但不影响发布。
    """

    codes: ClassVar[tuple[str, ...]] = ("C131", "C132", "C133")

    def check(self, package: Package, around: Around) -> Iterator[Problem]:
        entry = package.entry
        if entry is None:
            return
        office = around.registers.organisations.get(entry.provider)
        of_office = office is None or bool(office.phone or office.email)  # an unknown office is told of elsewhere
        if not (entry.contact.phone or entry.contact.email or of_office):
            yield problem("C131", **at(package, "/catalogue/contact"))
        yield from _shapes(package, entry.contact)


def _shapes(package: Package, contact: Contact) -> Iterator[Problem]:
    """The number and the address themselves are not repeated: they may be a person's."""
    if contact.phone and not left_open(contact.phone) and not is_phone(contact.phone):
        yield problem("C132", **at(package, "/catalogue/contact/phone"))
    if contact.email and not left_open(contact.email) and not _EMAIL.fullmatch(contact.email.strip()):
        yield problem("C133", **at(package, "/catalogue/contact/email"))


def is_phone(written: str) -> bool:
    """Could these be one telephone number or several?"""
    return bool(_PHONE.fullmatch(written.strip())) and len(_DIGITS.findall(written)) >= 3
