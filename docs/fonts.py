"""Make the shipped faces: subsets of Noto Serif CJK SC in both weights, of the characters that papers and names need.

Run as ``python docs/fonts.py FOLDER``, where NotoSerifCJK-Regular.ttc and NotoSerifCJK-Bold.ttc are (SIL OFL 1.1).
``characters.txt`` is 通用规范汉字表 (国发〔2013〕23号): 8,105 characters in the order of the table.
"""

import sys
from itertools import chain
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

HERE = Path(__file__).parent
FACES = HERE.parent / "src" / "hyzs" / "fonts"
#: The face for the mainland in a collection of Noto CJK.
NUMBER = 2
FILES = {"NotoSerifCJK-Regular.ttc": "hyzs_serif_sc.otf", "NotoSerifCJK-Bold.ttc": "hyzs_serif_sc_bold.otf"}
#: 〇 of dates, and rare characters of names: of these 通用规范汉字表 lacks some.
NAMES = "〇囧峯嶺彣苪㛃䶮𠮷𬭊陞㑇㕮㛚㛹㟃㠇㳘䌹䏝䓖䓨䗖䗛䗪犇甯叡囍靐龘堃昇喆頔翯淼鑫燚骉垚赟祎旻昉晞旸珺琤瑆璟"
#: Letters, numerals, punctuation, arrows, shapes and forms of full width, as code points from … to.
SIGNS = (
    *((0x20, 0x7E), (0xA0, 0x17F), (0x1CD, 0x1DC), (0x2C6, 0x2DD), (0x391, 0x3C9), (0x401, 0x451)),
    *((0x1E3E, 0x1E3F), (0x1F0, 0x1F9), (0x251, 0x261), (0x2000, 0x206F), (0x20A9, 0x20AC), (0x2100, 0x218F)),
    *((0x2190, 0x22FF), (0x2312, 0x2312), (0x2460, 0x24FF), (0x2500, 0x26FF), (0x3000, 0x33FF)),
    *((0xFE10, 0xFE6F), (0xFF01, 0xFFEF), (0x1F100, 0x1F10A), (0x2E80, 0x2FDF)),
)


def main() -> None:
    """Write both faces, and say how many characters and bytes each has."""
    code_points = characters()
    for source, target in FILES.items():
        font = TTFont(Path(sys.argv[1]) / source, fontNumber=NUMBER)
        options = subset.Options(layout_features=["*"], name_IDs=["*"], notdef_outline=True)
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=code_points)
        subsetter.subset(font)
        font["head"].modified = font["head"].created
        font.recalcTimestamp = False
        font.save(FACES / target)
        glyphs = TTFont(FACES / target, lazy=True).getBestCmap()
        lacking = "".join(map(chr, sorted(set(map(ord, table())) - set(glyphs))))
        size = (FACES / target).stat().st_size
        sys.stdout.write(
            f"{target}: {len(glyphs)} characters, {size} bytes; of the table not in the source: {lacking}\n"
        )


def table() -> str:
    """The 8,105 characters."""
    return "".join((HERE / "characters.txt").read_text(encoding="utf-8").split())


def characters() -> set[int]:
    """Every code point that the faces should have: the table, GB 2312, names, signs."""
    rows, cells = range(0xA1, 0xF8), range(0xA1, 0xFF)
    gb = "".join(bytes((row, cell)).decode("gb2312", "ignore") for row in rows for cell in cells)
    return set(map(ord, table() + gb + NAMES)) | set(chain.from_iterable(range(a, b + 1) for a, b in SIGNS))


if __name__ == "__main__":
    main()
