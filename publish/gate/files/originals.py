"""Files that are published as they are: pictures, documents."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import partial
from typing import ClassVar

from publish.gate.files.svg import Harm, NoXml, harm_in
from publish.gate.rule import Case, PackageRule
from publish.gate.schema.magic import form_of
from publish.gate.schema.opened import Bomb, NotPacked, opened
from publish.model import ResourceKind, SourceFile, Text, bilingual
from publish.problems import Problem, problem

_SCRIPT = re.compile(
    rb"<\s*(?:[\w-]+:)?(?:script|foreignObject|iframe|embed|object)\b|\son\w+\s*=|<!ENTITY|<\?xml-stylesheet\b"
    rb"|j\s*a\s*v\s*a\s*s\s*c\s*r\s*i\s*p\s*t\s*:|vbscript\s*:"
    rb"|data\s*:\s*(?:text/(?:html|xml)|application/(?:xhtml|xml))"
    rb"|attributeName\s*=\s*[\"']?\s*(?:on\w+|(?:xlink:)?href)"
    rb"|<(?:[\w-]+:)?(?:image|use|feImage)\b[^<>]{0,2000}href\s*=\s*[\"']?\s*(?:https?:)?//"
    rb"|href\s*=\s*[\"'][^\"'<>]{0,40}&#|@import\b|url\(\s*[\"']?(?:https?:)?//",
    re.I,
)
_SAME = {  # what the first bytes say -> the formats that may begin so
    "zip": {"zip", "xlsx", "ods", "docx", "odt", "pptx", "odp", "epub", "kmz", "shp.zip", "gtfs", "shp"},
    "xls": {"xls", "doc", "ppt", "msi", "msg"},
    "jpeg": {"jpg", "jpeg"},
    "sqlite": {"gpkg", "sqlite", "db", "mbtiles"},
    "gz": {"gz", "tgz", "tar.gz", "svgz"},
    "html": {"html", "htm", "xhtml"},
}
_CERTAIN = {"pdf", "png", "jpeg", "jpg", "gif", "xlsx", "xls", "docx", "ods", "odt", "zip", "gpkg", "parquet", "svg"}
_VECTOR = frozenset({"svg", "svgz"})
_PICTURES = _VECTOR | {"png", "jpg", "jpeg", "gif", "webp", "avif", "bmp", "ico"}
_LARGEST = 256 << 20  # bytes of an unpacked picture
_CHUNK = 1 << 20
_WHY: Mapping[type[Exception], Text] = {
    Bomb: bilingual("解压后大得不像图片", "unpacks to more than any picture needs"),
    NotPacked: bilingual("坏了，解压不完整", "is broken and cannot be unpacked to its end"),
}
_MARKED = _CERTAIN - {"svg"}  # begin with bytes of their own


class Originals(PackageRule):
    """A picture holds no program, and a document is what its name says.

    An SVG picture may carry scripts that would run in the reader's browser under the portal's name; such a picture is
    refused, with the line it stands in. Export it again without scripts and foreign content. A web page saved as
    `.pdf`, or a placeholder that stands for a file kept elsewhere, is refused too. So is a packed picture (`.svgz`)
    that cannot be unpacked to its end.

    中文

    图片里不能有程序，文档要和文件名相符。SVG 图片可以夹带脚本，会以门户的名义在读者的浏览器里运行，所以不予通过，并指
    出在第几行；请去掉脚本和外部内容后重新导出。把网页存成 `.pdf`，或者只是一个指向别处的占位文件，也不予通过；解压不
    完整的压缩图片（`.svgz`）同样如此。
    """

    codes: ClassVar[tuple[str, ...]] = ("F501", "F502", "F513")

    def check(self, case: Case) -> Iterator[Problem]:
        package = case.package
        files = {f.path: (r.format, f) for r in package.resources if r.kind is ResourceKind.FILE for f in r.files}
        image = package.folder / package.image if package.image and "://" not in package.image else None
        form = image.suffix.lower().removeprefix(".") if image is not None else ""
        if image is not None and image.is_file() and package.image not in files:
            inside = image.resolve().is_relative_to(package.folder.resolve())
            if inside:
                files[package.image] = (form, SourceFile(package.image, image, image.stat().st_size, ""))
                if form not in _PICTURES:
                    said = bilingual("图片", "a picture")
                    real = form.upper() or bilingual("别的东西", "something else")
                    yield problem(
                        "F502", package=package.name, file=package.image, path=package.image, said=said, real=real
                    )
        for path, (form, file) in sorted(files.items()):
            if form in _VECTOR:
                try:
                    harm = _harm_in(file)
                except (Bomb, NotPacked) as error:
                    yield problem("F513", package=package.name, file=path, path=path, why=_WHY[type(error)])
                    continue
                if harm:
                    row = harm.line or None
                    yield problem("F501", package=package.name, file=path, row=row, path=path, what=_told(harm))
                    continue
            real = _really(form, file)
            if real:
                yield problem("F502", package=package.name, file=path, path=path, said=form.upper(), real=real)


def _really(form: str, file: SourceFile) -> Text | str:
    """What a file is, when it is not what it is said to be; "" when it is, or nobody can tell."""
    with file.location.open("rb") as stream:
        start = stream.read(4096)
    real = form_of(start)
    if not start:
        return bilingual("空的", "empty")
    if real == "lfs":
        return "LFS"
    if not real and form in _MARKED and not (form == "pdf" and b"%PDF" in start):
        return bilingual("别的东西", "something else")
    wrong = real and real != form and form not in _SAME.get(real, set())
    return real.upper() if wrong and form in _CERTAIN else ""


def _harm_in(file: SourceFile) -> Harm | None:
    """What a picture would run or fetch. Raises Bomb or NotPacked for a packed one that nobody can look through to its
    end: it is broken, or unpacks to more than any picture needs."""
    with file.location.open("rb") as stream:
        compression = "gz" if form_of(stream.read(4096)) == "gz" else ""
    try:
        with opened(file, compression, _LARGEST) as stream:
            return harm_in(iter(partial(stream.read, _CHUNK), b""))
    except NoXml:
        return Harm("", 0) if _looks_harmful(file, compression) else None


def _looks_harmful(file: SourceFile, compression: str) -> bool:
    """The same of a picture that is no XML, by its bytes, read in overlapping pieces."""
    tail = b""
    with opened(file, compression, _LARGEST) as stream:
        while chunk := stream.read(_CHUNK):
            plain = (tail + chunk).replace(b"\0", b"")  # UTF-16 too
            if _SCRIPT.search(plain):
                return True
            tail = chunk[-4096:]
    return False


def _told(harm: Harm) -> Text:
    """The place in brackets, where it is known."""
    if not harm.line:
        return bilingual("", "")
    return bilingual(f"（第 {harm.line} 行的 {harm.what}）", f" (line {harm.line}: {harm.what})")
