"""Withdrawing a dataset of the working folder: which file says so, what is written there, which data files are deleted.

The next build does the rest: nothing but the entry of a withdrawn dataset is read.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from publish.draft.withdraw import Withdrawal, recorded, withdrawn
from publish.history import HISTORY
from publish.model import Catalogue, Package, Portal, Text, bilingual
from publish.problems import Exit, PublishError
from publish.questions import FILE
from publish.read import REGISTERS
from publish.read.descriptor import describe
from publish.read.ended import data_files
from publish.read.unreadable import Unreadable
from publish.release import Release


@dataclass(frozen=True, slots=True)
class Asked:
    """What the person asked for. An empty reason leaves the description of one that is withdrawn as it is."""

    name: str
    reason: str
    reason_en: str
    replaced_by: str
    erase: bool


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """What was done in the folder of a dataset: the file that was changed, the data files deleted, and those left."""

    package: Package
    written: Path | None
    erased: Sequence[str]
    left: Sequence[str]


def withdraw(asked: Asked, catalogue: Catalogue, day: date) -> Withdrawn:
    """Change the description, the history and, where asked, the data files. ``day`` is when the withdrawal begins.

    Raises PublishError (wrong usage), before anything is changed, when there is no such dataset, no reason is given,
    or a person must write it elsewhere.
    """
    package = _package(asked, catalogue)
    path = package.folder / (package.descriptor.path if package.descriptor else FILE)
    alone = path.name == FILE
    if asked.reason and (alone or (_said_in_sheet(package) and not package.tombstone)):
        raise PublishError(_in_sheet(package, alone), Exit.USAGE)
    text = "" if alone else path.read_bytes().decode("utf-8")
    files = [] if alone else _data_files(package.folder, path, text)
    if asked.reason:
        _write(path, text, package, _withdrawal(asked, package, catalogue.portal, day))
    if asked.erase:
        for file in files:
            file.unlink()
    names = [file.relative_to(package.folder).as_posix() for file in files]
    erased, left = (names, []) if asked.erase else ([], names)
    return Withdrawn(package, path if asked.reason else None, erased, left)


def _package(asked: Asked, catalogue: Catalogue) -> Package:
    packages = {p.name: p for p in catalogue.packages}
    for name in filter(None, (asked.name, asked.replaced_by)):
        if name not in packages:
            raise PublishError(_unknown(name), Exit.USAGE)
    if asked.name in REGISTERS:
        raise PublishError(_needed(asked.name), Exit.USAGE)
    package = packages[asked.name]
    if not asked.reason and (asked.reason_en or asked.replaced_by or not package.tombstone):
        raise PublishError(_NO_REASON, Exit.USAGE)
    return package


def _withdrawal(asked: Asked, package: Package, portal: Portal, day: date) -> Withdrawal:
    reason = Text(tuple(pair for pair in ((portal.language, asked.reason), ("en", asked.reason_en)) if pair[1]))
    since = package.entry.status_from if package.entry and package.tombstone else None
    language = package.languages[0] if package.languages else portal.language
    return Withdrawal(reason, since or day, language, asked.replaced_by)


def _said_in_sheet(package: Package) -> bool:
    """Does entry.xlsx say the status? It counts before the description."""
    entry = package.raw.get("catalogue")
    return "/catalogue/status" in package.cells and isinstance(entry, dict) and bool(entry.get("status"))


def _data_files(folder: Path, path: Path, text: str) -> list[Path]:
    try:
        return list(data_files(folder, describe(text.encode(), is_json=path.suffix == ".json")))
    except Unreadable as error:
        raise PublishError(error.why, Exit.USAGE) from error


def _write(path: Path, text: str, package: Package, withdrawal: Withdrawal) -> None:
    new = withdrawn(text, withdrawal, is_json=path.suffix == ".json")
    path.write_bytes(new.encode())
    history = package.folder / HISTORY
    if history.is_file() and not package.tombstone:
        lines = history.read_bytes().decode("utf-8", "surrogateescape")
        history.write_bytes(recorded(lines, package.version, withdrawal).encode("utf-8", "surrogateescape"))


# --- what is said ---------------------------------------------------------------------------------------------------


def told(done: Withdrawn) -> Text:
    """What was done in the folder."""
    return Text(tuple((lang, "\n".join(_done(done, lang))) for lang in ("zh", "en")))


def _done(done: Withdrawn, lang: str) -> Iterator[str]:
    if done.written:
        yield bilingual(
            f"{done.written} 里已写明撤下和原因。", f"{done.written} now says that it is withdrawn, and why."
        )[lang]
    for name in done.erased:
        yield bilingual(f"已删除：{name}", f"Deleted: {name}")[lang]
    if done.left:
        names = bilingual("、".join(done.left), ", ".join(done.left))[lang]
        yield bilingual(
            f"数据文件还在文件夹里（{names}），以后不再读取，也不会发布；要一并删除，请加 --erase。",
            f"The data files still lie in the folder ({names}); they are no longer read or published. "
            "To delete them too, add --erase.",
        )[lang]


def afterwards(done: Withdrawn, releases: Sequence[Release], current: str, options: str = "") -> Text:
    """What a person is to do next. ``releases`` still hold the data; ``current`` is the id of the one that is published
    now; ``options`` are what the next commands need besides."""
    return Text(tuple((lang, "\n".join(_lines(done, releases, current, options, lang))) for lang in ("zh", "en")))


def _lines(done: Withdrawn, releases: Sequence[Release], current: str, options: str, lang: str) -> Iterator[str]:
    build = f"python build.py build{options}"
    purge = f"python build.py withdraw {shlex.quote(done.package.name)} --purge{options}"
    for old in releases:
        now = bilingual("（正在发布的）", " (the one published now)")[lang] if old.id == current else ""
        yield bilingual(f"仍有这些数据的版本：{old.id}{now}", f"Still holds the data: {old.id}{now}")[lang]
    if any(old.id == current for old in releases):
        yield bilingual("数据还没有撤下，接下来：", "The data are not gone yet. Next:")[lang]
    else:
        yield bilingual("接下来：", "Next:")[lang]
    yield bilingual(
        f"  1. {build}：新的一版里没有它的数据，旧网址会说明原因。",
        f"  1. {build}: the new release has none of its data, and old addresses say why.",
    )[lang]
    yield f"  2. {_RESTART[lang]}"
    yield bilingual(
        f"  3. {purge}：彻底删除仍有这些数据的旧版本和缓存。",
        f"  3. {purge}: delete for good the earlier releases and the cache that hold the data.",
    )[lang]
    yield f"  4. {_ELSEWHERE[lang]}"


def purged(removed: Sequence[str]) -> Text:
    """What a purge did, and what is left to do."""
    zh, en = "、".join(removed) or "没有", ", ".join(removed) or "none"
    return bilingual(
        f"彻底删除的旧版本：{zh}。缓存里用不到的内容也已删除，不能再退回那些版本。\n{_RESTART['zh']}\n{_ELSEWHERE['zh']}",
        f"Earlier releases deleted for good: {en}. What is no longer needed is gone from the cache too; there is no "
        f"way back to those releases.\n{_RESTART['en']}\n{_ELSEWHERE['en']}",
    )


_RESTART = bilingual(
    "重新启动正在运行的服务：它打开时是哪一版，就一直提供哪一版。",
    "Restart the service that is running: it goes on answering from the release it was started with.",
)
_ELSEWHERE = bilingual(
    "清除 CDN 的缓存，备份和其他服务器上的副本也要删除；"
    "怎样从 git 历史里删除，见 publish/deploy/README.md 的“撤下”一节。",
    "Purge the CDN, and delete copies in backups and on other servers; how to remove it from the history of git is "
    "told in publish/deploy/README.md under “Withdraw”.",
)
_NO_REASON = bilingual(
    "请写明为什么撤下，例如：--reason 含有个人信息。原因会显示在它的页面上。",
    'Say why it is withdrawn, for example: --reason 含有个人信息 --reason-en "It held personal data". The reason is '
    "shown on its page.",
)


def _unknown(name: str) -> Text:
    return bilingual(
        f"没有名为“{name}”的数据集，或者它的说明文件读不了；可以先运行 check。",
        f"There is no dataset named {name}, or its description cannot be read; check tells more.",
    )


def _needed(name: str) -> Text:
    return bilingual(
        f"“{name}”是登记册，其他数据集都要用它，不能撤下；请改正里面的内容，例如删去有问题的行。",
        f"{name} is a register that the other datasets need, so it cannot be withdrawn. Mend what it holds instead, "
        "for example take out the rows that are wrong.",
    )


def _in_sheet(package: Package, alone: bool) -> Text:
    """``alone``: there is no other description. Beside one, the reason is written there once the sheet agrees."""
    place, sheet = package.cells.get("/catalogue/status"), package.folder / FILE
    zh, en = (f"（{place.name} 单元格）", f" (cell {place.name})") if place else ("", "")
    then = (
        bilingual("运行 build", "run build")
        if alone
        else bilingual("再运行一次这条命令，写上原因", "run this command again for the reason")
    )
    return bilingual(
        f"{package.name} 的状态要写在 {FILE} 里，什么也没有改动。请用表格软件打开 {sheet}，把“状态”{zh}改成“已撤下”，"
        f"保存后{then['zh']}。",
        f"The status of {package.name} is to be set in {FILE}; nothing was changed. Open {sheet} in a spreadsheet "
        f"program, set 状态 (status){en} to 已撤下 (withdrawn), save, then {then['en']}.",
    )
