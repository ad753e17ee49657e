"""What several commands take: their options, the language they speak, and the plan that comes of them."""

from __future__ import annotations

import os
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from publish.commands.language import language
from publish.history import commit_day, day
from publish.pipeline import Plan
from publish.progress import Meter
from publish.read import read_portal

OUTPUT = "output"

jobs = click.option(
    "--jobs", type=click.IntRange(1), default=os.cpu_count() or 1, help="同时用几个处理器 / processes at once"
)
as_of = click.option("--as-of", "as_of", metavar="DATE", help="以哪一天为准，如 2026-11-22 / the day it is built for")
lang = click.option(
    "--lang",
    type=click.Choice(["zh", "en"]),
    default=None,
    callback=lambda _, __, said: said or language(),
    help="提示用哪种语言，不写就和系统一样 / language of messages; the system's when not given",
)
output = click.option(
    "--output", type=click.Path(path_type=Path), default=Path(OUTPUT), help="门户放在哪里 / where the portal goes"
)
purge = click.option(
    "--purge",
    is_flag=True,
    help="生成以后，彻底删除旧版本和缓存里已经撤下的数据 / then delete for good what was taken down, from earlier "
    "releases and the cache",
)
edition = click.option("--edition", type=click.Choice(["open"]), default="open", help="发布哪个版本 / which edition")


def plan_of(
    root: Path,
    as_of: str | None,
    jobs: int,
    *,
    edition: str = "open",
    output: Path = Path(OUTPUT),
    progress: bool = True,
) -> Plan:
    """What to build, in this portal and as of this day. Raises click.UsageError for a day that is none."""
    portal, _ = read_portal(root)
    meter = Meter(sys.stderr) if progress else None
    shown = {"progress": meter.show} if meter else {}
    return Plan(root, output, _day(as_of, root, portal.time_zone), edition, jobs, **shown)


def _day(as_of: str | None, root: Path, time_zone: str) -> date:
    """The one clock: what was asked for, else SOURCE_DATE_EPOCH, else the commit's day, else today."""
    zone = ZoneInfo(time_zone)
    if as_of is not None:
        found = day(as_of)
        if found is None:
            raise click.UsageError(f"日期要写成 2026-11-22 这样 / a day looks like 2026-11-22, not {as_of}")
        return found
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdigit():
        return datetime.fromtimestamp(int(epoch), UTC).astimezone(zone).date()
    return commit_day(root, time_zone) or datetime.now(zone).date()


def today(root: Path) -> str | None:
    """The day of what is written now: today, not the day of the last commit; None where SOURCE_DATE_EPOCH says
    another."""
    if os.environ.get("SOURCE_DATE_EPOCH"):
        return None
    portal, _ = read_portal(root)
    return datetime.now(ZoneInfo(portal.time_zone)).date().isoformat()
