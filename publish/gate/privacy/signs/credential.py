"""Credentials and keys: what opens a door must not lie in the open."""

from __future__ import annotations

import re

from publish.gate.privacy.signs.sign import Confidence, Sign, Weight, column_name, weighing

_KEYS = re.compile(
    r"-----BEGIN (?:[A-Z0-9]+ ){0,3}PRIVATE KEY(?: BLOCK)?-----|PuTTY-User-Key-File-\d"
    r"|(?<![A-Za-z0-9])(?:(?:AKIA|ASIA)[0-9A-Z]{16}|LTAI[0-9A-Za-z]{12,26}|AKID[0-9A-Za-z]{13,40}|AIza[0-9A-Za-z_\-]{35}"
    r"|gh[pousr]_[0-9A-Za-z]{30,}|github_pat_[0-9A-Za-z_]{30,}|glpat-[0-9A-Za-z_\-]{20,}|xox[abprs]-[0-9A-Za-z\-]{10,}"
    r"|sk-(?:[a-z]+-)?[0-9A-Za-z_\-]{24,}|[sr]k_(?:live|test)_[0-9A-Za-z]{16,}|npm_[0-9A-Za-z]{36}"
    r"|ya29\.[0-9A-Za-z_\-]{20,}"
    r"|SG\.[\w\-]{16,}\.[\w\-]{16,}|eyJ[A-Za-z0-9_\-]{8,}\.eyJ[A-Za-z0-9_\-]{8,}\.[A-Za-z0-9_\-]{8,})"
)
_BEARER = re.compile(r"(?i:bearer|basic)\s+(?=[A-Za-z0-9._~+/\-]*\d)([A-Za-z0-9._~+/\-]{16,}={0,2})")
_ADDRESS = re.compile(r"[a-z][a-z0-9+.\-]{1,20}://[^\s:/@]{1,64}:([^\s:/@]{3,64})@[\w.\-]+", re.I)
_SAID = re.compile(
    r"(?:(?<![A-Za-z])(?:[A-Za-z0-9]{1,20}[_\-. ])?(?:password|passwd|pwd|passphrase"
    r"|(?:api|app)[_\- ]?key|access[_\- ]?key"
    r"(?:[_\- ]?(?:id|secret))?|account[_\- ]?key|secret(?:[_\- ]?(?:key|access[_\- ]?key|id))?|client[_\- ]?secret"
    r"|app[_\- ]?secret|(?:access|auth|refresh|api)[_\- ]?token|private[_\- ]?key)|密码|口令|密钥|授权码)"
    r"[\"']?(\s{0,3}(?:[:=]|是|为|=>)\s{0,3}[\"']?)([^\s\"'<>{}$,;，；。]{6,})",
    re.I,
)
_PLACEHOLDER = re.compile(
    r"^(?:[*x.•·_\-#?]+|your.*|my.*|example.*|placeholder|change.?me|required|optional|string|none|null|true"
    r"|false|password|secret|token|env.*|os\..*|process\..*)$",
    re.I,
)
_SECRET = re.compile(r"\S{6,}")


def _secret(value: str, joined: bool) -> bool:
    """No word of a sentence: it has digits or marks, or quotes or = join it to what it is."""
    if not value.isascii() or _PLACEHOLDER.match(value):
        return False
    return joined or any(c.isdigit() for c in value) or re.search(r"[^A-Za-z0-9.\-'/()]", value) is not None


def stands(text: str) -> bool:
    """Is there one in this text?"""
    if _KEYS.search(text) or any(_secret(m, False) for m in _BEARER.findall(text)):
        return True
    if any(not _PLACEHOLDER.match(found) and "%" not in found[:1] for found in _ADDRESS.findall(text)):
        return True
    return any(_secret(value, sign == "=" or sign[-1] in "\"'") for sign, value in _SAID.findall(text))


def _weigh_named(text: str) -> Weight:
    value = text.strip()
    secret = (
        _SECRET.fullmatch(value) and _secret(value, False) and not re.fullmatch(r"[\d.,:/\-]{0,5}|https?:.*", value)
    )
    return Weight.HIT if secret or stands(text) else Weight.ALIKE


CREDENTIAL = Sign(
    name="credential",
    code="P411",
    text_code="P412",
    look=r"-----BEGIN|PuTTY|AKIA|ASIA[0-9A-Z]|LTAI|AKID|AIza|gh[pousr]_|github_pat_|glpat-|xox[abprs]-|sk-[0-9A-Za-z]"
    r"|[sr]k_(?:live|test)_|npm_|ya29\.|SG\.|eyJ|(?i:bearer |basic |passw|pwd|passphrase|[_\- ]?key|secret|token)"
    r"|密码|口令|密钥|授权码|://[^\s:/@]+:[^\s:/@]+@",
    weigh=weighing(stands),
    named=column_name("密码", "口令", "密钥"),
    judged=lambda found: Confidence.SURE if found.hits else Confidence.NONE,
    stands=stands,
)
NAMED_CREDENTIAL = Sign(
    name="named-credential",
    code="P411",
    text_code="",
    look=r"[0-9A-Za-z]{3}",
    weigh=_weigh_named,
    named=column_name(
        "密码", "口令", "密钥",
        "password", "passwd", "pwd", "user password", "login password", "password hash", "secret key", "api key",
        "apikey",
        "access key", "secret", "client secret", "private key", "access token", "auth token", "api token", "mima",
    ),
    judged=lambda found: Confidence.SURE if found.hits and found.hits >= 0.5 * found.cells else Confidence.NONE,
    only_named=True,
    smallest=100_000,
)  # fmt: skip
