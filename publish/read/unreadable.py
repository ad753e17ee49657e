"""Why a text is no descriptor, and what to do about it."""

from __future__ import annotations

from publish.model import Text, bilingual


class Unreadable(ValueError):
    """The text is no descriptor: why, near which line, and what to do, in both languages."""

    def __init__(self, zh: str, en: str, line: int = 1, mend: Text | None = None) -> None:
        super().__init__(en)
        self.why, self.line = bilingual(zh, en), line
        self.mend = mend or bilingual(
            f"请按提示改正第 {line} 行附近的写法后重新提交，例如补上漏掉的引号或冒号。",
            f"Mend the text near line {line} and hand it in again, for example add the missing quote or colon.",
        )


AS_UTF_8 = bilingual(
    "请用文本编辑器打开，另存为 UTF-8，例如在记事本的“另存为”里选“UTF-8”。",
    "Open it in a text editor and save it as UTF-8, for example with “Save as” and “UTF-8” in Notepad.",
)
WRITE_IT = bilingual(
    "请写成一行一项，例如 name: public-toilets；也可以用“python build.py new 数据文件”起草一份。",
    "Write a key and its value a line, for example name: public-toilets, or draft it with “python build.py new FILE”.",
)
LESS = bilingual(
    "请只留数据集用得到的内容，例如名称、标题和数据文件。",
    "Keep what a dataset needs, for example its name, title and files.",
)
