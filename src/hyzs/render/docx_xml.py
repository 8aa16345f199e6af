"""Elements of Word's XML that its library has no functions for, each in the place where Word looks for it."""

import io
import json
import zipfile
from collections.abc import Callable, Sequence
from typing import Any
from uuid import NAMESPACE_URL, uuid5
from xml.sax.saxutils import escape

from hyzs.model.optional_import import import_optional

#: Kind of text → its face by the name that Word knows. Where it is missing Word takes another, and says so.
FACES = {"title": "方正小标宋简体", "body": "仿宋_GB2312", "head": "黑体", "mark": "楷体_GB2312", "page": "宋体"}
LATIN = "Times New Roman"
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)
RED = "C8102E"
_GREY = "F2F2F2"
_XML = '<?xml version="1.0" encoding="UTF-8"?>'
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
_CUSTOM_TYPE = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"


def element(name: str, *children: Any, **attributes: str) -> Any:
    """An element of Word's namespace with its attributes and children.

    Raises: BadConfig: python-docx is not installed.
    """
    new = import_optional("docx.oxml", "docx").OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        new.set(_qualified_name(key), value)
    new.extend(children)
    return new


def _qualified_name(tag: str) -> str:
    return str(import_optional("docx.oxml.ns", "docx").qn(f"w:{tag}"))


def set_face(run: Any, name: str) -> None:
    """Set the face of Chinese characters; the library sets that of Latin ones only."""
    run._r.rPr.rFonts.set(_qualified_name("eastAsia"), name)


def remove_theme_fonts(styles: Any) -> None:
    """Remove the faces of themes, which would go before those of styles."""
    for fonts in styles.element.iter(_qualified_name("rFonts")):
        for name in [name for name in fonts.attrib if name.endswith("Theme")]:
            del fonts.attrib[name]


def write_page_number(add_run: Callable[[str], Any]) -> None:
    """Write — 1 —, the number of the page that it stands on, in runs that ``add_run`` makes of texts."""
    add_run("— ")
    _count_pages(add_run(""))
    add_run(" —")


def _count_pages(run: Any) -> None:
    """Make the run a field that shows the number of its page."""
    code = element("instrText")
    code.text = "PAGE"
    run._r.extend([element("fldChar", fldCharType="begin"), code, element("fldChar", fldCharType="end")])


def add_red_line(paragraph: Any) -> None:
    """Add a red line below a paragraph."""
    line = element("pBdr", element("bottom", val="single", sz="12", space="6", color=RED))
    paragraph._p.get_or_add_pPr().insert_element_before(line, "w:shd", "w:spacing", "w:ind", "w:jc", "w:rPr")


def add_double_line(paragraph: Any, kind: str, space: int) -> None:
    """Add a red double line so many points below a paragraph: ``thickThin`` or ``thinThick``, from top to bottom."""
    line = element("pBdr", element("bottom", val=f"{kind}SmallGap", sz="24", space=str(space), color=RED))
    paragraph._p.get_or_add_pPr().insert_element_before(line, "w:shd", "w:spacing", "w:ind", "w:jc", "w:rPr")


def remove_script_gaps(holder: Any) -> None:
    """Remove the blanks that Word puts between 年 and a figure, in the paragraphs of a style or in one of them."""
    for name in ("autoSpaceDE", "autoSpaceDN"):
        holder.get_or_add_pPr().insert_element_before(
            element(name, val="0"), "w:bidi", "w:spacing", "w:ind", "w:jc", "w:rPr"
        )


def tighten_letters(style: Any, narrower: int) -> None:
    """Set characters so many twentieths of a point closer, without gaps between scripts, as in official papers."""
    run = style.element.get_or_add_rPr()
    remove_script_gaps(style.element)
    closer, language = element("spacing", val=str(-narrower)), element("lang", val="en-US", eastAsia="zh-CN")
    run.insert_element_before(closer, "w:w", "w:kern", "w:position", "w:sz", "w:szCs", "w:lang")
    for old in run.findall(_qualified_name("lang")):
        run.remove(old)
    run.append(language)


def count_pages_from_one(section: Any) -> None:
    """Count the pages of the section anew."""
    for old in section._sectPr.findall(_qualified_name("pgNumType")):
        section._sectPr.remove(old)
    section._sectPr.find(_qualified_name("pgMar")).addnext(element("pgNumType", start="1"))


def pad_cells(table: Any, room: int) -> None:
    """Keep so many twentieths of a point blank above and below the letters of each cell."""
    sides = [element(side, w=str(room), type="dxa") for side in ("top", "bottom")]
    table._tbl.tblPr.find(_qualified_name("tblLook")).addprevious(element("tblCellMar", *sides))


def shade_row(row: Any) -> None:
    """Fill the cells of a row with grey."""
    for cell in row.cells:
        grey = element("shd", val="clear", color="auto", fill=_GREY)
        cell._tc.get_or_add_tcPr().find(_qualified_name("tcW")).addnext(grey)


def fill_run(run: Any, colour: str) -> None:
    """Fill the field behind a run with a colour, and rim it; the colour of its letters is set afterwards."""
    properties = run._r.get_or_add_rPr()
    properties.append(element("bdr", val="single", sz="4", space="0", color="222222"))
    properties.append(element("shd", val="clear", color="auto", fill=colour))


#: The shape of Word's own watermarks (WordArt along a straight line), as its XML has them.
_WATERMARK = """
<w:r {namespaces}><w:rPr><w:noProof/></w:rPr><w:pict>
<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" path="m@7,l@8,m@5,21600l@6,21600e">
<v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/>
<v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/>
<v:f eqn="if @0 @4 21600"/><v:f eqn="mid @5 @6"/><v:f eqn="mid @8 @5"/><v:f eqn="mid @7 @8"/><v:f eqn="mid @6 @7"/>
<v:f eqn="sum @6 0 @5"/></v:formulas>
<v:path textpathok="t" o:connecttype="custom" o:connectlocs="@9,0;@10,10800;@11,21600;@12,10800"
 o:connectangles="270,180,90,0"/><v:textpath on="t" fitshape="t"/>
<v:handles><v:h position="#0,bottomRight" xrange="6629,14971"/></v:handles>
<o:lock v:ext="edit" text="t" shapetype="t"/></v:shapetype>
<v:shape id="PowerPlusWaterMarkObject{number}" o:spid="_x0000_s{id}" type="#_x0000_t136" o:allowincell="f"
 fillcolor="#d9d9d9" stroked="f" style="position:absolute;margin-left:0;margin-top:0;width:{width}pt;height:{height}pt;
rotation:315;z-index:-251658752;mso-position-horizontal:center;mso-position-horizontal-relative:margin;
mso-position-vertical:center;mso-position-vertical-relative:margin">
<v:fill opacity=".5"/><v:textpath style="font-family:&quot;{face}&quot;;font-size:1pt" string="{text}"/></v:shape>
</w:pict></w:r>
"""
_NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
}


def add_watermark(paragraph: Any, number: int, text: str, face: str) -> None:
    """Add a watermark to a paragraph of a header: ``text`` in pale grey across the sheet, as Word's own command does.

    Each header of a document has one of a ``number`` of its own.
    """
    size = 120
    source = _WATERMARK.format(
        namespaces=" ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in _NAMESPACES.items()),
        number=number,
        id=2048 + number,
        width=size * len(text),
        height=size,
        face=escape(face, {'"': "&quot;"}),
        text=escape(text, {'"': "&quot;"}),
    )
    paragraph._p.append(import_optional("docx.oxml", "docx").parse_xml(source))


def make_hairline(paragraph: Any) -> None:
    """Make an empty paragraph as low as a hairline."""
    paragraph.paragraph_format.line_spacing = import_optional("docx.shared", "docx").Pt(3)


def flag_row(row: Any, name: str) -> None:
    """Set a flag of a row: ``tblHeader`` repeats it on each sheet, ``cantSplit`` keeps it on one."""
    row._tr.get_or_add_trPr().append(element(name))


def new_numbering(document: Any) -> int:
    """Id of a new numbered list that counts 一、 二、 三、."""
    numbering = document.part.numbering_part.element
    level = [
        element("start", val="1"),
        element("numFmt", val="chineseCounting"),
        element("suff", val="nothing"),
        element("lvlText", val="%1、"),
    ]
    abstract, number = (_next_id(numbering, name) for name in ("abstractNum", "num"))
    numbering.insert(0, element("abstractNum", element("lvl", *level, ilvl="0"), abstractNumId=str(abstract)))
    numbering.append(element("num", element("abstractNumId", val=str(abstract)), numId=str(number)))
    return number


def _next_id(numbering: Any, name: str) -> int:
    return (
        max(
            (int(number.get(_qualified_name(f"{name}Id"))) for number in numbering.iter(_qualified_name(name))),
            default=0,
        )
        + 1
    )


def number_paragraph(paragraph: Any, list: int) -> None:
    """Make the paragraph the next of that numbered list."""
    number = paragraph._p.get_or_add_pPr()._add_numPr()
    number._add_ilvl().val = 0
    number._add_numId().val = list


def hide_lines(document: Any, namespace: str, lines: Sequence[Sequence[str]]) -> None:
    """Keep lines as JSON in a custom XML part, which programs carry along and nobody sees."""
    opc, uri = import_optional("docx.opc.part", "docx"), import_optional("docx.opc.packuri", "docx")
    package = document.part.package
    number = 1 + sum(str(part.partname).startswith("/customXml/") for part in package.iter_parts())
    item_id = uuid5(NAMESPACE_URL, namespace)
    text = escape(json.dumps([list(line) for line in lines], ensure_ascii=False))
    content = f'{_XML}<print xmlns="{namespace}">{text}</print>'
    properties = (
        f'{_XML}<ds:datastoreItem ds:itemID="{{{str(item_id).upper()}}}" xmlns:ds="{_CUSTOM}">'
        f'<ds:schemaRefs><ds:schemaRef ds:uri="{namespace}"/></ds:schemaRefs></ds:datastoreItem>'
    )
    item = opc.Part(uri.PackURI(f"/customXml/item{number}.xml"), "application/xml", content.encode(), package)
    about = opc.Part(uri.PackURI(f"/customXml/itemProps{number}.xml"), _CUSTOM_TYPE, properties.encode(), package)
    item.relate_to(about, f"{_RELATIONS}/customXmlProps")
    document.part.relate_to(item, f"{_RELATIONS}/customXml")


def document_bytes(document: Any) -> bytes:
    """The bytes of the document, with no trace of when it was made."""
    raw, out = io.BytesIO(), io.BytesIO()
    document.save(raw)
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, _ZIP_DATE), old.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()
