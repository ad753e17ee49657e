"""Is a data file what it says it is?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import ClassVar

from publish.gate.rule import TableRule
from publish.gate.schema.finding import Finding, Findings, What
from publish.gate.schema.magic import FORMS
from publish.gate.schema.wording import reported
from publish.model import Package, Resource, Text, bilingual
from publish.problems import Problem


class Contents(TableRule):
    """A data file holds data, in the format its name and description say.

    A workbook that was renamed to `.csv`, a web page saved under the name of a table, an empty file, or an archive
    that unpacks to a thousand times its size cannot be published: nobody could open it. Save the data again in the
    format you describe, or describe the format they are in.

    中文

    数据文件里要有数据，格式要和文件名、说明一致。把工作簿改名成 `.csv`、把网页当表格保存、空文件，或者一解压就膨胀
    上千倍的压缩包，别人都打不开，不能发布。请按说明的格式重新另存，或者把说明改成文件真正的格式。
    """

    codes: ClassVar[tuple[str, ...]] = ("F401", "F402", "F403")
    _codes: ClassVar = {What.NOT_ITS_FORMAT: "F401", What.BOMB: "F402", What.EMPTY: "F403"}

    def check(self, findings: Findings, package: Package, resource: Resource) -> Iterator[Problem]:
        yield from reported(findings, package, resource, self._codes, _really)


_KINDS = {
    "zip": ("Excel 工作簿或压缩包", "a workbook or an archive"),
    "xls": ("Excel 工作簿（旧格式）", "an old workbook"),
    "html": ("HTML 网页", "a web page"),
    "program": ("一个程序", "a program"),
    "lfs": ("Git LFS 占位文字，真正的文件在别处", "a pointer to a file kept elsewhere"),
}
_PLAIN = bilingual(
    "请解压后再提交，或按内容改文件名，例如 toilets.csv.gz。",
    "Unpack it, or name it as what it is, for example toilets.csv.gz.",
)
_REPACK = bilingual(
    "请解压后再提交，或改用 gz 或 zip 压缩，例如 toilets.csv.gz。",
    "Unpack it, or pack it as gz or zip, for example toilets.csv.gz.",
)
_MENDS = {  # by what the file is
    "": bilingual(
        "请用相应的软件重新另存一份，例如在表格软件里另存为 CSV UTF-8。",
        "Save it again in that format, for example as CSV UTF-8 from the spreadsheet program.",
    ),
    "members": bilingual(
        "请重新打包，压缩包里只放一个数据文件，例如 toilets.csv；几个文件请分别列出。",
        "Pack one file alone, for example toilets.csv; list several files one by one.",
    ),
    "packed": bilingual(
        "请重新压缩一遍，或直接提交没有压缩的文件，例如 data/toilets.csv。",
        "Pack it again, or hand in the file unpacked, for example data/toilets.csv.",
    ),
    "zip": bilingual(
        "是工作簿的，在表格软件里另存为 CSV UTF-8，或把文件名改成 .xlsx；是压缩包的，请解压后再提交。",
        "Save a workbook as CSV UTF-8, or name it .xlsx; unpack an archive.",
    ),
    "html": bilingual(
        "请重新下载数据文件：存下来的是网页，例如登录页；网页里的表格请复制到表格软件，另存为 CSV UTF-8。",
        "Download the data again: this is a page, for example one for logging in. Copy a table on a page into a"
        " spreadsheet and save it as CSV UTF-8.",
    ),
    "lfs": bilingual(
        "请先取回真正的文件再提交，例如运行 git lfs pull。",
        "Fetch the file itself first, for example with “git lfs pull”.",
    ),
    "unsupported": _REPACK,
    **dict.fromkeys(("gz",), _PLAIN),
    **dict.fromkeys(("bz2", "xz", "zstd", "rar", "7z"), _REPACK),
}
_MEMBERS = re.compile(r"(\d+) files")  # in an archive that should hold one


def _really(finding: Finding, resource: Resource) -> Mapping[str, object]:
    """What the file is, or where it goes wrong, as far as that is known."""
    zh = en = ""
    if finding.detail in FORMS:
        kind_zh, kind_en = _KINDS.get(finding.detail, (finding.detail.upper(), finding.detail.upper()))
        zh, en = f"，内容是 {kind_zh}", f"; its content is {kind_en}"
    elif members := _MEMBERS.fullmatch(finding.detail):
        zh, en = f"：里面有 {members[1]} 个文件，应当只有一个", f": it holds {members[1]} files, and should hold one"
    elif finding.detail == "unsupported":
        zh, en = "：这里只能读 gz 和 zip 压缩的文件", ": only gz and zip are read here"
    elif "password" in finding.detail:
        zh, en = "：打开它要密码", ": it asks for a password"
    elif finding.row:
        zh, en = f"：第 {finding.row} 行附近的写法不对", f": it is malformed near line {finding.row}"
    return {"value": finding.value.upper(), "detail": bilingual(zh, en), "mend": _mend(finding)}


def _mend(finding: Finding) -> Text:
    """What to do about a file that is not what it says: it depends on what it is."""
    if finding.detail in _MENDS:
        return _MENDS[finding.detail]
    if _MEMBERS.fullmatch(finding.detail):
        return _MENDS["members"]
    if finding.value in ("gz", "zip"):
        return _MENDS["packed"]
    if finding.row:
        return bilingual(
            f"请改正第 {finding.row} 行附近，例如补上漏掉的引号、逗号或括号；不是自己写的，请从原系统重新导出。",
            f"Mend it near line {finding.row}, for example add a missing quote, comma or bracket, or export it again.",
        )
    return _MENDS[""]
