"""The signs of what is personal or secret: a cell that holds one, and a cell that only looks like it.

Every value is invented: the digits are made up, and only the check digits are reckoned.
"""

from __future__ import annotations

from random import Random

import pytest

from publish.gate.privacy.signs import SIGNS, found_in
from publish.problems import kinds
from tests.benchmarks.leaks import identity

SIGN = {sign.name: sign for sign in SIGNS}
NUMBER = "11010519491231002X"
CARD = "6212345678901232"

HOLDS = {
    "identity": [
        NUMBER,
        NUMBER.lower(),
        "110105 19491231 002X",
        "1101 0519 4912 3100 2X",
        "110105-19491231-002X",
        "１１０１０５１９４９１２３１００２Ｘ",
        "1101\u200b0519491231002x",
        f"身份证{NUMBER}，已核",
        f'{{"no": "{NUMBER}"}}',
        f"G{NUMBER}",  # a student's number
    ],
    "old-identity": ["110105491231002", "310105199001011000"],
    "mobile": [
        "13800138000",
        "138 0013 8000",
        "139-0013-8000",
        "+86 13800138000",
        "0086-13800138000",
        "联系13800138000",
        "DESCRIPTION:13800138000",
        "138.0013.8000",
        "138·0013·8000",
    ],
    "bank-card": [CARD, "6212 3456 7890 1232", "卡号：6212345678901232"],
    "documents": ["E12345678", "G87654321", "H12345678", "护照号：E12345678"],
    "email": ["zhang_123@qq.com", "联系 li.wang@163.com"],
    "account": ["wxid_1234567890", "123456789"],
    "plate": ["沪A12345", "沪A·D12345", "沪AD12345", "浙A12345F", "京A1234警"],
    "home": ["江宁路100弄3号502室", "阳光小区3栋2单元502", "东风村3组12号"],
    "credential": [
        "password=Qw12345",
        "-----BEGIN OPENSSH PRIVATE KEY-----",
        "AKIAABCDEFGHIJKLMNOP",
        "mysql://root:Qw12345@10.0.0.1/db",
        "密码：Qw12345",
    ],
    "secrecy": [
        "机密★",
        "秘密★10年",
        "内部资料",
        "【内部资料 注意保存】",
        "TOP SECRET",
        "FOR OFFICIAL USE ONLY",
        "CONFIDENTIAL - INTERNAL USE ONLY",
        "TOP SECRET//NOFORN",
        "Classification: SECRET",
        "密级：机密级",
        "内部资料，仅供参考",
        "仅限内部使用",
    ],
}
PASSES = {
    "identity": [
        "110105194912310021",  # the check digit is wrong
        "99" + NUMBER,
        "123456789012345678",
        "11010519490231002X",  # 31 February
        "12345678901234567890",
        "121.4737,31.2304",
        "91310000MA1FL0000N",
    ],
    "old-identity": ["123456789012345", "110105491331002", "1101054912310021"],
    "mobile": [
        "12345678901",
        "021-63210000",
        "02163210000",
        "400-820-8820",
        "12345",
        "20210101123456",
        "6901234567892",
        "0.13800138000",
        "https://example.org/13800138000",
        "AB13800138000",
        "SN:13800138000",
        "+13105551234",
        "138.0013.80",
        "121.4737.1380",
    ],
    "bank-card": ["6222021234567890123", "7212345678901232", "62123456789012321234"],
    "documents": ["甲类", "见附件"],
    "email": ["opendata@example.gov.cn", "info@example.org", "service@qq.com", "a at b.com"],
    "account": ["公众号：开门", "无"],
    "plate": ["沪A", "京ABCDE", "A12345", "沪I12345"],
    "home": ["江宁路100号", "静安区江宁路街道", "江宁路100号恒基大厦1203室"],
    "credential": ["password: ******", "password=your-password", "Password: required", "密码学", "the secret: none"],
    "secrecy": ["谈到机密的文章", "保守国家秘密法", "Secret Garden", "confidential agreement signed", "机密档案科",
        "Internal use only of the reading room", "Classification: land", "内部参考价格"],
}  # fmt: skip


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in HOLDS.items() for text in texts])
def test_a_cell_that_holds_it(name: str, text: str) -> None:
    assert SIGN[name].holds(text)


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in PASSES.items() for text in texts])
def test_a_cell_that_does_not(name: str, text: str) -> None:
    assert not SIGN[name].holds(text)


def test_every_identity_number_made_is_one_and_no_other_check_digit_is() -> None:
    random = Random(5)
    for _ in range(500):
        number = identity(random)
        assert SIGN["identity"].holds(number)
        assert not any(SIGN["identity"].holds(number[:-1] + c) for c in "0123456789X" if c != number[-1])


def test_in_a_text_only_what_is_sure_by_itself() -> None:
    assert [s.name for s in found_in(f"联系人张三13800138000，证件{NUMBER}")] == ["identity", "mobile"]
    assert found_in("护照 E12345678 与 QQ：123456789")[0].text_code == "P105"
    assert found_in("订单 6212345678901232，江宁路100弄3号502室，1990-01-01，张三，opendata@example.org") == ()
    assert {s.text_code for s in SIGNS if s.stands} <= set(kinds())
