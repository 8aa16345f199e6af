"""Ownership clauses of official documents: (牵头单位：市商务局；责任单位：市财政局等市直相关单位，各县市区、园区).

The parser knows the words of roles and of groups, and no list of units: names come back as they are written.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

LEAD, RESPONSIBLE = "lead", "responsible"

_OPEN, _CLOSE = "([{【〔（［〈", ")]}】〕）］〉"
#: Signs and traditional characters of the words below, one for one, so that positions stay.
_PLAIN = str.maketrans(
    dict(
        pair
        for pair in (
            "：: ；; ，, （( ）) ［( ］) 〔( 〕) 【( 】) [( ]) 〈( 〉) ｛{ ｝} ｜| ／/ ﹔; ﹕: ﹐, 單单 責责 任任 牽牵 頭头 負负 區区 縣县 爲为 為为 關关 門门 協协 "
            "辦办 實实 參参 與与 導导 職职 組组 織织 開开 發发 產产 園园 歸归 級级 鄉乡 鎮镇 處处 會会 這这 條条 將将 屬属 體体 構构 鄰邻 業业 國国 務务 "
            "廳厅 號号 銀银 農农 經经 總总 長长 電电 聯联 話话 時时 間间 規规 據据 備备 註注 說说 項项 標标 機机 領领 導导"
        ).split()
    )
    | dict.fromkeys("\u3000\u2002\u2003\u2009\xa0\t", " ")
)

_ROLE = {
    LEAD: "牵头责任|牵头负责|牵头|主办|主责|主管|总牵头|主要责任|首要责任|第一责任|主体责任|汇总",
    RESPONSIBLE: "共同责任|协同责任|协同|协办|配合|协作|参与|参加|承办|责任|落实|负责|实施|执行|支持|会办|联办|指导|督导|督促|监督|推进",
}
_BODY = "单位|部门|机构|处室|科室|股室|主体|地区|企业"
_LABEL = re.compile(
    rf"(?P<head>(?:(?P<lead>{_ROLE[LEAD]})|(?P<responsible>{_ROLE[RESPONSIBLE]}))(?:和(?:{_ROLE[RESPONSIBLE]}))?"
    rf"(?:{_BODY})?(?:[及和与]其?(?:{_BODY}))?)\s*:"
)
#: Fields that name no unit: what stands in them is residue.
_OTHER_LABEL = re.compile(
    r"(?:(?:牵头|责任|分管|包联|联系|主管|市级|县级|市|区|县)*(?:领导|负责人|责任人|联系人|联络员)|[^\s,;:.、()]{0,6}"
    r"(?:时限|时间|期限|进度|节点|电话|手机|范围|依据|措施|目标|事项|来源|备注|说明|方式|周期|频次|有效期|地址|邮箱|名称))\s*:"
)
_MANNER = (
    r"(?:按照?|依照?|根据|依据|依)(?:各自)?(?:的)?(?:职责|职能|分工|权限|要求|规定|属地|部门)+(?:分工|权限|职责|要求|原则|范围|管理)*"
    r"|各(?:司其职|负其责)|结合(?:各自|工作|本地)?(?:实际|职责|职能)|分别|分头|分级|共同|联合|具体|各自|积极|密切|全程|统一|认真|切实|抓好|做好|主要|做|抓|全力|协调"
)
_DOES = (
    "负责|落实|办理|实施|推进|组织|开展|执行|承担|完成|组织实施|推动|建立|制定|起草|会商|督促|指导|监督|督导|管理|统筹|把关|审核|审批|抓落实|工作|相关工作|协调"
)
_BEHIND = re.compile(
    rf"(?:(?:{_MANNER})*(?:(?P<lead>总?牵头(?:抓总)?|主办|主责|为主|抓总|汇总)|(?P<assist>配合|协助|协同|协办|参与|参加|支持|协作|给予支持)))"
    rf"(?:{_MANNER}|{_DOES})*$|(?:{_MANNER})*(?P<does>负责|落实|办理|实施|推进|组织实施|执行|承担|抓落实|指导|督促|监督|督导)(?:{_DOES})*$"
    rf"|(?P<manner>(?:{_MANNER})+)$"
)
_FIRST_LEADS = re.compile(
    r"(?:(?:以上)?(?:排|列|位列|名列|排列)?(?:名|序)?(?:在)?(?:首位|第一位?|第1位|最前面?|首)(?:的|个)?(?:责任|落实)?(?:单位|部门)?(?:的)?(?:均)?[为是]"
    r"(?:牵头|主办|汇总|主责)(?:责任)?(?:单位|部门)?(?:或汇总单位)?|第一个?(?:责任)?(?:单位|部门)[为是]牵头(?:责任)?(?:单位|部门)"
    r"|首位[为是]牵头(?:单位|部门))"
)
_ALIKE = re.compile(r"下同|以下(?:同|相同)|其他[为是](?:参与|配合|责任)(?:单位|部门)|其余[为是](?:参与|配合|责任|协办)(?:单位|部门)")
_STANDING = re.compile(r"以下(?:各项|各条|任务|措施|工作)?[均都](?:需|须|由|应)[^,;.]*?(?:落实|负责|配合|参与)?[,;]?\s*不再(?:一一|逐一|另行)?(?:列出|列明|重复)?")
_JOIN = re.compile(r"(?:以及|及其|和|及|与|并)(?=(?:各|有关|相关|国务院|其他|其它|市直|省直|县直|区直|州直|中直|市级|省级|县级|所属|属地|所在地|涉及|驻))")
_WITH = re.compile(r"(?:会同|会商|协同|联合)(?!.*(?:局|厅|委|部|办|公司|集团|中心|院|会)(?:会同))")
_AND_OTHERS = re.compile(r"等(?P<rest>[^等]*)$")
_ADMIN = "设区的?市|地级以?上?市|地级市|县级市|自治州|自治县|市州|市|区|县|旗|盟|州|镇|乡|街道|园区|开发区|功能区|经济区|新区|管理区|示范区|高新区|度假区|风景区"
_PART_OF_EACH = re.compile(rf"各(?:设区的?市|地级以?上?市|县级市|市|区|县|旗|盟|州|乡|镇)$")
_NEXT_PART = re.compile(rf"(?:{_ADMIN})")
_GENERIC = re.compile(
    r"(?:拖欠.*的)?(?:全|本|市|省|区|县|州|镇|乡|街道|中央|国家|国务院|地方|基层|党政|区县|市县)*(?:直属?|属|级|辖|管|内|域)?(?:各|所有|有关|相关|涉及|主要|重点|其他|其它|责任|成员|配合|参与|对口|具体|"
    r"行业|主管|监管|职能|业务|综合|行政|执法|审批|项目|用地|牵头|工业|产业|经济|开发|国有|民营|重点|骨干|龙头|金融|银行|保险|证券|科研|创新|服务|中介|投资|融资|担保|事业|群团|社会|行业|街道|乡镇|村|社区|高等|职业|市场|平台|属地|所在地|园区|示范区|和|及|与|驻地?)*"
    r"(?:部门|单位|企业|机构|园区|开发园区|开发区|功能区|示范区|街道|乡镇|镇街|镇|乡|办事处|管委会|人民政府|政府|院校|高校|学校|协会|商会|平台公司|专班|地区|县市区|县区|区县|市州|市县|社区|村|党委|党组|成员)+"
)
#: One body of one place, though all its words are generic: 市政府, 县开发区.
_SINGLE = re.compile(r"(?:中央|国家|省|市|州|县|区|旗|镇|乡)(?:委|人民政府|政府|开发区|示范区|功能区|园区|管委会|街道|社区)+")
_CROWD_WORD = re.compile(r"各(?!界)|有关|相关|所有|全体|其他|其它|行业主管|属地|所在地")
_UNBOUNDED = re.compile(r"有关|相关|涉及|所有|其他|其它|(?:行业|主管|职能|执法|监管|业务|成员|责任|行政)(?:部门|单位)")
_NAME_ENDS = re.compile(r"(?:局|委|办|厅|部|院|会|中心|公司|集团|政府|园区|单位|部门|银行|办公室|管委会|街道)$")
_BODY_ENDS = re.compile(
    r"(?:局|委|办|厅|部|署|院|会|中心|公司|集团|政府|园区|单位|部门|银行|行|办公室|管委会|街道|办事处|处|所|站|队|社|校|联|"
    r"大学|学院|医院|法院|党校|团市委|县|区|市|乡|镇|投|总社|馆|台|库|支行|分行|联络处|开发区|新区|专班|组|司|协会|商会|基金)$"
)
_NAME_BEGINS = re.compile(r"市|省|县|区|州|各|国|有关|相关|园区|人民银行|人行|团")
#: A word of level alone belongs to the next name: 中央、省属驻衡各单位.
_LEVEL = re.compile(r"(?:中央|国家|省|市|州|县|区|乡|镇)[级属直]?")
#: What no name of a unit holds: a sentence has come into the list.
_SENTENCE = re.compile(r"做好|抓好|加强|开展|认真|确保|不得|应当|按时|及时|工作$|检查$|落实到位|有效期|自.*起")
_LONGEST_NAME = 40
_DATE = re.compile(r"(?:\d{4}年)?(?:\d{1,2}月)?(?:底|末|中旬|上旬|下旬|\d{1,2}日|初)?(?:底|末)?(?:前|之前|以前)?(?:完成|落实|到位)|长期(?:坚持|推进)?|持续(?:推进|实施)|常态化(?:推进)?|(?:\d{4}年)(?:\d{1,2}月)?(?:底|\d{1,2}日)?前?|\d{1,2}月(?:底|\d{1,2}日)?前?|每[年季月周].*")
_PHONE = re.compile(r"[0-9*×xX-]{7,}")


class OwnedPart(NamedTuple):
    """The names between two commas, in their order; ``of``: the group that 等 stands for; ``open``: ends in 等."""

    role: str
    named: tuple[str, ...]
    of: str = ""
    open: bool = False


class Ownership(NamedTuple):
    """Who leads and who answers for a clause, by the names as written; groups (各县市区) and leads among them apart.

    ``open``: the list ends in 等 or names a group nobody can list; ``residue``: words that name nobody or were not
    understood; ``first_leads``: from here on the first unit of each clause leads (下同).
    """

    lead: tuple[str, ...] = ()
    responsible: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    lead_groups: tuple[str, ...] = ()
    open: bool = False
    residue: tuple[str, ...] = ()
    first_leads: bool = False
    parts: tuple[OwnedPart, ...] = ()


class _Name(NamedTuple):
    """A name of a clause: its role, and between which commas it stands; ``is_of``: it is the group behind 等."""

    text: str
    role: str
    is_group: bool
    part: int = 0
    is_of: bool = False


class _Clause:
    """The parse of one clause: names in their order, and what is left over."""

    def __init__(self) -> None:
        self.names: list[_Name] = []
        self.residue: list[str] = []
        self.open = False
        #: The number of the part that is being read, and the parts that end in 等.
        self.part = 0
        self.open_parts: set[int] = set()


def parse_ownership(text: str, *, first_leads: bool = False) -> Ownership:
    """The units and groups of an ownership clause, with or without its brackets, and everything it says besides.

    ``first_leads``: an earlier clause of the document said that the first unit leads.
    """
    flat = _unwrapped(text)
    clause = _Clause()
    flat, says_first = _taken_out(flat, clause)
    for role, field in _fields(flat, clause):
        _read_field(role, field, clause)
    names = _with_first_lead(clause.names) if first_leads or says_first[0] else clause.names
    return Ownership(
        _texts(names, LEAD, False),
        _texts(names, RESPONSIBLE, False),
        tuple(dict.fromkeys(name.text for name in names if name.is_group)),
        _texts(names, LEAD, True),
        clause.open,
        tuple(clause.residue),
        says_first[1],
        tuple(_parts(names, clause.open_parts)),
    )


def _parts(names: list[_Name], open_parts: set[int]) -> Iterator[OwnedPart]:
    """The names by the commas that they stand between, and by their roles."""
    for number, role in dict.fromkeys((name.part, name.role) for name in names):
        own = [name for name in names if (name.part, name.role) == (number, role)]
        of = next((name.text for name in own if name.is_of), "")
        named = tuple(dict.fromkeys(name.text for name in own if not name.is_of))
        is_open = number in open_parts and own[-1] is [name for name in names if name.part == number][-1]
        if named:
            yield OwnedPart(role, named, of, is_open)
        elif of:
            yield OwnedPart(role, (of,))


def _texts(names: list[_Name], role: str, is_group: bool) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name.text for name in names if name.role == role and name.is_group is is_group))


def _with_first_lead(names: list[_Name]) -> list[_Name]:
    """The names with the first as lead, unless one leads by its own word."""
    if not names or any(name.role == LEAD for name in names):
        return names
    return [names[0]._replace(role=LEAD), *names[1:]]


def _plain(text: str) -> str:
    return text.translate(_PLAIN)


def _unwrapped(text: str) -> str:
    """The text without the brackets around the whole of it; a bracket that is never closed is one of them too."""
    text = text.strip().rstrip("。.;；,， ")
    while text and text[0] in _OPEN:
        depth = 0
        for position, char in enumerate(text):
            depth += (char in _OPEN) - (char in _CLOSE)
            if not depth:
                break
        else:
            text = text[1:].strip()
            break
        if position < len(text) - 1:
            break
        text = text[1:-1].strip().rstrip("。.;；,， ")
    while text and text[-1] in _CLOSE and sum(char in _CLOSE for char in text) > sum(char in _OPEN for char in text):
        text = text[:-1].strip()
    return text


def _taken_out(text: str, clause: _Clause) -> tuple[str, tuple[bool, bool]]:
    """The text without its conventions, which become residue; (the first leads here, and from here on)."""
    first = lasting = False
    for pattern in (_STANDING, _FIRST_LEADS, _ALIKE):
        while match := pattern.search(_plain(text)):
            if pattern is _FIRST_LEADS:
                first = True
            if pattern is _ALIKE:
                lasting = lasting or "同" in match[0]
            clause.residue.append(text[match.start() : match.end()])
            before = text[: match.start()].rstrip(",，;；。. ")
            text = before + text[match.end() :]
    return text, (first, first and lasting)


def bracket_depths(text: str) -> list[int]:
    """The bracket depth at each character; a bracket without a partner holds nothing together."""
    depths, stack, partner = [], [], {}
    for position, char in enumerate(text):
        if char in _OPEN:
            stack.append(position)
        elif char in _CLOSE and stack:
            partner[stack.pop()] = position
    closes = set(partner.values())
    depth = 0
    for position in range(len(text)):
        if position in closes:
            depth -= 1
        depths.append(depth)
        if position in partner:
            depth += 1
    return depths


def _split(text: str, signs: str) -> list[str]:
    """The parts of a text between ``signs`` that stand outside of brackets; empty ones are left out."""
    parts, start = [], 0
    depths = bracket_depths(text)
    for position, char in enumerate(_plain(text)):
        if char in signs and not depths[position]:
            parts.append(text[start:position])
            start = position + 1
    return [part.strip() for part in (*parts, text[start:]) if part.strip()]


def _fields(text: str, clause: _Clause) -> Iterator[tuple[str, str]]:
    """The fields of a clause: (role, text) for each label 牵头单位：, and ("", text) for what has none."""
    plain, depths = _plain(text), bracket_depths(text)
    starts: list[tuple[int, int, str]] = []
    for pattern in (_LABEL, _OTHER_LABEL):
        for match in pattern.finditer(plain):
            before = plain[: match.start()].rstrip()
            if depths[match.start()] or (before and before[-1] not in ",;.、|\n" and plain[match.start() - 1 : match.start()] not in (" ", "\n")):
                continue
            role = "" if pattern is _OTHER_LABEL else LEAD if match["lead"] else RESPONSIBLE
            starts.append((match.start(), match.end(), role))
    starts.sort()
    starts = [start for number, start in enumerate(starts) if not number or start[0] >= starts[number - 1][1]]
    head = text[: starts[0][0]] if starts else text
    if head.strip(" ,，;；、。.\n"):
        yield "", head
    for number, (begin, end, role) in enumerate(starts):
        stop = starts[number + 1][0] if number + 1 < len(starts) else len(text)
        if role:
            yield role, text[end:stop]
        elif text[end:stop].strip():
            clause.residue.append(text[begin:stop].strip(" ,，;；、。."))


def _read_field(role: str, text: str, clause: _Clause) -> None:
    """Read the names of a field; segments without a word of their own go with the next that has one."""
    waiting: list[str] = []
    for segment in _split(_reflowed(text), ",;.|"):
        rest, own = _without_verb(segment)
        waiting.append(rest)
        if own:
            _read_segments(waiting, role if role and own == RESPONSIBLE else own, clause)
            waiting = []
    _read_segments(waiting, role or RESPONSIBLE, clause)


def _reflowed(text: str) -> str:
    """The text in one line: a line break between two names divides them, any other was the paper's edge."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    flat = lines[0] if lines else ""
    for line in lines[1:]:
        between = "、" if _NAME_ENDS.search(_plain(flat)) and _NAME_BEGINS.match(_plain(line)) else ""
        flat += between + line
    return flat


def _without_verb(segment: str) -> tuple[str, str]:
    """The segment without the words of a role behind its names, and that role."""
    match = _BEHIND.search(_plain(segment))
    if not match or not match[0]:
        return segment, ""
    role = LEAD if match["lead"] else RESPONSIBLE
    return segment[: match.start()].strip(), "" if match["manner"] else role


def _read_segments(segments: list[str], role: str, clause: _Clause) -> None:
    for segment in segments:
        clause.part += 1
        lead, sign, rest = _accompanied(segment)
        if sign and lead:
            _read_names(lead, LEAD, clause)
            _read_names(rest, RESPONSIBLE, clause)
        else:
            _read_names(rest, RESPONSIBLE if sign else role, clause)


def _accompanied(segment: str) -> tuple[str, str, str]:
    """(who acts, 会同, with whom): 市商务局会同市财政局."""
    match = re.search("会同|联合(?=[^会体社])", _plain(segment))
    if not match or bracket_depths(segment)[match.start()]:
        return "", "", segment
    return segment[: match.start()].strip(), match[0], segment[match.end() :].strip()


def _read_names(text: str, role: str, clause: _Clause) -> None:
    text = re.sub(r"^(?:由|请)", "", text.strip())
    pieces = [piece for part in _split(text, "、/") for piece in _joined(part)]
    for piece in _merged(pieces):
        _read_name(piece, role, clause)


def _joined(part: str) -> list[str]:
    """The part cut at 和 and 及 that stand before a group; others belong to names (自然资源和规划局)."""
    pieces, start, plain, depths = [], 0, _plain(part), bracket_depths(part)
    for match in _JOIN.finditer(plain):
        if depths[match.start()] or not match.start():
            continue
        pieces.append(part[start : match.start()])
        start = match.end()
    pieces.append(part[start:])
    cut = [name for piece in pieces for name in re.split(r"\s{1,}", piece.strip())] if " " in plain else pieces
    return [piece.strip() for piece in cut if piece.strip()]


def _merged(pieces: list[str]) -> Iterator[str]:
    """The pieces with groups that hold a 、 put together: 各市、县〔区〕人民政府; 有关部门、单位."""
    number = 0
    while number < len(pieces):
        piece = pieces[number]
        plain = _plain(piece)
        while number + 1 < len(pieces) and (
            _LEVEL.fullmatch(plain)
            or (_PART_OF_EACH.search(plain) and _NEXT_PART.match(_plain(pieces[number + 1])))
            or (re.search(r"(?:有关|相关).*部门$", plain) and _plain(pieces[number + 1]) in ("单位", "企业", "机构"))
        ):
            number += 1
            piece = f"{piece}、{pieces[number]}"
            plain = _plain(piece)
        yield piece
        number += 1


def _read_name(piece: str, role: str, clause: _Clause) -> None:
    """File one piece: a unit, a group, or residue; 等 opens the list, and may name the group it stands for."""
    match = _AND_OTHERS.search(_plain(piece))
    if match and not bracket_depths(piece)[match.start()] and _ends_list(match["rest"]):
        before, rest = piece[: match.start()].strip(), piece[match.start("rest") : match.end()].strip()
        if before:
            _read_name(before, role, clause)
        clause.open = True
        clause.open_parts.add(clause.part)
        if rest and re.match(r"[0-9一二三四五六七八九十]+[家个]", rest):
            clause.residue.append(f"等{rest}")
        elif rest:
            _add(rest.lstrip("和及"), role, clause, True, is_of=bool(before))
        return
    name, own = _role_in_brackets(piece)
    plain = _plain(name)
    if _names_nobody(plain):
        clause.residue.append(piece)
        return
    _add(name, own or role, clause, is_group(name))


def _names_nobody(plain: str) -> bool:
    return bool(
        len(plain) > _LONGEST_NAME
        or _DATE.fullmatch(plain)
        or _SENTENCE.search(plain)
        or _PHONE.search(plain)
        or _LABEL.match(plain)
        or _OTHER_LABEL.match(plain)
        or not re.search(r"[\u4e00-\u9fff]", plain)
    )


def _ends_list(rest: str) -> bool:
    return not rest or bool(_GENERIC.fullmatch(rest.lstrip("和及"))) or is_group(rest) or bool(re.match(r"[0-9一二三四五六七八九十]+[家个]", rest))


def _role_in_brackets(piece: str) -> tuple[str, str]:
    match = re.search(rf"\((?:(?P<lead>牵头|主办|主责)|(?:配合|协办|协助|参与|责任))(?:单位|部门)?\)$", _plain(piece))
    return (piece[: match.start()].strip(), LEAD if match["lead"] else RESPONSIBLE) if match else (piece, "")


def _add(name: str, role: str, clause: _Clause, group: bool, *, is_of: bool = False) -> None:
    name = name.strip(" :：、，,")
    if not name:
        return
    clause.names.append(_Name(name, role, group, clause.part, is_of))
    if group and _is_unbounded(name):
        clause.open = True


def is_group(name: str) -> bool:
    """True for names of several units: 各县市区, 有关部门, 市直相关单位, 园区."""
    plain = _plain(name)
    without = re.sub(r"\([^()]*\)", "", plain)
    return bool(_CROWD_WORD.match(plain) or re.search(r"有关|相关|各(?!界)|所有", plain) or (_GENERIC.fullmatch(without) and not _SINGLE.fullmatch(plain)))


def _is_unbounded(name: str) -> bool:
    """True for groups whose members nobody can list: 有关部门, 市直单位; 各市政府 can be listed."""
    plain = _plain(name)
    return bool(_UNBOUNDED.search(plain)) or (
        "各" not in plain and "全" not in plain and bool(re.search(r"(?:部门|单位|企业|机构)$", plain))
    )


def is_label_line(text: str) -> bool:
    """True for a text that begins with 牵头单位： or another word of a role, and names somebody."""
    match = _LABEL.match(_plain(text.strip()))
    return bool(match and text.strip()[match.end() :].strip())


def looks_like_ownership(text: str) -> bool:
    """True for brackets that hold an ownership clause, and no remark: not （试行）, （不含6亩）."""
    inner = _unwrapped(text)
    plain = _plain(inner)
    if _LABEL.match(plain) or _FIRST_LEADS.search(plain):
        return True
    return _names_units(inner, 2 if not _has_verb(inner) else 1)


def is_ownership_sentence(text: str) -> bool:
    """True for a sentence that only says who leads or answers: 市发改委牵头落实."""
    return _has_verb(text) and _names_units(text, 1, of_all=1.0)


def _has_verb(text: str) -> bool:
    return any(_without_verb(segment)[1] for segment in _split(_reflowed(text), ",;.|"))


def _names_units(text: str, least: int, of_all: float = 0.5) -> bool:
    """True if so many names come out of the text, and so large a part of them look like names of units."""
    ownership = parse_ownership(text)
    names = (*ownership.lead, *ownership.responsible, *ownership.groups)
    like = sum(map(_is_like_a_name, names))
    part = of_all if least == 1 else 1.0
    return len(names) >= least and like >= part * len(names) and not (least > 1 and ownership.residue)


def _is_like_a_name(name: str) -> bool:
    return is_group(name) or bool(_BODY_ENDS.search(re.sub(r"\([^()]*\)$", "", _plain(name))))
