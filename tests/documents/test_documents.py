"""Documents of every format become the same paragraphs, items and owners; what cannot be read is said in a sentence."""

import html
import zipfile

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from hyzs.documents.outline import read_outline
from hyzs.documents.paragraph import Paragraph
from hyzs.documents.read_document import read_document
from hyzs.documents.task_proposals import ProposedTarget, propose_task
from hyzs.paths import FONTS

LINES = [
    "示政办发〔2026〕3号",
    "示例市人民政府办公室",
    "2026年3月1日",
    "示例市招商工作实施方案",
    "一、建立体系",
    "（一）组建专班。每年举办20余场对接活动，2026年12月底前建成平台。持续跟踪办理。（牵头单位：市商务局；责任单位：市财政局、市驻广(深)办事处等市直相关单位，各县市区、园区）",
    "（二）完善网络。拓展三类500强企业。",
    "强化驻外招商。（市发改委、市商务局牵头，市教育局配合）",
    "二、保障措施",
    "（三）健全考核。纳入年度考核。（责任单位：市委督查室）",
    "附件：任务分工表",
]
ITEMS = [
    (1, 1, "组建专班", ("市商务局",), ("市财政局", "市驻广(深)办事处"), ("市直相关单位", "各县市区", "园区")),
    (2, 1, "完善网络", ("市发改委", "市商务局"), ("市教育局",), ()),
    (3, 2, "健全考核", (), ("市委督查室",), ()),
]


def items(document):
    outline = read_outline(document.paragraphs)
    return [(i.number, i.section, i.name, *i.ownership[:3]) for i in outline.items]


def write_txt(path):
    path.write_text("\n".join(LINES), "utf-8")


def write_gb18030(path):
    path.write_bytes("\r\n".join(LINES).encode("gb18030"))


def write_broken_lines(path):
    """The same text as an old editor breaks it, at 30 characters."""
    broken = [line[at : at + 30] for line in LINES for at in range(0, len(line), 30)]
    path.write_text("\n".join(broken), "utf-8")


def write_markdown(path):
    path.write_text(
        "\n\n".join(f"## {x}" if x[1] == "、" else f"**{x}**" if "附件" in x else x for x in LINES), "utf-8"
    )


def write_html(path):
    body = "".join(f"<p>&emsp;{html.escape(line)}</p>" for line in LINES)
    path.write_text(
        f"<html><head><style>p{{}}</style></head><body>{body}<script>责任单位：甲</script></body></html>", "utf-8"
    )


def write_docx(path):
    document = docx.Document()
    for line in LINES:
        document.add_paragraph(line)
    document.save(path)


def write_pdf(path):
    typst = pytest.importorskip("typst")
    source = path.with_suffix(".typ")
    text = "\n\n".join(line.replace("#", r"\#") for line in LINES)
    source.write_text(f'#set text(font: "hyzs Serif SC", lang: "zh")\n#set page(width: 12cm)\n{text}', "utf-8")
    typst.compile(str(source), output=str(path), font_paths=[str(FONTS)])


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("a.txt", write_txt),
        ("b.txt", write_gb18030),
        ("c.txt", write_broken_lines),
        ("d.md", write_markdown),
        ("e.html", write_html),
        ("f.docx", write_docx),
    ],
)
def test_every_format_says_the_same(tmp_path, name, write):
    write(tmp_path / name)

    assert items(read_document(tmp_path / name)) == ITEMS


def test_the_head_of_a_plan_is_read():
    outline = read_outline([Paragraph(line) for line in LINES])

    assert (outline.title, outline.number) == ("示例市招商工作实施方案", "示政办发〔2026〕3号")
    assert (outline.issuer, str(outline.issued)) == ("示例市人民政府办公室", "2026-03-01")
    assert [(s.number, s.title) for s in outline.sections] == [("一", "建立体系"), ("二", "保障措施")]


def test_numbers_that_begin_anew_in_each_section_count_through():
    lines = ["一、甲", "1.办展。（牵头单位：市商务局）", "二、乙", "1.办会。（牵头单位：市商务局）"]

    assert [item.number for item in read_outline([Paragraph(line) for line in lines]).items] == [1, 2]


def test_a_clause_behind_a_heading_holds_for_the_items_below_it():
    lines = [
        "一、建立体系（牵头单位：市商务局）",
        "1.办展。",
        "2.办会。（牵头单位：市教育局）",
        "3.招商。（牵头单位：市财政局）",
    ]
    outline = read_outline([Paragraph(line) for line in lines])

    assert [item.ownership.lead for item in outline.items] == [("市商务局",), ("市教育局",), ("市财政局",)]
    assert outline.items[0].remarks == ["责任单位随所在部分：（牵头单位：市商务局）"]


def test_a_clause_that_is_a_sentence_owns_its_item():
    lines = ["1.办展。办好展会。市商务局、市教育局按职责分工负责", "2.办会。办好年会。市财政局牵头落实"]
    outline = read_outline([Paragraph(line) for line in lines])

    assert [item.ownership[:2] for item in outline.items] == [
        ((), ("市商务局", "市教育局")),
        (("市财政局",), ()),
    ]


def test_a_clause_with_semicolons_behind_a_heading_is_inherited_whole():
    own = "（牵头单位：市教育局）"
    lines = ["一、建立体系（牵头单位：市商务局；责任单位：市财政局）", "1.办展。", f"2.办会。{own}", f"3.开会。{own}"]
    outline = read_outline([Paragraph(line) for line in lines])

    assert outline.items[0].ownership[:2] == (("市商务局",), ("市财政局",))


def test_word_numbers_tables_and_tracked_insertions_are_read(tmp_path):
    document = docx.Document()
    for text in ("办展。（牵头单位：市商务局）", "办会。（牵头单位："):
        document.add_paragraph(text, style="List Number")
    insertion = OxmlElement("w:ins")
    run = OxmlElement("w:r")
    words = OxmlElement("w:t")
    words.text = "市教育局）"
    run.append(words)
    insertion.append(run)
    document.paragraphs[-1]._p.append(insertion)
    deletion = OxmlElement("w:del")
    lost = OxmlElement("w:r")
    gone_words = OxmlElement("w:delText")
    gone_words.text = "市财政局"
    lost.append(gone_words)
    deletion.append(lost)
    document.paragraphs[-1]._p.append(deletion)
    document.save(tmp_path / "a.docx")
    read = read_document(tmp_path / "a.docx")

    assert [item[1:4:2] for item in items(read)] == [(0, ("市商务局",)), (0, ("市教育局",))]
    assert read.remarks == ["文件有修订痕迹：按接受全部修订来读"]
    assert qn("w:ins") in {element.tag for element in docx.Document(tmp_path / "a.docx").element.body.iter()}


def test_a_table_of_duties_is_an_item_a_row(tmp_path):
    document = docx.Document()
    table = document.add_table(rows=4, cols=4)
    for row, texts in zip(
        table.rows,
        [
            ("序号", "重点任务", "牵头单位", "配合单位"),
            ("一、招商", "一、招商", "一、招商", "一、招商"),
            ("1", "办展会", "市商务局", "市财政局\n市教育局"),
            ("2", "办年会", "市工信局", "各县市区"),
        ],
        strict=True,
    ):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    document.save(tmp_path / "a.docx")

    assert items(read_document(tmp_path / "a.docx")) == [
        (1, 1, "办展会", ("市商务局",), ("市财政局", "市教育局"), ()),
        (2, 1, "办年会", ("市工信局",), (), ("各县市区",)),
    ]


def test_a_table_of_a_web_page_repeats_cells_that_reach_down(tmp_path):
    (tmp_path / "a.html").write_text(
        "<table><tr><th>序号<th>任务<th>责任单位</tr><tr><td>1<td>办展会<td rowspan=2>市商务局</tr>"
        "<tr><td>2<td>办年会</tr></table>",
        "utf-8",
    )

    assert [item[2:5] for item in items(read_document(tmp_path / "a.html"))] == [
        ("办展会", (), ("市商务局",)),
        ("办年会", (), ("市商务局",)),
    ]


@pytest.mark.parametrize(
    ("sentence", "target", "cadence", "due"),
    [
        ("每年举办20余场对接活动", ProposedTarget("20", "场", "年", "20余场"), "每年", ""),
        ("引进三类500强企业不少于5家", ProposedTarget("5", "家", "", "5家"), "", ""),
        ("2026年12月底前建成3个平台", None, "", "2026-12"),
        ("每周跟踪办理", None, "每周", ""),
    ],
)
def test_a_sentence_proposes_a_task(sentence, target, cadence, due):
    assert propose_task(sentence)[1:] == (target, cadence, due)


# -- files that cannot be read


def write_entity(path):
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("word/document.xml", '<!DOCTYPE x [<!ENTITY a "b">]><w/>')


def write_bomb(path):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", b" " * 250_000_000)


def write_nested(path):
    path.write_text("<div>" * 50_000 + "文字", "utf-8")


def write_truncated(path):
    write_docx(path)
    path.write_bytes(path.read_bytes()[:2000])


@pytest.mark.parametrize(
    ("name", "write", "words"),
    [
        ("entity.docx", write_entity, "外部实体"),
        ("bomb.docx", write_bomb, "大得不正常"),
        ("nested.html", write_nested, "层层嵌套"),
        ("cut.docx", write_truncated, "不是 docx"),
        ("empty.txt", lambda path: path.write_text("", "utf-8"), "没有文字"),
        ("bytes.txt", lambda path: path.write_bytes(bytes(range(256)) * 3), "编码"),
        ("broken.pdf", lambda path: path.write_bytes(b"%PDF-1.7\ntrailer <<>>"), "打不开"),
        ("a.rar", lambda path: path.write_bytes(b"x"), "不认识"),
    ],
)
def test_what_cannot_be_read_is_said_in_a_sentence(tmp_path, name, write, words):
    write(tmp_path / name)
    document = read_document(tmp_path / name)

    assert words in document.problem
    assert document.hint


def test_a_pdf_says_the_same(tmp_path):
    pytest.importorskip("pypdfium2")
    write_pdf(tmp_path / "a.pdf")

    assert items(read_document(tmp_path / "a.pdf")) == ITEMS
