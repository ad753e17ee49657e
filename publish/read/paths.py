"""Which file a descriptor's path names. Only regular files inside the package folder; nothing is ever fetched."""

from __future__ import annotations

import errno
import os
import re
import stat
import unicodedata
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from urllib.parse import unquote, urlsplit

from publish.model import Text, bilingual

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_DRIVE = re.compile(r"[A-Za-z]:")
_DEVICE = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|com[0-9]|lpt[0-9])(?:\..*)?", re.I)  # of Windows
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_LONG_DIGITS = re.compile(r"\d{11,}[Xx]?")
_SHOWN = 120  # characters of a text that a message repeats
_LOOKED_AT = 10_000  # names in a folder
_ROUNDS = 5  # of percent signs that stand for percent signs


def is_remote(path: str) -> bool:
    """Is it an address on the web?"""
    try:
        return path.lower().startswith(("http://", "https://")) and bool(urlsplit(path).hostname)
    except ValueError:  # half an IPv6 address
        return False


def keyed(address: str) -> Text | None:
    """Why an address on the web may not be published: it carries a name or a password; None when it does not."""
    return bilingual("网址里写着用户名或密码", "it carries a user name or password") if "@" in _site(address) else None


def shown(address: str) -> str:
    """An address as a message may repeat it: what may be a secret in it, a password or a token, is left out."""
    return f"{address.partition('//')[0]}//{_site(address).rpartition('@')[2]}{urlsplit(address).path}"


def _site(address: str) -> str:
    return urlsplit(address).netloc


def unseen(character: str) -> bool:
    """Is it one nobody can see, or that turns the text around it?"""
    return unicodedata.category(character) in _UNSEEN


def unsafe(path: str) -> Text | None:
    """Why a path may not be followed, judged by its spelling alone; None when it may."""
    if not path.strip():
        return bilingual("路径是空的", "it is empty")
    if any(map(unseen, path)):
        return bilingual("含有控制字符或看不见的字符", "it holds a control character or one nobody can see")
    for spelled in _spellings(path):
        if reason := _astray(spelled):
            return reason
    if path.endswith("/"):
        return bilingual("是文件夹，不是文件", "it is a folder, not a file")
    return bilingual("请用“/”分隔文件夹", "folders are separated by “/”") if "\\" in path else None


def _spellings(path: str) -> Iterator[str]:
    """A path as it is written, and as it would be read: percent signs decoded, full-width dots and slashes narrowed."""
    seen: set[str] = set()
    for _ in range(_ROUNDS):
        if path in seen:
            return
        seen.add(path)
        yield path
        narrow = unicodedata.normalize("NFKC", path)
        if narrow != path:
            yield narrow
        path = unquote(path)


def _astray(path: str) -> Text | None:
    """Where a path leads, when it is not to a file in the folder."""
    parts = path.strip().replace("\\", "/").split("/")
    if _DRIVE.match(path):
        return bilingual("写的是磁盘盘符", "it names a disk drive")
    if _SCHEME.match(path):
        return bilingual("写的是不受支持的网址", "it is an address of a kind that is not supported")
    if path.strip().startswith(("/", "\\", "~")):
        return bilingual("写的是绝对路径", "it is an absolute path")
    if ".." in parts:
        return bilingual("用“..”指到了文件夹外", "it leaves the folder through “..”")
    if any(part.startswith(".") and part != "." for part in parts):
        return bilingual("指向隐藏文件", "it names a hidden file")
    if any(_DEVICE.fullmatch(part) for part in parts):
        return bilingual("用了留给设备的名字", "it has a name that is kept for a device")
    if "\0" in path:
        return bilingual("含有控制字符或看不见的字符", "it holds a control character or one nobody can see")
    return None


def printable(text: str) -> str:
    """A text of a stranger as a message may repeat it: short, without control characters or the number of a person."""
    line = "".join(c if c.isprintable() else "�" for c in text[: 2 * _SHOWN])
    line = _LONG_DIGITS.sub(lambda digits: f"{digits.group()[:3]}…", line)
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…"


def alike(folder: Path, path: str) -> Text:
    """What there is below ``folder`` instead of a file that is not there, to follow its name in a sentence; "" when
    there is nothing like it."""
    near = _near(folder, path)
    if near is not None:
        said = printable(near)
        if unicodedata.normalize("NFC", near) == unicodedata.normalize("NFC", path):
            zh, en = (
                "看起来一样，字符的存法却不同，请把文件改名重新输入一遍",
                "which looks the same and is spelled otherwise",
            )
        elif near.casefold() == path.casefold():
            zh, en = "只差字母大小写", "which differs in capital letters"
        else:
            zh, en = "只差空格、句点或全角半角", "which differs in spaces, dots or full-width letters"
        return bilingual(f"；文件夹里有“{said}”，{zh}", f"; there is “{said}”, {en}")
    if any(mark in path for mark in "*?["):
        return bilingual(
            "；“*”这样的符号不能代替文件名，要逐个写出", "; “*” and the like stand for no names: list each file"
        )
    return bilingual("", "")


def _near(folder: Path, path: str) -> str | None:
    """The path of a file below ``folder`` that is spelled almost like this one; None when there is none."""
    walked: list[str] = []
    for part in path.split("/"):
        here = folder.joinpath(*walked)
        if part in ("", "."):
            continue
        try:
            names = sorted(one.name for one in islice(here.iterdir(), _LOOKED_AT))
        except OSError:
            return None
        found = part if part in names else next((n for n in names if _plain(n) == _plain(part)), None)
        if found is None:
            return None
        walked.append(found)
    near = "/".join(walked)
    return near if near != path and isinstance(find(folder, near), Path) else None


def _plain(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold().strip(" .")


def find(folder: Path, path: str) -> Path | Text | None:
    """The regular file a safe path names below ``folder``; why it may not be read; None when it is not there."""
    target = folder / path
    try:
        real = Path(os.path.realpath(target, strict=True))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        if getattr(error, "errno", 0) in (errno.ENAMETOOLONG, errno.ENOTDIR):
            return None
        return bilingual("链接无法到达", "its link leads nowhere")
    if not real.is_relative_to(os.path.realpath(folder)):
        return bilingual("通过链接指到了文件夹外", "it leaves the folder through a link")
    mode = real.stat().st_mode
    if stat.S_ISDIR(mode):
        return bilingual("是文件夹，不是文件", "it is a folder, not a file")
    if not stat.S_ISREG(mode):
        return bilingual("不是普通文件", "it is not a regular file")
    return target
