"""A package folder -> Package and what is wrong with its description."""

from __future__ import annotations

import re
from pathlib import Path

from publish.cache import digest, file_digest
from publish.contract import in_words
from publish.history import HISTORY, day, versions
from publish.model import Link, Origin, Package, Portal, Privacy, Query, SourceFile, Text, Version, Waiver, bilingual
from publish.problems import Level, Problem, problem
from publish.questions import FILE, worded
from publish.read.charts import read_charts
from publish.read.descriptor import Described, describe, last
from publish.read.ended import ended, entry_alone
from publish.read.entry import read_entry
from publish.read.fill_in import FillIn, Unopened, read_fill_in
from publish.read.filled import Filled, fill
from publish.read.node import Node, Sheet
from publish.read.paths import alike, find, is_remote, printable, unsafe
from publish.read.resource import NAME_LENGTH, Shelf, read_resource
from publish.read.unreadable import Unreadable
from publish.read.unseen import unseen_in

DESCRIPTORS = ("datapackage.yaml", "datapackage.yml", "datapackage.json")
DESCRIBING = (*DESCRIPTORS, FILE)  # one of these makes a folder a package
DESCRIPTOR_BYTES = 20_000_000
TEXT_BYTES = 2_000_000  # of a README or a history
TRANSLATORS = ("machine", "person")  # who wrote the texts of a language
UNITS = ("facility", "individual", "frequency")  # whose the rows are
_NAME = re.compile(r"[a-z0-9_-](?:[a-z0-9._-]*[a-z0-9_-])?")
_README = re.compile(r"readme(?:[._](?P<tag>[a-z]{2,3}(?:-[a-z0-9]+)*))?\.md", re.IGNORECASE)


def read_package(folder: Path, portal: Portal) -> tuple[Package | None, tuple[Problem, ...]]:
    """One folder. The package is None when there is no readable description; its problems then bear the folder's
    name."""
    found = [folder / name for name in DESCRIPTORS if (folder / name).is_file()]
    answers, wrong = _answers(folder)
    if not found:
        if answers is None:
            return None, wrong or (problem("D102", package=folder.name, folder=folder.name),)
        return _package(folder, folder / FILE, None, answers, portal)
    path = found[0]
    if len(found) > 1:
        names = "、".join(p.name for p in found)
        return None, (problem("D103", package=folder.name, file=path.name, names=names),)
    place = {"package": folder.name, "file": path.name}
    if isinstance(reason := find(folder, path.name), Text):
        return None, (problem("F101", path=path.name, reason=reason).at(**place),)
    if (size := path.stat().st_size) > DESCRIPTOR_BYTES:
        return None, (problem("F104", path=path.name, size=size, most=DESCRIPTOR_BYTES).at(**place),)
    try:
        described = describe(path.read_bytes(), is_json=path.suffix == ".json")
    except Unreadable as error:
        found_wrong = problem("D101", file=path.name, reason=error.why, mend=error.mend)
        return None, (found_wrong.at(**place, row=error.line),)
    package, problems = _package(folder, path, described, answers, portal)
    return package, (*wrong, *problems)


def _answers(folder: Path) -> tuple[FillIn | None, tuple[Problem, ...]]:
    """What stands in entry.xlsx; None when there is none, or none that can be read."""
    path = folder / FILE
    if not path.is_file():
        return None, ()
    try:
        if not path.resolve().is_relative_to(folder.resolve()):
            raise Unopened
        return read_fill_in(path), ()
    except Unopened:
        return None, (problem("D116", package=folder.name, file=FILE),)


def _package(
    folder: Path, path: Path, described: Described | None, answers: FillIn | None, portal: Portal
) -> tuple[Package, tuple[Problem, ...]]:
    languages = described.value.get("languages") if described else None
    plain = languages[0] if isinstance(languages, list) and languages and isinstance(languages[0], str) else ""
    language = plain or portal.language
    filled = Filled(described.value) if described and answers is None else None
    filled = filled or fill(described.value if described else None, answers or FillIn(), folder, language)
    sheet = Sheet("", path.name, described.lines if described else {}, language, cells=filled.cells)
    value = entry_alone(filled.value) if ended(filled.value) else filled.value
    node = Node(value, "", sheet)
    name = _name(node, folder)
    sheet.package = name
    sheet.found[:] = [p.at(package=name) for p in sheet.found]
    for pointer, line in described.repeated if described else ():
        place = {"package": name, "file": path.name, "row": line, "field": pointer}
        sheet.found.append(problem("D112", key=in_words(pointer)).at(**place))
    for pointer in described.halves if described else ():
        sheet.say("D105", pointer, key=last(pointer))
    for pointer in unseen_in(described.value) if described else ():
        sheet.say("D124", pointer, key=last(pointer))
    _fitted(filled, sheet)
    files = [SourceFile(f.name, f, f.stat().st_size, file_digest(f)) for f in (path, *_sheet_beside(path, answers))]
    package = _fill(node, name, folder, files, portal)
    return package, tuple(sheet.found)


def _sheet_beside(path: Path, answers: FillIn | None) -> tuple[Path, ...]:
    """entry.xlsx where it stands beside a description."""
    return (path.with_name(FILE),) if answers is not None and path.name != FILE else ()


def _fitted(filled: Filled, sheet: Sheet) -> None:
    """What entry.xlsx says otherwise than the description, and of what is not there."""
    for pointer in filled.clashes:
        sheet.say("D117", pointer, key=last(pointer), path=sheet.file)
    for said, cell in filled.strangers:
        place = {"file": cell.file, "sheet": cell.sheet, "row": cell.row, "cell": cell.name}
        sheet.found.append(problem("D118", package=sheet.package, value=printable(said)).at(**place))


def _name(node: Node, folder: Path) -> str:
    """The package's name; what cannot be a name gives way to the folder's."""
    name = node.string("name")
    if _NAME.fullmatch(name) and ".." not in name and len(name) <= NAME_LENGTH:
        return name
    if name or node.has("name"):
        node.say("D107", "name", name=printable(name))
    elif _NAME.fullmatch(folder.name):
        node.say("D113", "", name=folder.name)
    else:
        node.say("D107", "name", name="")
    return folder.name


def _fill(node: Node, name: str, folder: Path, own: list[SourceFile], portal: Portal) -> Package:
    shelf = Shelf(folder, portal.limits.file_bytes)
    few = _few_files(node, portal.limits.package_files)
    resources = tuple(read_resource(r, shelf, i) for i, r in enumerate(node.maps("resources"))) if few else ()
    if not isinstance(node.value.get("resources"), list):
        node.say("D114", "resources")
    readme, history, extras = _beside(folder, node, readmes=not ended(node.value))
    extras += _picture(node, folder)
    origin = node.map("origin")
    files = [*own, *extras, *(f for r in resources for f in r.files)]
    return Package(
        name=name,
        id=node.string("id"),
        title=node.text("title"),
        description=node.text("description"),
        languages=node.only_list("languages") or (portal.language,),
        translation=_translation(node.map("translation")),
        version=node.string("version"),
        created=_created(node),
        homepage=node.string("homepage"),
        image=node.string("image"),
        licenses=tuple(_link(n) for n in node.maps("licenses")),
        sources=tuple(_link(n) for n in node.maps("sources")),
        contributors=tuple(_link(n) for n in node.maps("contributors")),
        keywords=_keywords(node),
        entry=read_entry(node.map("catalogue")) if node.has("catalogue") else None,
        privacy=_privacy(node.map("privacy")),
        waivers=tuple(_waiver(n) for n in node.maps("waivers")),
        queries=tuple(Query(n.string("name"), n.string("sql"), n.text("title")) for n in node.maps("queries")),
        charts=read_charts(node),
        resources=resources,
        readme=readme,
        history=history,
        origin=Origin(origin.string("portal"), origin.string("id"), origin.string("url"), origin.string("fetched"))
        if node.has("origin")
        else None,
        folder=folder,
        descriptor=own[0],
        sheet=own[1] if len(own) > 1 else None,
        extras=extras,
        raw=node.value,
        lines=node.sheet.lines,
        cells=node.sheet.cells,
        digest=digest([[f.path, f.sha256] for f in files], folder.name, portal.language),
    )


def _translation(node: Node) -> tuple[tuple[str, str], ...]:
    """Who wrote the texts of each language; what is not said is taken for a person's."""
    found = []
    for tag in node.value or ():
        how = node.string(tag)
        if how and how not in TRANSLATORS:
            node.say("D115", tag, key=tag, value=printable(how)[:40], allowed=" / ".join(TRANSLATORS))
        elif how:
            found.append((tag, how))
    return tuple(found)


def _few_files(node: Node, most: int) -> bool:
    """Are there no more files than a package may have? Asked before any is opened."""
    listed = node.value.get("resources")
    paths = [r.get("path") for r in listed if isinstance(r, dict)] if isinstance(listed, list) else []
    count = sum(len(path) if isinstance(path, list) else 1 for path in paths)
    if count > most:
        node.say("F105", "resources", count=count, most=most)
    return count <= most


def _created(node: Node) -> str:
    """When it was made: a day, or a moment. Another spelling harms nobody, so it only warns."""
    written = node.string("created")
    if written and day(written[:10]) is None:
        node.say("D106", "created", key="created", value=printable(written)[:40], level=Level.WARNING)
        return ""
    return written


def _picture(node: Node, folder: Path) -> tuple[SourceFile, ...]:
    """The file of the package's image. One that is missing spoils a page, not the data, so it only warns."""
    path = node.string("image")
    if not path or is_remote(path):
        return ()
    found = unsafe(path) or find(folder, path)
    if isinstance(found, Text):
        node.say("F101", "image", path=printable(path), reason=found, level=Level.WARNING)
        return ()
    if found is None:
        node.say("F102", "image", path=printable(path), hint=alike(folder, path), level=Level.WARNING)
        return ()
    return (SourceFile(path, found, found.stat().st_size, file_digest(found)),)


def _link(node: Node) -> Link:
    role = node.string("role")
    return Link(
        title=node.text("title"),
        path=node.string("path"),
        name=node.string("name"),
        version=node.string("version"),
        email=node.string("email"),
        organization=node.string("organization"),
        roles=node.strings("roles") or ((role,) if role else ()),
    )


def _keywords(node: Node) -> tuple[Text, ...]:
    """Keywords with their translations, matched by place: the third of ``keywords@en`` translates the third."""
    lists = {node.sheet.language: node.only_list("keywords")}
    for key in node.value:
        if key.startswith("keywords@"):
            lists[key.partition("@")[2]] = node.only_list(key)
    longest = max(map(len, lists.values()))
    return tuple(Text(tuple((tag, words[i]) for tag, words in lists.items() if i < len(words))) for i in range(longest))


def _privacy(node: Node) -> Privacy:
    unit = node.string("unit") or UNITS[0]
    if unit not in UNITS:
        node.say("D115", "unit", key="unit", value=printable(unit)[:40], allowed=worded("privacy/unit", UNITS))
    return Privacy(
        unit=unit,
        quasi_identifiers=node.strings("quasi_identifiers"),
        sensitive=node.strings("sensitive"),
        count=node.string("count"),
        k=node.whole("k"),
    )


def _waiver(node: Node) -> Waiver:
    return Waiver(
        rule=node.string("rule"),
        resource=node.string("resource"),
        field=node.string("field"),
        reason=node.text("reason"),
        approver=node.string("approver"),
        expires=node.day("expires"),
    )


def _beside(folder: Path, node: Node, *, readmes: bool) -> tuple[Text, tuple[Version, ...], tuple[SourceFile, ...]]:
    """README in every language, if wanted, and history.csv: plain files in the folder, never links."""
    lang, said = node.sheet.language, list[tuple[str, str]]()
    history: tuple[Version, ...] = ()
    extras: list[SourceFile] = []
    for path in sorted(folder.iterdir()):
        match = _README.fullmatch(path.name) if readmes else None
        if not (match or path.name == HISTORY):
            continue
        if path.is_symlink() or not path.is_file():
            node.sheet.found.append(_no_plain_file(folder, path, node.sheet.package))
            continue
        if (size := path.stat().st_size) > TEXT_BYTES:
            node.sheet.found.append(
                problem("D123", package=node.sheet.package, file=path.name, size=size, most=TEXT_BYTES)
            )
            continue
        text = _text(path, node)
        extras.append(SourceFile(path.name, path, size, file_digest(path)))
        if match:
            said.append((match["tag"] or lang, text))
        else:
            history = versions(text, lang)
    return Text(tuple(sorted(said, key=lambda r: r[0] != lang))), history, tuple(extras)


def _no_plain_file(folder: Path, path: Path, package: str) -> Problem:
    """What stands in the place of a README or a history and is not read: a link, a folder, a device."""
    found = find(folder, path.name)
    reason = found if isinstance(found, Text) else bilingual("是链接，没有读它", "it is a link, which is not followed")
    level = None if isinstance(found, Text) else Level.WARNING
    return problem("F101", path=printable(path.name), reason=reason, level=level).at(package=package, file=path.name)


def _text(path: Path, node: Node) -> str:
    """What a text file says. What is not UTF-8 is reported, and shown as well as it goes."""
    content = path.read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        node.sheet.found.append(problem("D122", package=node.sheet.package, file=path.name, row=line, line=line))
        return content.decode("utf-8-sig", "replace")
