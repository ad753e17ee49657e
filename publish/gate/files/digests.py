"""Are the size and the digest what the description says?"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import ClassVar

from publish.gate.rule import Case, PackageRule
from publish.gate.schema.said import described_at
from publish.model import SourceFile
from publish.problems import Problem, problem

_KNOWN = ("md5", "sha1", "sha256", "sha384", "sha512")


class Digests(PackageRule):
    """A declared size (`bytes`) and digest (`hash`) are those of the file.

    They let people make sure that what they downloaded is what was published. When they differ, either the file was
    changed and the description forgotten, or the wrong file was handed in. Leave both out when you do not need them:
    the portal publishes its own.

    中文

    说明里写了大小（`bytes`）和校验值（`hash`），就要和文件一致。别人靠它们确认下载的就是发布的。对不上，要么是改了
    文件忘了改说明，要么是交错了文件。不需要的话两项都可以不写，门户会自己算好公布。
    """

    codes: ClassVar[tuple[str, ...]] = ("F201", "F202", "F203")

    def check(self, case: Case) -> Iterator[Problem]:
        for index, resource in enumerate(case.package.resources):
            if len(resource.files) != 1:
                continue
            file = resource.files[0]
            if resource.bytes is not None and resource.bytes != file.bytes:
                at = described_at(case.package, f"/resources/{index}/bytes")
                yield problem("F201", **at, path=file.path, said=resource.bytes, real=file.bytes)  # type: ignore[arg-type]
            if resource.hash:
                at = described_at(case.package, f"/resources/{index}/hash")
                name, _, said = resource.hash.rpartition(":")
                name = (name or "md5").lower().replace("-", "")
                if name not in _KNOWN:
                    yield problem("F203", **at, path=file.path, name=name[:20])  # type: ignore[arg-type]
                elif _digest(file, name) != said.lower():
                    yield problem("F202", **at, path=file.path, name=name)  # type: ignore[arg-type]


def _digest(file: SourceFile, name: str) -> str:
    if name == "sha256":
        return file.sha256
    total = hashlib.new(name, usedforsecurity=False)
    with file.location.open("rb") as stream:
        while chunk := stream.read(1 << 20):
            total.update(chunk)
    return total.hexdigest()
