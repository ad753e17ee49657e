"""Every sign of personal or secret data, named one by one, and what of them stands in running text.

A text (a README, a description, the name of a sheet, the words of a PDF) has no column to speak for it: ``found_in``
gives only the signs that are sure by themselves. Each has ``text_code``, the kind of problem to report there.
"""

from __future__ import annotations

from publish.gate.privacy.signs.account import ACCOUNT, SAID_ACCOUNT
from publish.gate.privacy.signs.bank_card import BANK_CARD
from publish.gate.privacy.signs.credential import CREDENTIAL, NAMED_CREDENTIAL
from publish.gate.privacy.signs.documents import DOCUMENTS, SAID_DOCUMENT
from publish.gate.privacy.signs.email import EMAIL
from publish.gate.privacy.signs.home import HOME, NAMED_HOME
from publish.gate.privacy.signs.identity import IDENTITY
from publish.gate.privacy.signs.mobile import MOBILE
from publish.gate.privacy.signs.old_identity import OLD_IDENTITY
from publish.gate.privacy.signs.person import BARE_NAME, BIRTH, NAME
from publish.gate.privacy.signs.plate import PLATE
from publish.gate.privacy.signs.secrecy import SECRECY
from publish.gate.privacy.signs.sign import Sign, plain

__all__ = ["APART", "SIGNS", "Sign", "found_in"]

APART = 8 * "\n"  # between texts asked about at once: none of them may be taken for the words before another

SIGNS: tuple[Sign, ...] = (
    IDENTITY,
    OLD_IDENTITY,
    DOCUMENTS,
    SAID_DOCUMENT,
    NAME,
    BARE_NAME,
    BIRTH,
    MOBILE,
    EMAIL,
    ACCOUNT,
    SAID_ACCOUNT,
    SECRECY,
    BANK_CARD,
    PLATE,
    HOME,
    NAMED_HOME,
    CREDENTIAL,
    NAMED_CREDENTIAL,
)


def found_in(text: str) -> tuple[Sign, ...]:
    """The signs that this text bears by itself, each once, in the order of SIGNS."""
    said = plain(text)
    return tuple(sign for sign in SIGNS if sign.stands is not None and sign.stands(said))
