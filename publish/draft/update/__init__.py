"""New data for a dataset that is there -> its next version: data replaced, description kept.

``refresh`` is pure: a dataset as it stands and the bytes of files in, an Update out. ``stand`` (folder.py) reads the
dataset, ``apply`` writes the update in one step, ``sheet_of`` (differences.py) makes the workbook of what changed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from publish.draft import sheets_in
from publish.draft.dictionary import Dictionary
from publish.draft.history_line import COLUMNS, with_line
from publish.draft.periods import period
from publish.draft.remark import Remark, Sort, in_order
from publish.draft.table import Found, find
from publish.draft.titles import generic
from publish.draft.update import telling
from publish.draft.update.description import ByHand, Said, described
from publish.draft.update.existing import Fixed, existing
from publish.draft.update.nouns import Choices, Obstacle, Renewed, Source, Standing, Stop, Update
from publish.draft.update.numbering import next_version
from publish.draft.update.periods import Proposal, propose
from publish.draft.update.renewal import Bench, stranger
from publish.draft.update.targets import alone, best, is_table, named, pair, tables_of
from publish.history import HISTORY
from publish.model import Period, Registers, Resource, Text, Turn, bilingual, same_language
from publish.problems import Exit, PublishError

__all__ = ["Choices", "Obstacle", "Standing", "Update", "refresh"]

_TIMES = frozenset({"date", "datetime", "yearmonth", "year"})


def refresh(
    standing: Standing,
    files: Sequence[tuple[str, bytes]],
    today: date,
    choices: Choices | None = None,
    registers: Registers | None = None,
) -> Update:
    """The next version of a dataset from (name, bytes) of files; ``today`` is the day of the update. What stands in its
    way is among its obstacles; its ``files`` are empty then, and when nothing changed.

    Raises PublishError (wrong usage) when a file cannot be read, or it cannot be told what it is to replace.
    """
    work = _Work(standing, today, choices or Choices(), Dictionary.of((registers or Registers()).field_names.values()))
    for resource, found, content in work.targets(files):
        work.renew(resource, found, content)
    return work.update()


@dataclass(slots=True)
class _Work:
    standing: Standing
    today: date
    choices: Choices
    dictionary: Dictionary
    tables: list[Renewed] = field(default_factory=list)
    contents: dict[str, bytes] = field(default_factory=dict)
    records: dict[int, Sequence[dict[str, Any]]] = field(default_factory=dict)
    times: list[tuple[Sequence[str], Sequence[str]]] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    obstacles: list[Obstacle] = field(default_factory=list)
    strange: list[frozenset[str]] = field(default_factory=list)  # of each table: what renames say that it does not know

    # --- what is to be replaced ---------------------------------------------------------------------------------------

    def targets(self, files: Sequence[tuple[str, bytes]]) -> list[tuple[Resource, Found | None, bytes]]:
        """(what it replaces, the table, the bytes of the file) of everything in the files that replaces something."""
        package, wanted = self.standing.package, self.choices.resource
        chosen = named(package, wanted) if wanted else None
        targets: list[tuple[Resource, Found | None, bytes]] = []
        tables: list[tuple[Found, bytes]] = []
        for name, content in files:
            if (chosen and chosen not in tables_of(package)) or not is_table(name):
                targets.append((chosen or alone(package, name), None, content))
            else:
                tables += [(found, content) for found in self._found(name, content)]
        self.titles += [_stem(name) for name, _ in files]
        if tables:
            targets += self._tables(tables, chosen)
        elif not targets:
            raise PublishError(_NO_TABLE, Exit.USAGE)
        return targets

    def _found(self, name: str, content: bytes) -> Iterable[Found]:
        """The tables of a file."""
        for sheet in sheets_in(name, content, self.remarks):
            found = find(sheet)
            if found is not None:
                yield found

    def _tables(
        self, tables: Sequence[tuple[Found, bytes]], chosen: Resource | None
    ) -> list[tuple[Resource, Found | None, bytes]]:
        founds = [found for found, _ in tables]
        contents = {id(found): content for found, content in tables}
        if not chosen and not tables_of(self.standing.package):
            found, content = tables[0]
            return [(alone(self.standing.package, found.sheet.file), None, content)]
        if chosen:
            pairs = [(best(founds, chosen, self.dictionary), chosen)]
        else:
            pairs = pair(self.standing.package, founds, self.dictionary)
        used = {id(found) for found, _ in pairs}
        for found in founds:
            if id(found) not in used:
                self.remarks.append(telling.unused(found.sheet))
        return [(resource, found, contents[id(found)]) for found, resource in pairs]

    # --- what takes its place -----------------------------------------------------------------------------------------

    def renew(self, resource: Resource, found: Found | None, content: bytes) -> None:
        """Put a table, or a file as it is, in the place of what a resource has now."""
        if found is None:
            self._as_it_is(resource, content)
            return
        self.titles[:0] = [t for t in (found.title, found.sheet.name if not generic(found.sheet.name) else "") if t]
        try:
            old = existing(resource, self.standing.files)
        except Fixed as error:
            self._by_hand(resource, error.why)
            return
        package = self.standing.package
        chinese = not package.languages or same_language(package.languages[0], "zh")
        made = Bench(found, old, self.choices, self.dictionary).renew(content, chinese)
        self.remarks += [*found.remarks, *made.remarks]
        self.obstacles += made.obstacles
        self.strange.append(made.strangers)
        self.tables.append(made.table)
        if made.content is not None:
            self.contents[old.path] = made.content
        if made.records:
            self.records[package.resources.index(resource)] = made.records
        for one in old.fields:
            if one.type in _TIMES and one.name in made.values and old.values:
                self.times.append((old.values[one.name], made.values[one.name]))

    def _as_it_is(self, resource: Resource, content: bytes) -> None:
        if len(resource.files) != 1:
            self._by_hand(resource, bilingual("不是一个单独的文件", "it is not one file of its own"))
            return
        file = resource.files[0]
        changed = hashlib.sha256(content).hexdigest() != file.sha256
        title = resource.title or Text((("zh", resource.name), ("en", resource.name)))
        self.tables.append(Renewed(resource.name, title, file.path, Source("", "", (), {}), changed=changed))
        if changed:
            self.contents[file.path] = content

    def _by_hand(self, resource: Resource, why: Text) -> None:
        self.obstacles.append(
            Obstacle(
                Stop.BY_HAND,
                bilingual(f"“{resource.name}”{why['zh']}，不能这样更新。", f"{resource.name}: {why['en']}."),
                bilingual(
                    "请把新文件放进数据集的文件夹，改好说明，再运行 check。",
                    "Put the new file into the folder, mend the description, then run check.",
                ),
            )
        )

    # --- the new version ----------------------------------------------------------------------------------------------

    def update(self) -> Update:
        """Everything together."""
        package = self.standing.package
        everywhere = frozenset.intersection(*self.strange) if self.strange else frozenset(self.choices.renames)
        self.obstacles += [stranger(name) for name in sorted(everywhere)]
        made = Update(
            package.name,
            package.version,
            package.version,
            self.today,
            package.entry.temporal if package.entry else None,
            tuple(self.tables),
            remarks=in_order(self.remarks),
            obstacles=tuple(self.obstacles),
        )
        return replace(made, note=telling.sentence(self.tables)) if not made.ready else self._ready(made)

    def _ready(self, made: Update) -> Update:
        package, choices = self.standing.package, self.choices
        corrects = not (made.counts[Turn.ADDED] or made.counts[Turn.REMOVED] or self.records)
        taken = {v.version for v in package.history}
        version = choices.version or next_version(package.version, self.today, taken=taken, corrects=corrects)
        proposal = self._period()
        note = telling.sentence(self.tables)
        try:
            files = described(self.standing, self._said(version, proposal.period))
        except ByHand as error:
            fix = bilingual("写好以后，再来一次。", "Then try again.")
            return replace(made, obstacles=(Obstacle(Stop.BY_HAND, error.why, fix),))
        history, line = self._history(version, note)
        return replace(
            made,
            version=version,
            temporal=proposal.period if package.entry else None,
            files={**self.contents, **files, HISTORY: history},
            line=line,
            note=note,
            remarks=in_order([*self.remarks, *self._about(proposal)]),
        )

    def _period(self) -> Proposal:
        entry = self.standing.package.entry
        if self.choices.temporal is not None:
            return Proposal(self.choices.temporal, "told")
        return propose(entry.temporal, self.times, self.titles) if entry else Proposal(Period())

    def _said(self, version: str, temporal: Period) -> Said:
        package = self.standing.package
        values: dict[tuple[str, ...], Any] = {("version",): version}
        if package.entry is not None:
            values["catalogue", "modified"] = self.today.isoformat()
            for key, old, new in (
                ("start", package.entry.temporal.start, temporal.start),
                ("end", package.entry.temporal.end, temporal.end),
            ):
                if new is not None and new != old:
                    values["catalogue", "temporal", key] = new.isoformat()
        for index, resource in enumerate(package.resources):
            content = self.contents.get(resource.files[0].path) if len(resource.files) == 1 else None
            if content is not None and resource.bytes is not None:
                values["resources", str(index), "bytes"] = len(content)
            if content is not None and resource.hash:
                values["resources", str(index), "hash"] = _digest(resource.hash, content)
        return Said(values, self.records)

    def _history(self, version: str, note: Text) -> tuple[bytes, str]:
        """history.csv with its new line, and that line."""
        package = self.standing.package
        first = package.languages[0] if package.languages else "zh"
        said = {"zh": note["zh"], "en": note["en"]}
        for tag, own in (("zh", self.choices.note), ("en", self.choices.note_en)):
            said[tag] = f"{own.rstrip('。.')}{'；' if tag == 'zh' else '; '}{said[tag]}" if own else said[tag]
        main, other = ("en", "zh") if same_language(first, "en") else ("zh", "en")
        cells = {"version": version, "date": self.today.isoformat(), "kind": "update", "note": said[main]}
        tags = (tag for tag in ("zh", "zh-Hans", "zh-CN", "en") if not same_language(tag, first))
        cells |= {f"note_{tag}": said["zh" if tag.startswith("zh") else "en"] for tag in tags}
        old = self.standing.files.get(HISTORY, b"").decode("utf-8", "surrogateescape")
        new = with_line(old, cells, columns=(*COLUMNS, f"note_{other}"))
        return new.encode("utf-8", "surrogateescape"), new.rstrip("\r\n").rpartition("\n")[2]

    def _about(self, proposal: Proposal) -> Iterable[Remark]:
        entry = self.standing.package.entry
        if entry is None:
            return
        old, new = _spelled(entry.temporal), _spelled(proposal.period)
        if proposal.how == "told":
            return
        if not proposal.how:
            said = bilingual(
                f"看不出新数据说的是哪一段时间，“数据时间范围”没有改（{old or '空着'}）。"
                "变了的话，请加上 --temporal 开始/结束。",
                f"The period of the new data cannot be told and stays ({old or 'not given'}). If it is another one, "
                "add --temporal START/END.",
            )
            yield Remark(Sort.DOUBT, said)
        elif old != new:
            told = bilingual("按数据里的日期", "by its days") if proposal.how == "days" else _BY_TITLE
            said = bilingual(
                f"“数据时间范围”改为 {new}（{told['zh']}），原来是 {old or '空的'}。",
                f"The period of the data is now {new} ({told['en']}); it was {old or 'not given'}.",
            )
            yield Remark(Sort.FOUND, said)
        yield from self._dated_titles(proposal.period)

    def _dated_titles(self, now: Period) -> Iterable[Remark]:
        """Titles that name a period are kept, and are out of date then."""
        package = self.standing.package
        for title in dict.fromkeys(t["zh"] for t in (package.title, *(r.title for r in package.resources))):
            named_days = period(title)
            if named_days and named_days != (now.start, now.end):
                said = bilingual(
                    f"标题“{title}”里写着时间，没有改动；过时了的话，请自己改。",
                    f"The title {title} names a time and was kept; change it if it is out of date.",
                )
                yield Remark(Sort.DOUBT, said)


def _stem(file: str) -> str:
    return Path(file).stem


def _spelled(of: Period) -> str:
    return f"{of.start or '…'}/{of.end or '…'}" if of.start or of.end else ""


def _digest(declared: str, content: bytes) -> str:
    """The digest in the way the old one is written: ``sha256:…``, or bare for MD5."""
    name, mark, _ = declared.rpartition(":")
    algorithm = (name or "md5").lower().replace("-", "")
    try:
        made = hashlib.new(algorithm, content, usedforsecurity=False).hexdigest()
    except ValueError:
        return declared
    return f"{name}{mark}{made}"


_BY_TITLE = bilingual("按文件的标题", "by its title")
_NO_TABLE = bilingual(
    "文件里没有找到表格：要有一行列名，下面至少有一行数据。",
    "No table was found in the file: there must be headings and a row below them.",
)
