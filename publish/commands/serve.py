"""``serve``: open the portal on this computer."""

from __future__ import annotations

from pathlib import Path

import click

from publish import desk, serve
from publish.commands import options
from publish.commands.build import told
from publish.model import bilingual
from publish.problems import Exit


@click.command("serve")
@click.option("--host", default="127.0.0.1", help="在哪个地址上 / address to listen at")
@click.option("--port", type=click.IntRange(0, 65_535), default=8000, help="端口 / port")
@click.option("--no-build", is_flag=True, help="不重新生成，打开已有的 / serve what is there, make nothing")
@click.option("--desk", "at_desk", is_flag=True, help="打开发布台：在网页里交表格 / hand in tables on a page instead")
@options.output
@options.jobs
@options.as_of
@options.edition
@options.lang
def command(
    host: str,
    port: int,
    no_build: bool,
    at_desk: bool,
    output: Path,
    jobs: int,
    as_of: str | None,
    edition: str,
    lang: str,
) -> Exit:
    """在本机打开门户；数据有变化就先重新生成。Open the portal here, making again first what is out of date.

    --desk：打开发布台，不用命令行也能交数据、更新数据：交表格、核对、填写、看结果、下载或放进分支。
    --desk: the desk for people who use no terminal: hand in or renew a table, check it, see the result, take it along.
    """
    address = f"http://{f'[{host}]' if ':' in host else host}:{port}"
    stop = bilingual("按 Ctrl+C 停止。", "Press Ctrl+C to stop.")[lang]
    if at_desk:
        said = bilingual(f"发布台：{address}/desk/", f"Desk: {address}/desk/en/")[lang]
        plan = options.plan_of(Path.cwd(), as_of or options.today(Path.cwd()), jobs, edition=edition, output=output)
        desk.run(plan, host, port, lambda: click.echo(f"{said}\n{stop}"))
        return Exit.OPEN
    if not no_build:
        told(options.plan_of(Path.cwd(), as_of, jobs, edition=edition, output=output), lang)
    click.echo(
        bilingual(f"门户：{address}/\n接口：{address}/data/", f"Portal: {address}/\nAPI:    {address}/data/")[lang]
    )
    click.echo(stop)
    serve.run(output, host, port)
    return Exit.OPEN
