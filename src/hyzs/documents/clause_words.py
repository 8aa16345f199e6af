"""Words of ownership clauses: roles, manners, groups. The parser branches on them; they are the same in all cities.

Read from 220 clauses of 60 published documents (State Council, provinces, cities, counties) of 2007 to 2025.
"""

import re

#: Words of a role in front of 单位、部门 and a colon.
LEAD_ROLES = "牵头责任|牵头负责|总牵头|牵头|主办|主责|主管|主要责任|首要责任|第一责任|主体责任|汇总"
ASSIST_ROLES = "协同责任|协同|协办|配合|协作|协助|参与|参加|支持|会办|联办|指导|督导|督促|监督|督办"
DUTY_ROLES = "共同责任|承办|责任|落实|负责|实施|执行|推进|组织"
BODIES = "单位|部门|机构|处室|科室|股室|主体|地区|企业"
#: Fields that name no unit: leaders, persons, time limits, telephones, scope.
OTHER_FIELDS = (
    r"(?:(?:牵头|责任|分管|包联|联系|主管|市级|县级|市|区|县)*(?:领导|负责人|责任人|联系人|联络员)"
    r"|[^\s,;:.、()]{0,6}(?:时限|时间|期限|进度|节点|电话|手机|范围|依据|措施|目标|事项|来源|备注|说明|方式|周期|频次|"
    r"有效期|地址|邮箱|名称))"
)
#: Manners of doing something; they name no unit.
MANNERS = (
    r"(?:按照?|依照?|根据|依据|依)(?:各自)?的?(?:法定|职责|职权|职能|分工|权限|要求|规定|属地|部门|原则|范围|管理|行业|领域|条线|任务|实际){1,6}"
    r"|各(?:司其职|负其责)|分工|结合(?:各自|工作|本地)?(?:实际|职责|职能)|分别|分头|分级|共同|联合|具体|各自|积极|密切|全程|"
    r"统一|认真|切实|抓好|做好|主要|全力|协调|做|抓"
)
DEEDS = (
    "组织实施|抓落实|相关工作|负责|落实|办理|实施|推进|组织|开展|执行|承担|完成|推动|建立|制定|起草|会商|督促|指导|"
    "监督|督导|督办|承办|管理|统筹|把关|审核|审批|协调|工作"
)
#: Verbs behind names that give them the lead, a part, or the duty.
LEADS = "(?:负责)?总?牵头(?:抓总)?|主办|主责|为主|抓总|汇总"
ASSISTS = "给予支持|配合|协助|协同|协办|参与|参加|支持|协作"
DOES = "组织实施|抓落实|负责|落实|办理|实施|推进|执行|承办|承担|指导|督促|监督|督导|督办|统筹|负总责"
#: Verbs that go on with what somebody does: 市自然资源局研究提出方案.
GOES_ON = "保障|提供|研究|提出|报送|上报|取得|制定|形成|出台|印发|汇总"
#: A time limit behind a name: 于2027年6月底前完成, 每月25日前报送进展.
WHEN = re.compile(r"(?:[于在自]|力争|以后|今后)?(?:(?:19|20)\d\d年|每[年季月周旬](?!刊|报)|\d{1,2}月)[^、]*$")
#: Levels and kinds of places, of which a group may join several: 各市、县〔区〕人民政府.
PLACES = (
    "设区的?市|地级以?上?市|地级市|县级市|自治州|自治县|市州|市|区|县|旗|盟|州|镇|乡|街道|园区|开发区|功能区|"
    "经济区|新区|管理区|示范区|高新区|度假区|风景区"
)
#: Names made of these words alone name a group: 市直有关部门, 园区.
_LEVELS = (
    "[驻在][\u4e00-\u9fff](?=高校|院校|科研|金融|企业|单位|机构)|"
    "全|本|市|省|区|县|州|镇|乡|街道|中央|国家|国务院|地方|基层|党政|区县|市县"
)
_QUALITIES = (
    "各|所有|有关|相关|涉及|主要|重点|其他|其它|责任|成员|配合|参与|对口|具体|行业|主管|监管|职能|业务|综合|行政|"
    "执法|审批|项目|用地|牵头|工业|产业|经济|开发|国有|民营|骨干|龙头|金融|银行|保险|证券|科研|创新|服务|中介|投资|"
    "融资|担保|事业|群团|社会|街道|乡镇|村|社区|高等|职业|市场|平台|属地|所在地|园区|示范区|和|及|与|驻[省市县区外]|驻地?|办事(?!处)"
)
_MANY = (
    "院所|部门|单位|企业|机构|园区|开发园区|开发区|功能区|示范区|街道|乡镇|镇街|镇|乡|办事处|管委会|人民政府|政府|院校|"
    "高校|学校|协会|商会|平台公司|专班|地区|县市区|县区|区县|市州|市县|社区|村|党委|党组|成员"
)
GROUP = re.compile(
    rf"(?:拖欠.*的)?(?:{_LEVELS})*(?:直属?|属|级|辖|管|内|域)?(?:{_QUALITIES})*(?:{_MANY})+(?:[和及、](?:{_MANY})+)*"
)
CROWD = re.compile(r"各(?!界)|有关|相关|所有|全体|其他|其它|行业主管|属地|所在地|直属(?!机关)|驻外")
CROWD_WITHIN = re.compile(
    r"有关|相关|各(?!界)|所有|级[^、]*(?:主管|职能|执法)部门$|的(?:部门|单位|企业|机构)$|(?:城市|市县|地区)(?:人民)?政府$"
)
#: Endings of names that are hardly one unit: 驻市军工单位, 涉及项目审批的市直部门.
MANY_END = re.compile(r"(?:部门|单位|企业|机构|院校|高校|国企)$")
#: One body of one place, though all its words are generic: 市政府, 县开发区.
ONE_BODY = re.compile(
    r"(?:中央|国家|省|市|州|县|区|旗|镇|乡)(?:委|人民政府|政府|(?:经济|技术|高新|产业|工业)*(?:开发区|园区)|示范区|功能区|管委会|街道|社区)+"
)
#: Groups whose members nobody can list.
UNBOUNDED = re.compile(r"有关|相关|涉及|所有|其他|其它|(?:行业|主管|职能|执法|监管|业务|成员|责任|行政)(?:部门|单位)")
UNBOUNDED_END = re.compile(r"(?:部门|单位|企业|机构)$")
#: Behind these a name of a unit may end, and with these one may begin.
UNIT_END = re.compile(
    r"(?:局|委|办|厅|部|署|院|会|中心|公司|集团|政府|园区|单位|部门|银行|行|办公室|管委会|街道|办事处|处|所|站|队|社|"
    r"校|联|大学|学院|医院|法院|党校|团市委|县|区|市|乡|镇|投|总社|馆|台|库|支行|分行|中支|联络处|开发区|新区|专班|组|司|"
    r"协会|商会|科协|足协|团中央|基金|海关|支队|大队|室)$"
)
#: A name that goes on behind its end with a level and another end: 市发改委市财政局.
TWO_NAMES = re.compile(
    r"(?<=[局委办厅署联会])(?<!总局)(?:(?<!^.委)|(?![市省县区州旗](?:委|政府|人民政府)))"
    r"[市省县区州旗](?![场容政监域民属直区县])[\u4e00-\u9fff]{1,12}(?:局|委|办|厅|署|联|会|中心|公司|部|院)$"
)
LINE_END = re.compile(
    r"(?:局|委|办|厅|部|院|会|中心|公司|集团|政府|园区|单位|部门|银行|分行|办公室|管委会|街道|支队|大队|总队|[供合]?社|"
    r"[妇工残侨科]联|[办督]?[公查]室|研究室|各县市区|各县区|各区县|各市县|海关|大学|学院|联络处|办事处)$"
)
LINE_BEGIN = re.compile(r"市|省|县|区|州|旗|各|国|有关|相关|园区|人民银行|人行|团")
#: Names of units and groups of no more than two characters.
SHORT_NAMES = re.compile(
    "各[市县区乡镇旗盟州]|人行|海关|妇联|科协|残联|部门|单位|街道|园区|企业|机构|高校|商会|县区|区县|乡镇|镇街|市县|学校|院校|法院|社区"
)
#: A level in front of a name: the name of a unit begins here.
UNIT_BEGIN = re.compile(r"市|省|县|区|州|旗|国家|团[市省县区]|人民银行")
#: Joints before these divide names; elsewhere they are part of one (市自然资源和规划局).
AFTER_JOINT = re.compile(
    "各|有关|相关|国务院|园区|开发区(?!管委会)|县市区|其他|其它|市直|省直|县直|区直|州直|中直|市级|省级|县级|所属|属地|所在地|涉及|驻"
)
JOINT = re.compile("以及|及其|和|及|与|并")
JOINT_OR_BLANK = re.compile(r"以及|和|与|及|\s+")
#: A sentence has come into the list.
SENTENCE = re.compile(
    r"做好|抓好|加强|开展|认真|确保|不得|应当|按时|及时|工作$|检查$|落实到位|有效期|自.{1,12}起|领导(?!小组|办)|负责人|责任人|同志"
)
DATE = re.compile(
    r"(?:\d{4}年)?(?:\d{1,2}月)?(?:底|末|中旬|上旬|下旬|\d{1,2}日|初)?(?:底|末)?(?:前|之前|以前)?(?:完成|落实|到位)"
    r"|长期(?:坚持|推进)?|持续(?:推进|实施)|常态化(?:推进)?"
    r"|\d{4}年(?:\d{1,2}月)?(?:底|\d{1,2}日)?前?|\d{1,2}月(?:底|\d{1,2}日)?前?|每[年季月周].*"
)
#: Roles given to a unit: 为牵头单位, 为行业监管单位.
NAMED_ROLE = (
    rf"(?:作为|[为是])[\u4e00-\u9fff]{{0,4}}?(?:(?P<named_lead>{LEAD_ROLES})|{ASSIST_ROLES}|{DUTY_ROLES}|监管|主管)"
    r"(?:责任)?(?:单位|部门)"
)
#: The first unit leads; and what says that it does so from here on.
FIRST_LEADS = re.compile(
    r"(?:以上|凡)?(?:排|列|位列|名列|排列)?[名序]?在?(?:首位|第一位?|第1位|最前面?|首)[的者个]?(?:责任|落实)?(?:单位|部门)?[的者]?均?"
    r"[为是](?:总?牵头|主办|汇总|主责)(?:责任)?(?:[或和](?:牵头|汇总|主办))?(?:单位|部门)?(?:或汇总单位)?"
    r"|第一个?(?:责任)?(?:单位|部门)[为是]牵头(?:责任)?(?:单位|部门)|首位[为是]牵头(?:单位|部门)"
    r"|(?:排|列)?在?(?:首位|第一位|前面)[的者]?(?:责任)?(?:单位|部门)(?:负责)?牵头"
)
ALIKE = re.compile(r"下同|以下(?:相同|同)|(?:其他|其余)[为是](?:参与|配合|责任|协办)(?:单位|部门)")
#: 以下均需…落实，不再列出: it holds for the clauses that follow.
STANDING = re.compile(
    r"(?:具体|各项|以上)[^,;.]{0,8}[均都](?:涉及|需要?|须|由|应)[^,;.]{0,40}[,;]\s*不再[^,;.]{0,10}(?:[,;]\s*下同)?|"
    r"以下(?:各项|各条|任务|措施|工作|事项){0,3}[均都][需须由应][^,;.]{0,40}?(?:落实|负责|配合|参与)?[,;]?\s*不再(?:一一|逐一|另行|单独|分别)?(?:列出|列明|重复)?"
)
#: A principle in quotes: 按照“谁审批、谁监管”原则.
PRINCIPLE = re.compile(r"(?:按照?|依照?|坚持|遵循|本着)\s*[“\"「『][^”\"」』]{1,80}[”\"」』]的?(?:原则|要求|方式)?")
#: Signs and traditional characters with their plain ones, one for one, so that positions stay.
_PAIRS = (
    "：: ∶: ︰: ；; ，, （( ）) ［( ］) ｛( ｝) 〔( 〕) 【( 】) [( ]) 〈( 〉) ｜| ／/ ﹔; ﹕: ﹐, 單单 責责 牽牵 頭头"
    " 負负 區区 縣县 爲为 為为 關关 門门 協协 辦办 實实 參参 與与 導导 職职 組组 織织 開开 發发 產产 園园 歸归 級级 "
    "鄉乡 鎮镇 處处 會会 這这 條条 將将 屬属 體体 構构 鄰邻 業业 國国 務务 廳厅 號号 銀银 農农 經经 總总 長长 電电 "
    "聯联 話话 時时 間间 規规 據据 備备 註注 說说 項项 標标 機机 領领"
)
_PLAIN = str.maketrans(
    {pair[0]: pair[1] for pair in _PAIRS.split()} | dict.fromkeys("\u3000\u2002\u2003\u2009\xa0\t", " ")
)


def plain(text: str) -> str:
    """The text with plain signs and characters, position by position."""
    return text.translate(_PLAIN)
