"""Tables as offices make them -> a draft of a data package, and what there is to say about it.

``make`` is pure: bytes in, a Draft out. ``draft`` reads files and writes the folder. The workbook itself is not taken
into the package: it may hold hidden sheets, names and notes; its table is written anew as CSV.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path

import yaml

from publish.draft.before import cleared, is_draft, kept
from publish.draft.book import PACKED, Unopened, read_book
from publish.draft.columns import columns_of
from publish.draft.delimited import read_text
from publish.draft.dictionary import Dictionary
from publish.draft.entry_book import to_book
from publish.draft.names import slug, unique
from publish.draft.package import Draft, Drafted, technical, to_csv, whole
from publish.draft.proposals import answers, title_of
from publish.draft.remark import Remark, Sort, commas, in_order
from publish.draft.sheet import Sheet, filled
from publish.draft.table import Found, find
from publish.draft.telling import about_columns
from publish.draft.titles import generic, plain_title
from publish.history import HEADER, HISTORY
from publish.model import Portal, Registers, Text, bilingual
from publish.problems import Exit, PublishError
from publish.questions import FILE
from publish.workbook import Unopened as Closed

__all__ = ["Draft", "Drafted", "Remark", "draft", "make"]

_BOOKS = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".et", ".xltx", ".ett"})
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_TAGS = frozenset({"zh", "en", "ja", "ko", "fr", "de", "es", "ru"})  # these stand in addresses for languages
_COLUMNS = 1_900  # of a table that can be published
_NONE = bilingual(
    "没有找到表格：要有一行列名，下面至少有一行数据。",
    "No table was found: there must be headings and a row below them.",
)
_COUNTS = f"# {FILE} 里填写的优先于这里。What is filled in there counts before what stands here.\n"


def draft(
    files: Sequence[Path],
    target: Path,
    portal: Portal,
    registers: Registers | None = None,
    *,
    name: str | None = None,
    sheet: bool = True,
    again: bool = False,
) -> tuple[Path, Draft]:
    """Write a package folder below ``target`` from CSV files and workbooks; one resource a table. With ``sheet`` it has
    an entry.xlsx for what only a person knows; without, all is in datapackage.yaml. ``again``: a draft that is there is
    made anew of a table that was mended, and keeps what was filled in. Gives the folder and the draft.

    Raises PublishError when a file cannot be read or none holds a table, or when the folder is there already.
    """
    known = registers or Registers()
    made = make([(file.name, file.read_bytes()) for file in files], portal, known, name=name)
    folder = target / made.name
    if folder.exists():
        made = _once_more(made, folder, again=again)
    (folder / "data").mkdir(parents=True, exist_ok=True)
    for table in made.tables:
        (folder / table.path).write_bytes(to_csv(table))
    record = technical(made, portal) if sheet else whole(made, portal)
    text = (_COUNTS if sheet else "") + yaml.safe_dump(record, allow_unicode=True, sort_keys=False, width=110)
    (folder / "datapackage.yaml").write_text(text, encoding="utf-8", newline="\n")
    (folder / HISTORY).write_text(HEADER, encoding="utf-8", newline="\n")
    if sheet:
        (folder / FILE).write_bytes(to_book(made, known))
    return folder, made


def _once_more(made: Draft, folder: Path, *, again: bool) -> Draft:
    """The draft of a folder that is there. Raises PublishError unless it was asked for and nothing was published."""
    if not is_draft(folder):
        raise _usage(
            f"{folder} 已经有了。要更新它的数据，请运行：python build.py update {made.name} 文件；"
            "另起一个，请用 --name 换一个名称。",
            f"{folder} is there already. To renew its data, run: python build.py update {made.name} FILE; for another "
            "dataset choose another --name.",
        )
    if not again:
        raise _usage(
            f"{folder} 已经起草过了。改好了原表、要重新起草，请加上 --again：填过的内容会留着；"
            "另起一个，请用 --name 换一个名称。",
            f"{folder} was drafted already. If the table was mended, add --again to draft anew: what was filled in is "
            "kept. For another dataset choose another --name.",
        )
    try:
        made = kept(made, folder)
    except Closed:
        raise _usage(
            f"读不了 {folder / FILE}，填过的内容会丢，所以没有重新起草。请用表格软件打开它，去掉密码，看看“数据集”"
            "这张表还在不在，另存后再来；不要了的话，先删去这个文件。",
            f"{folder / FILE} cannot be read, and what was filled in would be lost, so nothing was drafted. Open it, "
            "remove its password, see that the sheet 数据集 is there, and save it; or delete it to begin anew.",
        ) from None
    cleared(folder)
    return made


def make(files: Sequence[tuple[str, bytes]], portal: Portal, registers: Registers, *, name: str | None = None) -> Draft:
    """The draft of a package from (name, bytes) of files. Its id is new each time; all else depends on the files.

    Raises PublishError when a file cannot be read or none holds a table.
    """
    if name is not None and not _NAME.fullmatch(name):
        raise _usage(
            f"“{name}”不能用在网址里：名称代号只能用小写字母、数字和短横线，例如 public-toilets。",
            f"“{name}” cannot stand in an address: use small letters, digits and hyphens, such as public-toilets.",
        )
    dictionary = Dictionary.of(registers.field_names.values())
    remarks: list[Remark] = []
    wide: list[Remark] = []
    tables: list[Found] = []
    for file, content in files:
        for sheet in sheets_in(file, content, remarks):
            if sheet.width > _COLUMNS:
                wide.append(_too_wide(sheet))
                continue
            found = find(sheet)
            if found is not None:
                tables.append(found)
            elif any(filled(cell) for row in sheet.rows for cell in row):
                remarks.append(_no_table(sheet))
    if not tables:
        none = wide[0].said if wide else _NONE
        raise _usage(none["zh"], none["en"])
    stem = Path(files[0][0]).stem
    own = name or slug(stem)
    named = _names(tables, own)
    drafted = [Drafted(n, title_of(t, Path(t.sheet.file).stem), t, columns_of(t, dictionary)) for n, t in named]
    remarks += [*wide, *_alike(tables)]
    for table in drafted:
        remarks += [*table.found.remarks, *about_columns(table.found, table.columns)]
    title = drafted[0].title if len(drafted) == 1 else plain_title(stem)
    told = answers(title, [(t.found, t.columns) for t in drafted], portal, registers)
    return Draft(own, f"urn:uuid:{uuid.uuid4()}", tuple(drafted), told, in_order(remarks))


def sheets_in(file: str, content: bytes, remarks: list[Remark]) -> Iterator[Sheet]:
    """The sheets of a file; what there is to say about the file itself is added to the remarks."""
    if Path(file).suffix.lower() in _BOOKS or content.startswith(PACKED):
        if content[:512].lstrip()[:1] == b"<" or not content.startswith(PACKED):
            yield from _text(file, content, remarks)  # a page or text under the name of a workbook
            return
        try:
            sheets, said = read_book(file, content)
        except Unopened as error:
            raise _usage(
                f"“{file}”打不开：{error.why['zh']}。", f"{file} cannot be opened: {error.why['en']}."
            ) from error
        remarks += said
        yield from sheets
    else:
        yield from _text(file, content, remarks)


def _text(file: str, content: bytes, remarks: list[Remark]) -> Iterator[Sheet]:
    page = content[:512].lstrip()[:1] == b"<"  # what many systems export under the name of a workbook
    sheet, said = read_text(file, content) if not page else (None, _page(content))
    if sheet is None or (Path(file).suffix.lower() in _BOOKS and sheet.width < 2):
        raise _usage(
            f"“{file}”打不开：{said['zh'] if sheet is None else '不是表格文件'}。请在表格软件里打开它，另存为 .xlsx。",
            f"{file} cannot be opened: {said['en'] if sheet is None else 'it is no workbook'}. Save it as .xlsx.",
        )
    remarks.append(Remark(Sort.FOUND, said, file))
    yield sheet


def _page(content: bytes) -> Text:
    if b"urn:schemas-microsoft-com:office:spreadsheet" in content[:4096]:
        return bilingual("是 2003 年的 XML 格式", "it is in the XML form of 2003")
    return bilingual("其实是网页，只是名称像表格文件", "it is a web page under the name of a workbook")


def _names(tables: Sequence[Found], own: str) -> list[tuple[str, Found]]:
    """A name for each table: the package's for a single one, else by its sheet or its file."""
    if len(tables) == 1:
        return [(own, tables[0])]
    one_file = len({t.sheet.file for t in tables}) == 1
    names = []
    for table in tables:
        sheet, stem = table.sheet.name, Path(table.sheet.file).stem
        plain = slug(sheet) if sheet and (one_file or not generic(sheet)) else slug(stem)
        names.append(f"table-{plain}" if plain in _TAGS or plain.startswith("sqlite") else plain)
    return list(zip(unique(names), tables, strict=True))


def _alike(tables: Sequence[Found]) -> Iterator[Remark]:
    """Tables with the same headings, such as one for each district."""
    first: dict[tuple[str, ...], Found] = {}
    same = [t.sheet for t in tables if first.setdefault(t.labels, t) is not t]
    if same:
        names = "、".join(sheet.name or sheet.file for sheet in same[:5])
        said = bilingual(
            f"有几张表的列名完全相同（{names} 等）。接成一张表、加一列写明是哪个区（哪一年），查询和比较会方便得多。",
            f"Several tables have the same headings ({commas(names)}). As one table, with a column that says "
            "which district or year each row is of, they are far easier to query and compare.",
        )
        yield Remark(Sort.DOUBT, said, same[0].file)


def _too_wide(sheet: Sheet) -> Remark:
    said = bilingual(
        f"这张表有 {sheet.width} 列，最多能有 {_COLUMNS} 列。请拆成几张表，或把横着排的年份、指标改成竖着排。",
        f"This sheet has {sheet.width} columns; a table may have {_COLUMNS}. Split it, or turn columns into rows.",
    )
    return Remark(Sort.DOUBT, said, sheet.file, sheet.name)


def _no_table(sheet: Sheet) -> Remark:
    said = bilingual(f"{_NONE['zh']}这张表没有放进草稿。", f"{_NONE['en']} This sheet is not in the draft.")
    return Remark(Sort.DOUBT, said, sheet.file, sheet.name)


def _usage(zh: str, en: str) -> PublishError:
    return PublishError(bilingual(zh, en), Exit.USAGE)
