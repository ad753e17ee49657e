"""Names of persons, and days of birth. Neither is a leak by itself; beside another personal sign both are."""

from __future__ import annotations

import re

from publish.gate.privacy.signs.sign import Confidence, Evidence, Sign, column_name, share, weighing

_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜"
    "范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍"
    "韦申尤毕聂丛焦向柳邢路岳齐沿梅莫庄辛管祝左涂谷祁时舒耿牟卜路詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单"
    "包司柏宁柯阮桂闵解强柴华车冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫来苟肖闫邝褚娄窦岑宗祖虞卞"
)
_DOUBLE = "欧阳|司马|上官|诸葛|夏侯|皇甫|尉迟|公孙|慕容|令狐|宇文|长孙|司徒|东方|南宫"
_CHINESE = re.compile(rf"(?:{_DOUBLE})[\u4e00-\u9fff]{{1,2}}|[{_SURNAMES}][\u4e00-\u9fff×*某]{{1,2}}")
_ETHNIC = re.compile(r"[\u4e00-\u9fff]{2,8}·[\u4e00-\u9fff]{2,8}")
_LATIN = re.compile(r"[A-Z][a-z'’-]+(?:,? (?:[A-Z]\.? ?)?[A-Z][a-z'’-]+){1,2}")
_LATIN_ONE = re.compile(r"[A-Z][a-z'’-]{1,20}")
_DAY = re.compile(r"(?:19|20)\d{2}(?:[-/.年]\s?\d{1,2}[-/.月]\s?\d{1,2}日?|[01]\d[0-3]\d)")
_SAID = column_name(
    "姓名", "人名", "联系人", "申请人", "受理人", "当事人", "户主", "业主", "学生", "患者", "病人", "村民",
    "居民", "乘客", "旅客", "购买人",
    "收件人", "收货人", "监护人", "持卡人", "被保险人", "投保人", "职工", "员工", "考生", "客户名",
    "full name", "fullname", "first name", "last name", "surname", "given name", "person", "person name",
    "patient", "patient name",
    "student name", "employee", "employee name", "applicant", "applicant name", "contact name", "contact person",
    "customer name",
    "recipient", "guardian", "cardholder", "firstname", "lastname", "xm",
)  # fmt: skip
_BARE = re.compile(r"^(?:name|names|名字|名称|user name|username|owner)$")
POSTS = column_name(
    "法定代表人", "法人代表", "法人", "负责人", "legal representative", "法人姓名", "负责人姓名", "法定代表人姓名"
)


def holds(text: str) -> bool:
    text = text.strip()
    return bool(_CHINESE.fullmatch(text) or _ETHNIC.fullmatch(text) or _LATIN.fullmatch(text))


def judged(found: Evidence) -> Confidence:
    """Are these the names of persons?"""
    return Confidence.SURE if found.hits and share(found) >= (0.3 if found.named else 0.8) else Confidence.NONE


NAME = Sign(
    name="name",
    code="P111",
    text_code="",
    look=r".",
    weigh=weighing(lambda text: holds(text) or _LATIN_ONE.fullmatch(text.strip()) is not None),
    named=_SAID,
    judged=judged,
    only_named=True,
)
BARE_NAME = Sign(
    name="bare-name",
    code="P111",
    text_code="",
    look=r".",
    weigh=weighing(holds),
    named=_BARE,
    judged=judged,
    only_named=True,
)
BIRTH = Sign(
    name="birth",
    code="P112",
    text_code="",
    look=r"[0-9]{4}",
    weigh=weighing(lambda text: _DAY.match(text.strip()) is not None),
    named=column_name(
        "出生日期", "出生年月日", "出生时间", "生日", "出生",
        "birth date", "birthdate", "birthday", "date of birth", "dob", "born", "csrq",
    ),
    judged=lambda found: Confidence.SURE if found.hits and share(found) >= 0.5 else Confidence.NONE,
    only_named=True,
    smallest=19_000_101,
)  # fmt: skip
