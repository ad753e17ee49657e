"""Can the pictures that a package asks for be drawn?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from publish.drawable.flaws import MOST, flaw
from publish.gate.place import at
from publish.gate.rule import Case, PackageRule
from publish.problems import Problem, problem


class Charts(PackageRule):
    """The pictures that a package asks for under `charts` can be drawn.

    Pictures are chosen from the data. `charts` replaces the choice: an empty list draws nothing, and each item of a
    list asks for one picture, in that order.

    | kind | x | y | series |
    |---|---|---|---|
    | `bars` | what the bars are of | how long they are | |
    | `lines` | the time | how high they run; a list of columns draws several | a line for each of its values |
    | `histogram` | the numbers that are spread | | |
    | `points` | | how large the dots are | |
    | `areas` | the codes of the areas | how dark they are | |

    Without `y` rows are counted. `resource` may be left out when there is one table. `title`, with its translations,
    stands over the picture.

    A picture that cannot be drawn, or would say something untrue, is left out with a warning; the data are published
    all the same. Keys and codes measure nothing. Rates are never added up: several rows of one thing need a column of
    amounts, known by its unit. Places need a declared coordinate system, areas
    outlines that may be shown. A page has twelve pictures at most.

    中文

    数据集用 `charts` 指定的图要画得出来。页面上的图平时由数据选定。写了 `charts`，就以它为准：空列表表示不画图；列表里
    每一项是一幅图，按先后顺序排列。

    | kind | x | y | series |
    |---|---|---|---|
    | `bars` 条形图 | 每条代表什么 | 条有多长 | |
    | `lines` 折线图 | 时间 | 线有多高；写几列就画几条线 | 每个取值一条线 |
    | `histogram` 分布图 | 看哪一列数的分布 | | |
    | `points` 点图 | | 圆点有多大 | |
    | `areas` 分区图 | 各区域的代码 | 颜色有多深 | |

    不写 `y`，就数有多少行。只有一张表时，`resource` 可以不写。`title` 和它的译文写在图的上方。

    画不出来的，或者画出来会误导人的，不画，并给出提醒；数据照常发布。编号和代码不能当数量。比率不能相加：同一项有几行时，
    要用带单位的数量列。画位置要写明坐标系，画分区要有可以展示的区域轮廓。一页最多十二幅图。
    """

    codes: ClassVar[tuple[str, ...]] = ("C911", "C912", "C913", "C914", "C915", "C916", "C917", "C918", "C919")

    def check(self, case: Case) -> Iterator[Problem]:
        package = case.package
        charts = package.charts or ()
        if len(charts) > MOST:
            yield problem("C918", **at(package, f"/charts/{MOST}"), count=len(charts), most=MOST)
        for index, wanted in enumerate(charts[:MOST]):
            if found := flaw(wanted, package, case.tables):
                where = f"/charts/{index}/{found.key}".rstrip("/")
                blanks: dict[str, Any] = {"number": index + 1, **found.blanks}
                yield problem(found.code, **at(package, where), **blanks)
