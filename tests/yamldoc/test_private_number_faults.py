"""Numbers of persons: found in whatever writing, and nothing else taken for one."""

import hashlib
from datetime import date, timedelta
from random import Random

import pytest

from hyzs.cli.main import run
from hyzs.model.private_number import has_private_number, mask, private_numbers
from hyzs.yamldoc.document import read
from support.stores import make_store

#: Invented; put together here, so that the file itself has none.
M = ("139", "0734", "1234")
MOBILE = "".join(M)
CARD = ("430405", "1990", "0101", "1233")
FULL = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")


def spelt(text: str, figures: str) -> str:
    return text.translate(str.maketrans("0123456789", figures))


def in_groups(text: str, *sizes: int, by: str = " ") -> str:
    out, rest = [], text
    for size in sizes:
        out.append(rest[:size])
        rest = rest[size:]
    return by.join([*out, rest] if rest else out)


def with_luhn(start: str) -> str:
    def total(text: str) -> int:
        return sum(sum(divmod(int(figure) * (1 + n % 2), 10)) for n, figure in enumerate(reversed(text)))

    return next(start + last for last in "0123456789" if total(start + last) % 10 == 0)


BANK = with_luhn("622202020011223034")
MOBILES = {
    "as it is": MOBILE,
    "+86": "+86" + MOBILE,
    "+86 blank": "+86 " + MOBILE,
    "86-": "86-" + MOBILE,
    "0086": "0086" + MOBILE,
    "(+86)": "(+86)" + MOBILE,
    "3-4-4 blanks": " ".join(M),
    "3-4-4 dashes": "-".join(M),
    "3-4-4 long dashes": "—".join(M),
    "3-4-4 en dashes": "–".join(M),
    "3-4-4 full-width hyphens": "－".join(M),
    "3-4-4 minus signs": "−".join(M),
    "3-4-4 dots": ".".join(M),
    "3-4-4 middle dots": "·".join(M),
    "3-4-4 katakana dots": "・".join(M),
    "3-4-4 slashes": "/".join(M),
    "3-4-4 underscores": "_".join(M),
    "3-4-4 commas": ",".join(M),
    "3-4-4 two blanks": "  ".join(M),
    "3-4-4 thin blanks": "\u2009".join(M),
    "3-4-4 narrow no-break blanks": "\u202f".join(M),
    "3-4-4 no-break blanks": "\u00a0".join(M),
    "3-4-4 ideographic blanks": "\u3000".join(M),
    "3-4-4 dashes in blanks": " - ".join(M),
    "brackets": f"({M[0]}){M[1]}{M[2]}",
    "brackets and dash": f"（{M[0]}）{M[1]}-{M[2]}",
    "4-4-3": in_groups(MOBILE, 4, 4, 3),
    "3-8": in_groups(MOBILE, 3, 8, by="-"),
    "7-4": in_groups(MOBILE, 7, 4),
    "pairs": in_groups(MOBILE, 2, 2, 2, 2, 2),
    "one by one": " ".join(MOBILE),
    "full width": MOBILE.translate(FULL),
    "full width in groups": "　".join(M).translate(FULL),
    "Chinese figures": spelt(MOBILE, "零一二三四五六七八九"),
    "Chinese figures with 〇": spelt(MOBILE, "〇一二三四五六七八九"),
    "Chinese figures with 幺": spelt(MOBILE, "〇幺二三四五六七八九"),
    "figures of cheques": spelt(MOBILE, "零壹贰叁肆伍陆柒捌玖"),
    "figures in circles": spelt(MOBILE, "⓪①②③④⑤⑥⑦⑧⑨"),
    "raised figures": spelt(MOBILE, "⁰¹²³⁴⁵⁶⁷⁸⁹"),
    "Arabic figures": spelt(MOBILE, "٠١٢٣٤٥٦٧٨٩"),
    "letter O": MOBILE.replace("0", "O", 1),
    "between names": f"张三{MOBILE}李四",
    "behind letters": f"wx{MOBILE}",
    "before a letter": f"{MOBILE}x",
    "in an address": f"http://x.cn/{MOBILE}",
    "zero-width": "\u200b".join(M),
}
CARDS = {
    "card": "".join(CARD),
    "card 6-8-4": in_groups("".join(CARD), 6, 8, 4),
    "card 6-4-4-4": " ".join(CARD),
    "card 6-4-2-2-4": in_groups("".join(CARD), 6, 4, 2, 2, 4, by="-"),
    "card full width": "".join(CARD).translate(FULL),
    "card with x": "11010119900307109x",
    "card with a wrong last figure": "".join(CARD)[:-1] + "0",
    "card of fifteen figures": "430405900101123",
    "card in Chinese figures": spelt("".join(CARD), "〇一二三四五六七八九"),
    "bank card": BANK,
    "bank card in fours": in_groups(BANK, 4, 4, 4, 4),
}
NUMBER_FIELDS = {
    "escapes": f'"\\x31\\x33{MOBILE[2:]}"',
    "folded": f">\n  电话 {M[0]}\n  {M[1]}{M[2]}",
    "folded deep": f"电话 {M[0]}\n          {M[1]}{M[2]}",
    "continued": f'"{MOBILE[:6]}\\\n  {MOBILE[6:]}"',
    "tab": f'"{M[0]}\\t{M[1]}\\t{M[2]}"',
    "key": f"{{{MOBILE}: x}}",
    "comment": f"x  # {MOBILE}",
    "behind a block": f"|\n  x\n# {MOBILE}",
}


@pytest.mark.parametrize("writing", [*MOBILES.values(), *CARDS.values()], ids=[*MOBILES, *CARDS])
def test_a_number_is_found_in_every_writing_and_masked(writing):
    text = f"请联系 {writing} 处长"
    [number] = private_numbers(text)

    assert has_private_number(text)
    assert text[number.start : number.end].strip("()（）+") in writing
    assert not any(part in mask(text) for part in (M[2], CARD[3], BANK[-4:], spelt(M[2], "〇一二三四五六七八九")))


@pytest.mark.parametrize("value", NUMBER_FIELDS.values(), ids=NUMBER_FIELDS)
def test_a_number_is_judged_as_the_file_is_read(value):
    faults = read(f"id: x\nnote: {value}\nname: y\n".encode()).problems

    assert [fault.code for fault in faults if fault.code != "yaml-syntax"] == ["private-number"]


@pytest.mark.parametrize("text", ["a: [138, 2000, 1500]", "a: [138,2000,1500]", "a:\n- 138\n- 2000\n- 1500"])
def test_values_side_by_side_are_no_number(text):
    assert read(text.encode()).problems == []


@pytest.mark.parametrize(
    "text",
    ["0734-8812345", "(0734)8812345转801", "0734 881 2345", "010-12345678", "+86-734-8812345", "电话：07348812345"],
)
def test_a_landline_is_told_apart_since_an_office_may_print_its_own(text):
    [number] = private_numbers(text)

    assert number.is_landline
    assert not has_private_number(text)
    assert [fault.code for fault in read(f"note: '{text}'".encode()).problems] == ["landline-number"]


def harmless(random: Random) -> dict[str, str]:
    """One text of each sort that a plan, a spreadsheet or a register is full of."""
    day = date(2019, 1, 1) + timedelta(random.randrange(3000))
    number = random.randrange
    letters = "ABCDEFGHJKLMNPQRTUWXY"
    region = f"4304{number(1, 30):02}"
    fingerprint = hashlib.sha256(str(number(10**9)).encode()).hexdigest()
    return {
        "credit code": f"91{region}{''.join(random.choice('0123456789' + letters) for _ in range(10))}",
        "credit code in figures": f"91{region}{number(10**8, 10**9)}{random.choice(letters)}",
        "amount": f"{number(1, 10**8) / 100}万元",
        "amount in yuan": f"{number(10**9, 10**11):,}元",
        "long amount": f"总投资 {number(13 * 10**9, 2 * 10**10)} 元",
        "three amounts": f"{number(100, 999)}万元、{number(1000, 9999)}万元、{number(1000, 9999)}万元",
        "document": f"衡政办发〔{day.year}〕{number(1, 200)}号",
        "plot": f"{region}{number(10**6):06}GB{number(10**5):05}",
        "parcel": f"{region}{number(10**6):06}GB{number(10**5):05}F{number(10**8):08}",
        "parcel of land": f"衡自然资告字〔{day.year}〕{number(100)}号 {day.year}-{number(1, 99)}号地块",
        "day": day.isoformat(),
        "days": f"{day}至{day + timedelta(40)}",
        "short day": day.strftime("%Y%m%d"),
        "moment": f"{day} {number(24):02}:{number(60):02}:{number(60):02}",
        "stamp": f"{day:%Y%m%d}{number(24):02}{number(60):02}{number(60):02}",
        "milliseconds": str(number(1_500_000_000_000, 1_900_000_000_000)),
        "seconds": str(number(1_500_000_000, 1_900_000_000)),
        "project code": f"{day:%y%m}-430400-04-{number(1, 6):02}-{number(100000, 999999)}",
        "older project code": f"{day.year}-{region}-{number(10, 99)}-{number(1, 6):02}-{number(100000, 999999)}",
        "position": f"{number(110000000, 113000000) / 10**6},{number(26000000, 28000000) / 10**6}",
        "exact position": f"{number(110, 136)}.{number(10**8):08}",
        "book": f"978-7-{number(100, 999)}-{number(10**5):05}-{number(10)}",
        "book in a row": f"9787{number(10**9):09}",
        "journal": f"{number(1000, 9999)}-{number(1000, 9999)}",
        "post code": f"邮编 421{number(1000):03} {number(1, 99)}号",
        "time": f"{number(24):02}:{number(60):02}—{number(24):02}:{number(60):02}",
        "area": f"{number(1, 10**7) / 100}亩（{number(1, 10**9) / 10}平方米）",
        "share": f"{number(10**4) / 100}%",
        "week": f"{day.year}-W{number(1, 53):02}/{random.choice(('hengnan', 'hygxq', 'swj'))}",
        "fingerprint": fingerprint,
        "commit": fingerprint[:40],
        "short fingerprint": fingerprint[:16],
        "identifier": in_groups(fingerprint[:32], 8, 4, 4, 4, by="-"),
        "project": f"p{number(20, 27)}-{fingerprint[:4]}",
        "years": f"{number(1980, 2010)}—{number(2011, 2030)}年，{number(100, 999)}人",
        "figures of a row": f"{number(1, 999)} {number(1, 99)} {number(1, 9)}",
        "tender": f"HYZB-{day.year}-{number(10**4):04}-{number(10**3):03}",
        "registration": f"{region}0000{number(10**5):05}",
        "permit": f"建字第{region}{day.year}{number(10**5):05}号",
        "acceptance": f"{region}{day:%y%m%d}{number(10**3):03}",
        "filing": f"{region}{day.year}{number(10**6):06}",
        "invoice": f"{number(10**7, 10**8)}",
        "decimal": f"{number(10**11) / 10**8:.8f}",
        "Chinese year": spelt(str(day.year), "〇一二三四五六七八九") + "年一月三十一日",
        "hotline": "400-123-4567",
        "clock of the day": f"{day.month}.{day.day} {number(24)}.{number(60):02}",
        "version": f"{number(20)}.{number(20)}.{number(1000)}",
    }


def test_of_ten_thousand_harmless_numbers_none_is_taken_for_one():
    random, masked = Random(18), []
    count = 0
    while count < 10_000:
        for sort, text in harmless(random).items():
            count += 1
            masked += [(sort, text)] if mask(f"编号 {text}，见表") != f"编号 {text}，见表" else []

    assert masked == []


FORMATS = ("text", "concise", "json", "jsonl", "csv", "tsv", "md", "html", "github", "gitlab", "sarif", "junit")
QUOTED = [
    f"expected: {{jobs: {MOBILE}人}}",
    f"lead: {MOBILE}",
    f"county: {''.join(CARD)}",
    f"{MOBILE}: x",
    f"milestones: {{签约: {MOBILE}}}",
    f"note: |\n  {M[0]}\n  {M[1]}\n  {M[2]}",
    f'tier: "\\x31\\x33{MOBILE[2:]}"',
    f"draft: 是是是是是是是是是是是是是是是是是是是是{MOBILE}",
]


@pytest.fixture(scope="module")
def store_that_quotes(tmp_path_factory):
    """A store in which everything that is wrong has a private number in it."""
    root = make_store(tmp_path_factory.mktemp("store"))
    folder = root / f"data/projects/张三{MOBILE}"
    folder.mkdir(parents=True)
    (folder / f"{MOBILE}.yaml").write_text("name: 示例·乙\nsample: true\ntier: 一般\n", encoding="utf-8")
    for n, line in enumerate(QUOTED):
        text = f"name: 示例·甲{n}\nsample: true\n{line}\n"
        (root / f"data/projects/p26-a{n}.yaml").write_text(text, encoding="utf-8")
    return root


@pytest.mark.parametrize("format", FORMATS)
def test_no_format_of_check_repeats_a_number(store_that_quotes, format, capsys, monkeypatch):
    monkeypatch.chdir(store_that_quotes)
    run(["check", "-f", format])
    output = "".join(capsys.readouterr())

    assert not any(part in output for part in (MOBILE, MOBILE[2:], MOBILE[:8], M[2], "".join(CARD)))
    assert output.count("private-number") >= len(QUOTED)


@pytest.mark.parametrize("word", ["note=电话 {}", "tier={}", "milestones.签约={}", "lead={}"])
def test_an_edit_that_would_write_a_number_is_refused_and_repeats_none(tmp_path, capsys, monkeypatch, word):
    monkeypatch.chdir(make_store(tmp_path, "== data/projects/p26-a1.yaml\nname: 示例·甲\nsample: true\ntier: 一般\n"))
    code = run(["set", "p26-a1", word.format(MOBILE)])
    output = "".join(capsys.readouterr())

    assert code == 1
    assert "没有写" in output
    assert M[2] not in output
