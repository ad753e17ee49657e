"""Which runs of a text are Chinese on a page in another language, and that marking them changes nothing else."""

from __future__ import annotations

import re

import pytest
from markupsafe import Markup

from publish import foreign


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("Pudong", "Pudong"),
        ("黄浦区 is first", "[黄浦区] is first"),
        ("the rule 《个人信息保护法》第13条 & more", "the rule [《个人信息保护法》第13条] &amp; more"),
        ("<b>上海</b>", "&lt;b&gt;[上海]&lt;/b&gt;"),
        ("東京タワー", "東京タワー"),
        ("서울 漢城", "서울 漢城"),
    ],
)
def test_runs(text, marked):
    found = str(foreign.runs(text, "en")).replace('<span lang="zh-Hans">', "[").replace("</span>", "]")
    assert found == marked
    assert foreign.runs(text, "zh-Hans") == text
    assert (foreign.tag(text, "en") == "zh-Hans") == ("[" in marked)


@pytest.mark.parametrize(
    ("html", "marked"),
    [
        ('<a href="/上海" title="上海>">上海</a>', '<a href="/上海" title="上海>">[上海]</a>'),
        ("<p><code>上海</code> 北京</p><pre>天津</pre>", "<p><code>上海</code> [北京]</p><pre>天津</pre>"),
        ('<p lang="ja">東京</p> 上海', '<p lang="ja">東京</p> 上海'),
    ],
)
def test_html_stays_html(html, marked):
    found = foreign.runs(Markup(html), "en")
    assert re.sub(r'<span lang="zh-Hans">(.*?)</span>', r"[\1]", found) == marked
