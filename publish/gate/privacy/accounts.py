"""E-mail addresses and accounts of persons."""

from __future__ import annotations

from typing import ClassVar

from publish.gate.privacy.rule import PersonalRule


class Accounts(PersonalRule):
    """No e-mail addresses or messaging accounts of persons.

    In a table of persons every address is a person's, an error. Elsewhere addresses of free services, or with a first
    and a last name, are likely to be, and that is a warning. The address of a post (`service@…`), of a government or
    school domain, and any address in a table of organisations is a contact. Accounts of WeChat, QQ and the like are
    known by the name of the column; public accounts are left alone.

    中文

    不能有个人的邮箱和微信、QQ 之类的账号。在写人的表里，邮箱都算个人的，必须改；在别的表里，公共邮箱服务的地址、写着姓
    名的地址像是个人的，只提醒。岗位邮箱（如 service@…）、政府和学校的邮箱、机构表里的邮箱是联系方式，不算。微信、QQ 账
    号凭列名辨认；公众号不算。
    """

    codes: ClassVar[tuple[str, ...]] = ("P203", "P204", "P205", "P206")
    in_columns: ClassVar[tuple[str, ...]] = ("P203", "P205")
