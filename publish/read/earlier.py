"""The earlier state that ``--against`` names: a commit of the repository around the portal, or what was released.

Of a commit only the packages that differ are taken out, into an empty folder that the caller gives; a portal of
thousands is never copied. What was released is read where it lies: a description, a package folder, a release, the
site of one, or another portal's folder.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from publish.model import Catalogue, Earlier, Text, bilingual
from publish.problems import Exit, PublishError
from publish.read import package_folders, read_folders
from publish.read.package import DESCRIBING, DESCRIPTORS
from publish.read.portal import FILE, read_portal
from publish.read.registers import NAMES as REGISTERS
from publish.read.repository import Repository

_RELEASED = ("packages", "site/dataset", "dataset")  # where a release keeps its packages, the truest first
_SHORT = 7  # characters of a commit as people write it


def read_earlier(against: str, catalogue: Catalogue, room: Path) -> Earlier:
    """The state to hold a catalogue against. ``room`` is an empty folder, needed for as long as the Earlier is.

    Raises PublishError (wrong usage) when ``against`` is neither a known commit nor a place with packages.
    """
    if not against.strip():
        raise PublishError(_UNSAID, Exit.USAGE)
    place, repository = Path(against).expanduser(), Repository(catalogue.root)
    if not _looks_like_place(against) and (commit := repository.commit(against)):
        return _of_commit(against, commit, repository, catalogue, room)
    if place.exists():
        return _of_place(place, catalogue, room)
    raise PublishError(_unknown(against, repository), Exit.USAGE)


def _looks_like_place(against: str) -> bool:
    return against.startswith(("/", ".", "~")) or against.endswith((".json", ".yaml", ".yml"))


# --- a commit -------------------------------------------------------------------------------------------------------


def _of_commit(against: str, commit: str, repository: Repository, catalogue: Catalogue, room: Path) -> Earlier:
    base, root = repository.parted(commit), catalogue.root.absolute()
    sources = [
        PurePosixPath(s) for s in catalogue.portal.sources if (root / s).resolve().is_relative_to(root.resolve())
    ]
    changed = repository.changed(base, [FILE, *map(str, sources)])
    folders = set(_folders(changed, sources))
    touched = {root / folder for folder in folders}
    for package in catalogue.packages:  # brought from elsewhere: held against the one it would take the place of
        if package.folder.parent not in {root / source for source in sources}:
            touched.add(package.folder)
            folders |= {source / package.name for source in sources}
    taken = [f for f in sorted(folders) if repository.extract(base, str(f), room / f)]
    packages, _ = read_folders([room / f for f in taken], catalogue.portal)
    known = {package.folder for package in packages}
    return Earlier(
        label=against if base.startswith(against) else f"{against} ({base[:_SHORT]})",
        packages=packages,
        touched=frozenset(touched),
        unreadable=frozenset(f.name for f in taken if room / f not in known),
        everything=FILE in changed or any(f.name in REGISTERS for f in folders),
    )


def _folders(changed: Iterable[str], sources: Iterable[PurePosixPath]) -> Iterator[PurePosixPath]:
    """The package folders that hold these files."""
    roots = list(sources)
    for name in changed:
        path = PurePosixPath(name)
        for source in roots:
            within = path.relative_to(source).parts if path.is_relative_to(source) else ()
            if len(within) > 1 and not within[0].startswith("."):
                yield source / within[0]


# --- a place --------------------------------------------------------------------------------------------------------


def _of_place(place: Path, catalogue: Catalogue, room: Path) -> Earlier:
    folders, whole = _places(place.absolute(), room)
    if not folders:
        raise PublishError(_empty(place), Exit.USAGE)
    packages, _ = read_folders(folders, catalogue.portal)
    known = {package.folder for package in packages}
    unreadable = frozenset(f.name for f in folders if f not in known)
    alone = packages[0] if packages and not whole else None
    label = f"{alone.name} {alone.version}".strip() if alone else place.name or str(place)
    return Earlier(label, packages, whole=whole, unreadable=unreadable)


def _places(place: Path, room: Path) -> tuple[list[Path], bool]:
    """The package folders there, and whether they are all there is."""
    if place.is_file() and place.name in DESCRIPTORS:
        return [place.parent], False
    if place.is_file():
        return [_renamed(place, room)], False
    if released := next((found for part in _RELEASED if (found := _packages(place / part))), None):
        return released, True  # the site of a release has a description of its own, so this comes first
    if _described(place):
        return [place], False
    if not (place / FILE).is_file():
        return _packages(place), True
    portal, _ = read_portal(place)
    return [folder for source in portal.sources for folder in _packages(place / source)], True


def _packages(source: Path) -> list[Path]:
    """The package folders in a folder."""
    return [f for f in package_folders(source) if _described(f)] if source.is_dir() else []


def _described(folder: Path) -> bool:
    return any((folder / name).is_file() for name in DESCRIBING)


def _renamed(description: Path, room: Path) -> Path:
    """A description under a name of its own, such as ``toilets-2026.10.0.json``, in a folder where it can be read."""
    folder = room / description.stem
    folder.mkdir(parents=True)
    known = {Path(name).suffix: name for name in DESCRIPTORS}
    shutil.copyfile(description, folder / known.get(description.suffix.lower(), DESCRIPTORS[-1]))
    return folder


# --- what stops -----------------------------------------------------------------------------------------------------


_UNSAID = bilingual(
    "--against 后面是空的，没有写和哪一版对照。请写分支、标签、提交或文件夹，例如 --against origin/main。",
    "--against is empty: it does not say which state to compare with. Name a branch, tag, commit or folder, for "
    "example --against origin/main.",
)


def _unknown(against: str, repository: Repository) -> Text:
    if repository.commit("HEAD") is None:
        return bilingual(
            f"没有“{against}”这个文件或文件夹；门户也不在 git 仓库里，或者仓库里还没有提交，没有早先的一版可以对照。"
            "第一次检查请去掉 --against。",
            f"There is no file or folder “{against}”, and the portal is in no git repository, or in one without a "
            "commit, so there is no earlier state to compare with. Leave out --against for a first check.",
        )
    return bilingual(
        f"“{against}”既不是已知的分支、标签或提交，也不是文件或文件夹，没有可以对照的。"
        "如果只取了最近的提交，请先取来主分支，例如：git fetch origin main，再写 --against FETCH_HEAD。",
        f"“{against}” is no branch, tag or commit that is known here, and no file or folder, so there is nothing to "
        "compare with. In a shallow clone fetch the base branch first, for example: git fetch origin main, "
        "then --against FETCH_HEAD.",
    )


def _empty(place: Path) -> Text:
    return bilingual(
        f"“{place}”里没有数据集的说明文件 datapackage.json（或 .yaml、.yml），没有可以对照的。",
        f"There is no datapackage.json (or .yaml, .yml) in {place}, so there is nothing to compare with.",
    )
