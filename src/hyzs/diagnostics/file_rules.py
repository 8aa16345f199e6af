"""Rules about files: encoding, characters, YAML, git; a file must keep them before its records can be checked."""

from hyzs.model.finding import Rule, Severity


def _rule(code: str, summary: str, why: str, fix: str, example: str = "") -> Rule:
    if example and not example.startswith("=="):
        example = f"== data/units/x.yaml\n{example}"
    return Rule(code, Severity.error, summary, why, fix, example)


#: Rules about the bytes of evidence, which are in no commit.
EVIDENCE_MISSING = Rule(
    "evidence-missing",
    Severity.warning,
    "记录里的附件，放附件的文件夹里没有。",
    "凭证找不到，这件事就说不清；可能还在附上它的那台电脑上。只是提醒：别的电脑没有，不算记录错了。",
    "从附上它的电脑或备份拷进来；大家放在同一个共享盘：hyzs attach --to 文件夹",
)
EVIDENCE_CHANGED = Rule(
    "evidence-changed",
    Severity.error,
    "附件的内容和附上的时候不一样。",
    "记录里的校验值是附上那天的；文件被换过、改过或者坏了，就不再是那份凭证。",
    "从备份找回原来的；要换成新的一份，重新附上，去掉旧的",
)
#: Codes of findings about the disk, which no change of the records makes.
EVIDENCE_CODES = (EVIDENCE_MISSING.code, EVIDENCE_CHANGED.code)
#: Rules about names and types of files.
_FILES = [
    _rule(
        "file-type",
        "不是普通文件（符号链接、管道、设备等）。",
        "符号链接可能指到仓库外面，换一台机器就读不到。",
        "把真实的文件放进仓库，删掉链接。",
    ),
    _rule(
        "file-unreadable",
        "文件存在，但是读不了。",
        "读不了的文件等于没有填报，不能悄悄跳过。",
        "检查文件的权限，或从 git 里恢复它。",
    ),
    _rule(
        "path-unknown",
        "data/ 里的这个文件不属于任何一类记录。",
        "放错地方的文件没有人会读到，填了也白填。",
        "移到对应的文件夹，例如 data/projects/；文件夹名写英文复数。",
        "== data/misc/x.yaml\n»«name: 示例\n",
    ),
    _rule(
        "bad-id",
        "编号（或文件名）不合规：只能用小写字母、数字和减号，不能用 con、nul 这样的系统保留名。",
        "编号要在各种电脑和网址里都能用，并且不会只差大小写。",
        "改名，例如 p26-k7m3.yaml、jiaxian.yaml。",
    ),
    _rule(
        "file-size",
        "文件超过 1 MB。",
        "一条记录只有几千字节，这么大的文件多半是放错了附件。",
        "附件放到别处；列表太长就拆成几个文件。",
    ),
    _rule(
        "state-dir",
        ".hyzs/ 不是本机的：是符号链接，含符号链接，提交进了 git，或者里面的日志是别处来的。",
        "这个文件夹是每台电脑自己的；别处来的可以让程序信错索引、改错文件。",
        "删去它，hyzs 会重建；提交进了 git 的，git rm -r --cached .hyzs 以后再提交。",
    ),
    _rule(
        "file-elsewhere",
        "文件的内容不在这里：只有 Git LFS 或 git-annex 的指针，或者还没有解密。",
        "内容没有取下来，里面的记录就都不算数。",
        "照提示取下来；记录文件很小，最好不用 LFS。",
        "»«version https://git-lfs.github.com/spec/v1\n"
        "oid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\nsize 812\n",
    ),
    _rule(
        "sparse-checkout",
        "git 只取出了一部分数据文件(稀疏检出)。",
        "没有取出的记录都没有算：少了的名称不是真的少，查不出的问题也不是没有。",
        "取全了再查：git sparse-checkout disable；或者用 hyzs check --staged，按暂存区查，那里什么都有。",
    ),
    _rule(
        "merge-conflict",
        "文件里有没解决的合并冲突。",
        "两边的内容混在一起，留哪一边要人来定；没有定以前，整个文件都读不了。",
        "每处留下该留的内容，删去 <<<<<<<、=======、>>>>>>> 开头的行。"
        "hyzs init --git 设好以后，多数冲突按条目自动合好。",
        "»<<<<<<< HEAD«\n- {id: x, name: 示例局}\n=======\n- {id: x, name: 示例委}\n>>>>>>> theirs\n",
    ),
    _rule(
        "file-empty",
        "文件是空的，或者只有注释。",
        "空文件看不出是忘了填还是不该有。",
        "写上内容，或删掉这个文件。",
        "»«# 以后再填\n",
    ),
]

#: Rules about bytes and characters.
_CHARACTERS = [
    _rule(
        "encoding",
        "文件不是 UTF-8 编码。",
        "GBK、UTF-16 的文件在别的电脑上会变成乱码。",
        "用编辑器另存为 UTF-8，或运行 iconv -f GB18030 -t UTF-8 旧文件 > 新文件。",
    ),
    Rule(
        "bom",
        Severity.warning,
        "文件开头有字节顺序标记（BOM）。",
        "它看不见，却会让一些工具把第一个键读错。",
        "保存时选“UTF-8”，不选“带 BOM 的 UTF-8”。",
    ),
    _rule(
        "control-char",
        "文件里有看不见的字符：控制字符、零宽字符或改变文字方向的字符。",
        "看上去一样的两个名称会对不上；方向字符还能把内容伪装成别的样子。",
        "删掉它重新输入；多半是从网页或文档里粘贴来的。",
    ),
    _rule(
        "private-char",
        "文件里有 Unicode 专用区(U+E000 至 U+F8FF、第 15 和 16 平面)的字符。",
        "专用区的字符各家字库自己定，换一台电脑就是空框或另一个字，印不出来，名称也对不上。",
        "改成标准字；GBK 用过的八十来个，GB 18030 写明了是哪个字，check --fix 会改。别的查明是哪个字再改。",
        "== data/projects/p26-a1.yaml\nname: 示例·»\ue863«项目\nsample: true\ntier: 一般\ncounty: 甲县\n",
    ),
    Rule(
        "variant-char",
        Severity.warning,
        "汉字后面有看不见的异体选择符。",
        "它只影响个别字库里的写法，却让看上去一样的两个名称对不上，有的字库还印成空框。",
        "删掉它；check --fix 会删。",
        "== data/projects/p26-a1.yaml\nname: 示例·葛»\U000e0100«城项目\nsample: true\ntier: 一般\ncounty: 甲县\n",
    ),
    _rule(
        "line-separator",
        "文件里有 U+0085、U+2028 或 U+2029 这样的特殊换行字符。",
        "有的程序把它当换行，有的不当，同一个文件会读出两种内容。",
        "删掉它，要换行就按回车键。",
    ),
    _rule(
        "line-ending",
        "有一行用单独的回车符（CR）换行。",
        "git 和多数程序不把它当换行，比较和合并都会出错。",
        "用编辑器把换行符统一为 LF。",
    ),
    _rule(
        "private-number",
        "文件里，或文件、文件夹的名称里，像是有手机号码、身份证号或银行卡号。",
        "data/ 会进入 git，许多人看得到，历史里也删不掉。怎么分隔、用什么数字写都算；提示里号码一律隐去。",
        "把号码移到 private/，这里只留姓名或代号；已经提交的，要通知管理员清理历史。",
        "- {id: x, name: 示例局}   # 联系电话 »139 0000 0000«\n",
    ),
    Rule(
        "landline-number",
        Severity.warning,
        "文件里像是有座机号码。",
        "单位公开的电话可以留，个人家里、办公桌上的不行；机器分不清，所以只提醒。",
        "是个人的就移到 private/；是单位公开的，写明 # hyzs: allow landline-number 理由。",
        "== data/units/z.yaml\n- {id: swj2, name: 市水文局, type: 政府部门, files: true}   # 值班电话 »0734-1234567«\n",
    ),
]

#: Frequent slips of writing.
_SLIPS = [
    _rule(
        "fullwidth-colon",
        "键后面用了全角冒号“：”。",
        "YAML 只认半角冒号；用了全角，这一行就成了普通文字。",
        "改为半角冒号，后面加一个空格。",
        "id: x\nname»：«示例局\n",
    ),
    _rule(
        "fullwidth-space",
        "用全角空格缩进，或冒号后面是全角空格。",
        "YAML 只认半角空格；全角空格会成为名称的一部分。",
        "改为半角空格。",
        "officers:\n»　　«role: 分管负责人\n",
    ),
    _rule(
        "yaml-tab",
        "缩进或分隔用了制表符（Tab）。",
        "制表符的宽度各处不同，YAML 不许用它缩进。",
        "改为空格；编辑器里可以设“用空格代替制表符”。",
        "officers:\n»\t«role: 分管负责人\n",
    ),
    _rule(
        "yaml-syntax",
        "不是正确的 YAML。",
        "读不下去的文件，里面的填报就都不算数。",
        "按提示检查这一行和上一行的缩进、冒号、引号和括号。",
        "id: x\nname: 示例局»:« 综合科\n",
    ),
    _rule(
        "yaml-duplicate-key",
        "同一层里有两个相同的键。",
        "两个值只能算一个，多数程序会悄悄丢掉前一个。",
        "两处留一处。",
        "id: x\nname: 示例局\n»name«: 示例委\n",
    ),
    _rule(
        "yaml-key",
        "键为空，或者不是一个词。",
        "键是字段的名称，空值、列表和“<<”都不能作名称。",
        "写成一个词；如果名称就是 null 这样的词，加引号。",
        "id: x\n»~«: 示例局\n",
    ),
]

#: Features of YAML that record files do without.
_FEATURES = [
    _rule(
        "yaml-anchor",
        "用“&”给一段内容起了名。",
        "引用让人看不出一处改动影响多少地方，也能写出撑爆内存的文件。",
        "删掉它，需要的内容照写一遍；如果“&”是文字，加引号。",
        "- {id: x, name: »&a« 示例局}\n",
    ),
    _rule(
        "yaml-alias",
        "用“*”引用了别处的内容。",
        "引用让人看不出一处改动影响多少地方，也能写出撑爆内存的文件。",
        "把内容照写一遍；如果“*”是文字，加引号。",
        "- {id: x, name: 示例局, full_name: »*a«}\n",
    ),
    _rule(
        "yaml-tag",
        "用“!”指定了类型。",
        "值是什么类型由字段决定，写在文件里的类型只会和它打架。",
        "删掉它；如果“!”是文字，加引号。",
        "- {id: x, name: »!!str« 示例局}\n",
    ),
    _rule(
        "yaml-directive",
        "有以“%”开头的 YAML 指令。",
        "指令会改变整个文件的读法，不同程序理解不一。",
        "删掉这一行。",
        "»%YAML 1.1«\n---\nid: x\n",
    ),
    _rule(
        "yaml-depth",
        "内容超过 20 层。",
        "没有哪个表单有这么深，多半是括号或缩进出了错。",
        "把内容写浅一些。",
        "x: " + "[" * 19 + "»[«" + "]" * 20 + "\n",
    ),
    _rule(
        "yaml-documents",
        "一个文件里有几个文档（“---”或“...”后面还有内容）。",
        "一个文件一条（或一列）记录；后面的文档会被别的工具漏掉。",
        "拆成几个文件，或删掉分隔的行。",
        "- {id: x, name: 示例局}\n»---«\n- {id: y, name: 示例委}\n",
    ),
]

#: Every rule about files.
RULES: list[Rule] = [*_FILES, *_CHARACTERS, *_SLIPS, *_FEATURES, EVIDENCE_MISSING, EVIDENCE_CHANGED]
