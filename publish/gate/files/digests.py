"""Are the size and the digest what the description says?"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from typing import ClassVar

from publish.gate.place import at
from publish.gate.rule import Case, PackageRule
from publish.model import SourceFile
from publish.problems import Problem, problem

LENGTHS = {"md5": 32, "sha1": 40, "sha256": 64, "sha384": 96, "sha512": 128}  # in hexadecimal digits


class Digests(PackageRule):
    """A declared size (`bytes`) and digest (`hash`) are those of the file, or of its files put together in order.

    They let people make sure that what they downloaded is what was published. When they differ, either the file was
    changed and the description forgotten, or the wrong file was handed in. So that is an error; a kind of digest the
    portal does not know is a warning. Leave both out when you do not need them: the portal publishes its own.

    中文

    说明里写了大小（`bytes`）和校验值（`hash`），就要和文件一致；一个资源分成几个文件的，按次序连起来算。别人靠它们确认下载的
    就是发布的。对不上，要么是改了文件忘了改说明，要么是交错了文件，必须改；写了不认识的校验算法，只提醒。不需要的话两项都可以
    不写，门户会自己算好公布。
    """

    codes: ClassVar[tuple[str, ...]] = ("F201", "F202", "F203")

    def check(self, case: Case) -> Iterator[Problem]:
        for index, resource in enumerate(case.package.resources):
            if not resource.files:
                continue
            path, size = resource.files[0].path, sum(file.bytes for file in resource.files)
            if resource.bytes is not None and resource.bytes != size:
                where = at(case.package, f"/resources/{index}/bytes")
                yield problem("F201", **where, path=path, said=resource.bytes, real=size)
            if resource.hash:
                where = at(case.package, f"/resources/{index}/hash")
                name, said = declared(resource.hash)
                if name not in LENGTHS:
                    yield problem("F203", **where, path=path, name=name[:20])
                elif _digest(resource.files, name) != said.lower():
                    yield problem("F202", **where, path=path, name=name)


def declared(written: str) -> tuple[str, str]:
    """The algorithm and the digest of a ``hash``: ``sha256:…``, or MD5 where it names none."""
    name, _, digest = written.rpartition(":")
    return (name or "md5").lower().replace("-", ""), digest


def _digest(files: Sequence[SourceFile], name: str) -> str:
    """Of the files put together in order, in hexadecimal digits."""
    if name == "sha256" and len(files) == 1:
        return files[0].sha256
    total = hashlib.new(name, usedforsecurity=False)
    for file in files:
        with file.location.open("rb") as stream:
            while chunk := stream.read(1 << 20):
                total.update(chunk)
    return total.hexdigest()
