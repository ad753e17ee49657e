"""The command line: the one place where an error becomes text and an exit code.

0 all published or clean · 1 something is closed · 2 wrong usage · 3 the portal itself is misconfigured.
"""

from __future__ import annotations

import sys
from importlib import import_module

import click

from publish.commands.language import language
from publish.problems import Exit, PublishError

NAMES = ("check", "build", "serve", "new", "update", "withdraw")


def main() -> None:
    """Run the command of ``sys.argv`` and exit with its code."""
    try:
        code = commands.main(standalone_mode=False)
    except PublishError as error:
        click.echo(error.said[language()], err=True)
        code = error.code
    except click.ClickException as error:
        error.show()
        code = Exit.USAGE
    except (click.Abort, KeyboardInterrupt):
        code = Exit.CLOSED
    sys.exit(int(code or 0))


class Commands(click.Group):
    """Loads the command that was asked for, and no other."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(NAMES)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in NAMES:
            return None
        found: click.Command = import_module(f"publish.commands.{name}").command
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """They are told of in the description, in both languages."""


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
def commands() -> None:
    """开门：把数据文件夹变成开放数据门户。Kaimen: from folders of data to an open-data portal.

    \b
    check  检查数据，什么也不发布        judge the data, publish nothing
    build  检查并生成整个门户            judge, and make the whole portal
    serve  在本机打开门户                open the portal on this computer
    new    用表格或资源目录起草数据集    draft datasets from a table or a resource catalogue
    update 用新的表格更新一个数据集      replace the data of a dataset
    withdraw  撤下一个数据集             take a dataset down
    """
