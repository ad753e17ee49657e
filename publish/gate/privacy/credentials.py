"""Passwords and keys."""

from __future__ import annotations

from typing import ClassVar

from publish.gate.privacy.rule import PersonalRule


class Credentials(PersonalRule):
    """No passwords, keys or addresses with a password in them.

    Private keys, keys of cloud services, tokens, `password=…` and `name:password@host` are known by their form; in a
    column that is called password or key, whatever looks like one counts. One is enough, and the data are taken down at
    once. Examples that are plainly none (`******`, `your-password`) are left alone. What was published is known: change
    it first, then take it out.

    中文

    不能有密码、密钥和带密码的连接地址。私钥、云服务密钥、令牌、password=…、用户名:密码@主机，看写法就能认出来；列名叫密
    码或密钥的，像密码的内容都算。有一处，数据就立即撤下。明显是示例的（如 ******、your-password）不算。公开过的就等于泄
    露了：请先更换，再删除。
    """

    codes: ClassVar[tuple[str, ...]] = ("P411", "P412")
    in_columns: ClassVar[tuple[str, ...]] = ("P411",)
