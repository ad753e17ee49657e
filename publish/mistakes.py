"""What Datasette and SQLite say of a wrong question, in both languages; in English they speak for themselves."""

from __future__ import annotations

import re

from publish.model import Text, bilingual

_CHINESE: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), chinese)
    for pattern, chinese in (
        (r"no such column: (.+)", "没有名为“{0}”的列。"),
        (r"no such table: (.+)", "没有名为“{0}”的数据表。"),
        (r"no such function: (.+)", "没有名为“{0}”的函数。"),
        (r"ambiguous column name: (.+)", "不止一张表有“{0}”这一列，请写明是哪张表的。"),
        (r'near "(.+)": syntax error', "“{0}”附近的写法有误。"),
        (r"incomplete input", "语句没有写完。"),
        (r"not a SELECT", "语句须以 SELECT 或 WITH 开头。"),
        (r"Binding \d+ has no name.*", "要填写的值请写成名字，例如 :district。"),
        (r"the answer is larger than (\d+) MB", "结果超过 {0} MB。"),
        (r"the answer has more than ([\d,]+) cells", "结果超过 {0} 格，请少取一些行或列。"),
        (r"out of memory", "这个查询占用的内存太多。"),
        (r"too many SQL variables", "要填写的值太多。"),
        (r"too many columns in result set", "列太多。"),
        (r"Expression tree is too large.*|parser stack overflow", "语句嵌套太深，或者条件太多。"),
        (r"interrupted", "超过了查询的时限。"),
        (r"string or blob too big", "有一个值太大。"),
        (r"unrecognized token: (.+)", "认不出“{0}”。"),
        (r"Statement must be a SELECT", "只能查询，语句须以 SELECT 或 WITH 开头。"),
        (r"You can only execute one statement at a time\.", "一次只能执行一条语句。"),
        (r"not authorized|authorization denied", "这里不允许这样做：数据只能读取。"),
        (r"not authorized to use function: (.+)", "这里不能用函数“{0}”。"),
        (r"wrong number of arguments to function (.+)\(\)", "函数“{0}”的参数个数不对。"),
        (r"misuse of aggregate: (.+)", "这里不能用统计函数“{0}”。"),
        (r"no such collation sequence: (.+)", "没有名为“{0}”的排序规则。"),
        (r"LIKE or GLOB pattern too complex", "LIKE 或 GLOB 的模式太长。"),
        (r"malformed JSON", "JSON 的写法有误。"),
        (r"at most 64 tables in a join", "一次最多连接 64 张表。"),
        (r"too many terms in .+ SELECT|too many terms in .+ BY clause", "语句的项太多。"),
        (r"circular reference: (.+)", "“{0}”用到了自己。"),
        (r"the query contains a null character", "语句里有看不见的空字符，请删去。"),
        (r"Statement contained a disallowed PRAGMA.*", "这里不能用这条 PRAGMA。"),
        (r"no such comparison: (.*); there are (.+)", "没有“{0}”这种比较，可以用 {1}。"),
        (r"_through must be JSON: (.+)", "_through 须写成 JSON：{0}。"),
        (r"(_facet\w*) must be a column, or JSON: (.+)", "{0} 须是一列的名字，或者写成 JSON：{1}。"),
        (r"Invalid _through - could not find corresponding foreign key", "_through 里的表没有指向这张表的外键。"),
        (r"(_\w+)=(.+) - invalid columns", "{0} 里有这张表没有的列，或者不能去掉的列：{1}。"),
        (r"_size must be <= (\d+)", "_size 最大是 {0}。"),
        (r"(_\w+) must be a positive integer", "{0} 须是正整数。"),
        (r"Cannot sort table by (.+)", "不能按“{0}”排序。"),
        (r"Cannot use _sort and _sort_desc at the same time", "_sort 和 _sort_desc 只能用一个。"),
        (r"Cannot search by that column", "不能按这一列搜索。"),
        (r"_next not allowed for CSV streaming", "取全部行的 CSV 时不能用 _next。"),
        (r"Invalid SQL", "SQL 有误"),
    )
)


def mistake(said: str) -> Text:
    """What is wrong, in both languages; what is not in the table stays as it was said."""
    said = said.strip()
    for pattern, chinese in _CHINESE:
        if found := pattern.fullmatch(said):
            return bilingual(chinese.format(*found.groups()), said)
    return bilingual(said, said)


def reason(said: str) -> Text:
    """The same, to stand inside a sentence."""
    return Text(tuple((lang, text.rstrip("。.")) for lang, text in mistake(said)))
