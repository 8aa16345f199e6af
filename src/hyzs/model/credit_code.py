"""统一社会信用代码 (GB 32100-2015): eighteen characters, the last of them made from the others."""

from collections.abc import Iterator

from hyzs.model.finding import Problem, Route, Rule, Severity

RULE = Rule(
    "code-digit",
    Severity.warning,
    "统一社会信用代码不对：位数、字符或者末位校验码。",
    "末位由前十七位推出(GB 32100-2015)；对不上就是抄错了一位，查到的会是别家。",
    "照营业执照改；示例数据写“示例…”，不查。",
    "== data/investors/a.yaml\n- {id: shili-jia, name: 示例甲公司, credit_code: »91350100M000100Y4A«}\n",
)
#: Codes of invented firms begin so; they are none.
_SAMPLE = "示例"
#: The characters of a code by their value; I, O, S, V and Z are none.
CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_LENGTH = 18


def code_problem(code: str) -> str | None:
    """Sentence on what is wrong with the code; None if it can be one.

    The last character is 31 less the sum of each value times 3^n mod 31 (GB 32100-2015, 5.2).
    """
    if len(code) != _LENGTH:
        return f"有 {len(code)} 位，应当是 {_LENGTH} 位"
    if bad_character := next((character for character in code if character not in CHARACTERS), None):
        return f"有“{bad_character}”，代码里只有数字和 I、O、S、V、Z 以外的大写字母"
    expected = check_character(code[:-1])
    return None if code[-1] == expected else f"末位校验码是 {code[-1]}，照前十七位应当是 {expected}"


def check_character(body: str) -> str:
    """The last character of the code that begins with these seventeen."""
    total = sum(CHARACTERS.index(character) * pow(3, place, 31) for place, character in enumerate(body))
    return CHARACTERS[-total % 31]


def code_problems(code: str | None, route: Route) -> Iterator[Problem]:
    """The problem of a code at that route; none of an invented one."""
    if code and not code.startswith(_SAMPLE) and (problem := code_problem(code)):
        yield Problem(RULE.code, route, f"“{code}”{problem}", "照营业执照核对")
