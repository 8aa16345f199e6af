"""Chinese messages for pydantic's errors: one table, keyed on the error's type."""

from difflib import get_close_matches
from typing import Any

from hyzs.model.field_shapes import shapes
from hyzs.model.finding import Rule, Severity
from hyzs.model.record import Part
from hyzs.model.scalars import quoted

#: pydantic's error type → code of the finding and its sentence; ``{…}`` is the error's context.
TABLE = {
    "missing": ("field-missing", "缺少“{label}”({key})"),
    "extra_forbidden": ("field-unknown", "不认识“{key}”"),
    "model_type": ("bad-form", "这里要写成一组“键: 值”"),
    "model_attributes_type": ("bad-form", "这里要写成一组“键: 值”"),
    "dict_type": ("bad-form", "这里要写成一组“键: 值”"),
    "tuple_type": ("bad-form", "这里要写成列表：每行以“- ”开头，或用 [甲, 乙]"),
    "list_type": ("bad-form", "这里要写成列表：每行以“- ”开头，或用 [甲, 乙]"),
    "string_type": ("bad-form", "这里要写一个值"),
    "literal_error": ("bad-choice", "“{input}”不在可选的值里"),
    "invalid_key": ("bad-form", "键要写成文字"),
}


def code_of(error: dict[str, Any]) -> str:
    """The code of one of pydantic's ``errors()``."""
    kind = error["type"]
    if "message" in error.get("ctx", {}):
        return str(kind).replace("_", "-")
    is_flag = kind == "literal_error" and not isinstance(error["input"], str)
    return TABLE["string_type" if is_flag else kind][0]


def message_for(error: dict[str, Any], model: type[Part]) -> tuple[str, str, str]:
    """The code, the sentence and the hint of one of pydantic's ``errors()`` on ``model``."""
    kind, ctx = error["type"], error.get("ctx", {})
    code = code_of(error)
    if "message" in ctx:
        return code, str(ctx["message"]), ""
    is_flag = kind == "literal_error" and not isinstance(error["input"], str)
    _, sentence = TABLE["string_type" if is_flag else kind]
    key = str(error["loc"][-1]) if error["loc"] else ""
    fields = {s.key: s.label for s in shapes(_inside(model, error["loc"]))}
    text = sentence.format(key=quoted(key), label=fields.get(key, key), input=quoted(error["input"]))
    return code, text, _hint(kind, key, fields, ctx)


def _hint(kind: str, key: str, fields: dict[str, str], ctx: dict[str, Any]) -> str:
    if kind == "literal_error":
        return "可以写：" + str(ctx["expected"]).replace("'", "").replace(" or ", "、").replace(", ", "、")
    if kind != "extra_forbidden":
        return ""
    words = {label: name for name, label in fields.items()} | {name: name for name in fields}
    near = get_close_matches(key, words, 1, 0.5)
    if not near:
        return f"这里可以写：{'、'.join(fields)}"
    name = words[near[0]]
    return f"是不是：{name}({fields[name]})"


def _inside(model: type[Part], loc: tuple[str | int, ...]) -> type[Part]:
    """The part class that the last step of ``loc`` is a key of."""
    keys = 0
    for step in loc[:-1]:
        if keys or isinstance(step, int):
            keys -= isinstance(step, str)
            continue
        shape = next((s for s in shapes(model) if s.key == step), None)
        if shape and shape.part:
            model, keys = shape.part, len(shape.key_refs)
    return model


def _rule(code: str, summary: str, why: str, fix: str, body: str) -> Rule:
    return Rule(code, Severity.error, summary, why, fix, body)


_PROJECT = "== data/projects/p26-a1.yaml\nname: 示例·甲项目\nsample: true\ncounty: 甲县\n"

RULES = (
    _rule(
        "field-missing",
        "必填的字段没有写。",
        "少了它，这条记录回答不了谁、什么、何时。",
        "补上这个字段；hyzs schema 种类 列出所有字段。",
        "== data/measures/m02.yaml\n»name«: 示例举措\nplan: 示政办发〔2026〕1号\n"
        "number: 2\nlead: [市招商局]\nsummary: 略\n",
    ),
    _rule(
        "field-unknown",
        "写了没有定义的字段。",
        "写错一个字母的字段会被悄悄忽略，所以一律报错。",
        "照提示改成最接近的字段，或删去。",
        _PROJECT + "tier: 一般\n»contents«: 建厂房\n",
    ),
    _rule(
        "bad-form",
        "值的形状不对：该写列表的写成了文字，或该写文字的写成了列表。",
        "形状不对就读不出意思。",
        "列表每行以“- ”开头，或写成 [甲, 乙]；一组值写成 键: 值。",
        _PROJECT + "tier: 一般\nresponsible: »市招商局«\n",
    ),
    _rule(
        "bad-text",
        "文字是空的，或含看不见的控制字符。",
        "空白不等于没有，控制字符会弄乱终端和表格。",
        "没有就删去这一行；有就写明白。",
        _PROJECT + 'tier: 一般\ncontent: »" "«\n',
    ),
    _rule(
        "bad-number",
        "不是数：带了单位、千分号、全角数字或下划线。",
        "12亿、１２、1_200 各人读法不同，合计时会错。",
        "只用半角数字和小数点，单位看字段名(金额一律万元)。",
        _PROJECT + "tier: 一般\ninvestment: {total: »１２００«}\n",
    ),
    _rule(
        "bad-date",
        "不是日期，或日历上没有这一天。",
        "日期决定逾期、催报和排序。",
        "写成 2026-03-15；时刻写成 2026-11-20T09:42。",
        _PROJECT + "tier: 一般\nmilestones: {在谈: »2026-02-30«}\n",
    ),
    _rule(
        "bad-when",
        "不是可识别的时间。",
        "时限可以只精确到年、季、月，但写法要统一。",
        "写成 2026、2026-Q2、2026-03 或 2026-03-15。",
        _PROJECT + "tier: 一般\npromises: {开工: »明年上半年«}\n",
    ),
    _rule(
        "bad-flag",
        "只能写 true 或 false 的地方写了别的。",
        "是、否、yes、no 在不同软件里意思不同。",
        "写 true 或 false，或删去(默认 false)。",
        _PROJECT + "tier: 一般\nindustrial: »是«\n",
    ),
    _rule(
        "bad-choice",
        "值不在可选范围内。",
        "可选的值固定，报表才能按它分组。",
        "照提示选一个。",
        _PROJECT + "tier: 一般\npermits: {用地预审: {status: »办好了«}}\n",
    ),
    _rule(
        "bad-money",
        "金额为负，或外币没有折合率。",
        "合计一律用万元。",
        "外币写成 {amount: 500, currency: 万美元, rate: 7.1, on: 2026-03-01}。",
        _PROJECT + "tier: 一般\ninvestment: {total: »{amount: 500, currency: 万美元}«}\n",
    ),
)
