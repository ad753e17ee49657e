"""Files that lie on the web and are only linked: where, and whether what is there can be made sure of."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from typing import ClassVar
from urllib.parse import urlsplit

from publish.contract import in_words
from publish.gate.files.digests import LENGTHS, declared
from publish.gate.place import at
from publish.gate.rule import Around, EntryRule
from publish.model import Package, ResourceKind
from publish.problems import Problem, problem

_HEXADECIMAL = re.compile(r"[0-9a-fA-F]+")
_INNER = (".local", ".localhost", ".internal", ".lan", ".home", ".corp", ".intranet", ".arpa", ".invalid", ".test")
_NUMBER = re.compile(r"(?:0x[0-9a-f]+|[0-9]+)(?:\.(?:0x[0-9a-f]+|[0-9]+)){0,3}", re.I)  # an address, however spelled


class Remote(EntryRule):
    """A file that lies elsewhere is linked only when everybody can reach it and tell that it is the same.

    Its address names a host of the public web: none of the office's own network, and no bare number. When the portal's
    `metadata.yml` lists `remote_hosts`, the host is one of them or a part of one. Beside the address stand the size
    (`bytes`) and the digest (`hash`, best SHA-256). Without them, or with a host that may not be linked, it is an
    error. Nothing is ever fetched here.

    中文

    放在别处的文件，要人人都能取到，而且能核对是不是同一份，才可以链接。网址里的主机要在公开的互联网上，不能是单位内
    网的地址，也不能只是一串数字；门户的 `metadata.yml` 列出了 `remote_hosts` 的，只能用其中的主机。网址旁边写明大小
    （`bytes`）和校验值（`hash`，最好用 SHA-256）。不合的必须改。检查时不会去取任何文件。
    """

    codes: ClassVar[tuple[str, ...]] = ("F211", "F212")

    def check(self, package: Package, around: Around) -> Iterator[Problem]:
        for index, resource in enumerate(package.resources):
            if resource.kind is not ResourceKind.LINK:
                continue
            where = at(package, f"/resources/{index}/path")
            for address in resource.paths:
                host = _host(address)
                if host and not allowed(host, around.portal.remote_hosts):
                    yield problem("F211", **where, host=host[:80])
            name, digest = declared(resource.hash)
            sound = len(digest) == LENGTHS.get(name, 0) and _HEXADECIMAL.fullmatch(digest)
            if resource.hash and not sound:
                yield problem("F212", **where, key=in_words("/resources/0/hash"), value=resource.hash[:80])
            if resource.bytes is not None and resource.bytes < 0:
                yield problem("F212", **where, key=in_words("/resources/0/bytes"), value=resource.bytes)


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").rstrip(".")
    except ValueError:
        return ""


def allowed(host: str, listed: tuple[str, ...]) -> bool:
    """May files of this host be linked?"""
    if listed:
        return any(host == one.lower() or host.endswith(f".{one.lower()}") for one in listed)
    return "." in host and not host.endswith(_INNER) and not _is_number(host)


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return _NUMBER.fullmatch(host) is not None
    return True
