"""Characters of Unicode's private use areas, and the standard ones that GB 18030 has for some of them; invisible
selectors of variants.

GBK had 80 ideographs and radicals, and some signs, for which Unicode had no place yet: they stood in the private use
area. GB 18030-2005, appendix E, and GB 18030-2022 (which ends all such use) say where each of them stands now.
"""

import re

#: A private use character: of the basic plane, of planes 15 and 16.
PRIVATE_USE = "\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd"
_SELECTOR = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
_IDEOGRAPH = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
#: Selectors behind an ideograph; behind a sign they choose between a drawing and a letter, and names have no signs.
VARIANT = f"(?<=[{_IDEOGRAPH}])[{_SELECTOR}]+"
#: First private use character → the standard ones of it and of those that follow it, from the GBK code in brackets on.
_STANDARD = {
    "\ue76c": "€",  # A2E3
    "\ue78d": "︐︒︑︓︔︕︖︗︘︙",  # A6D9–A6DF, A6EC–A6ED, A6F3
    "\ue7c7": "ḿǹ",  # A8BC, A8BF
    "\ue7e7": "〾⿰⿱⿲⿳⿴⿵⿶⿷⿸⿹⿺⿻",  # A989–A995
    # FE50–FEA0
    "\ue815": "⺁𠂇𠂉𠃌⺄㑳㑇⺈⺋龴㖞㘚㘎⺌⺗㥮㤘龵㧏㧟㩳㧐龶龷㭎㱮㳠⺧𡗗龸"
    "⺪䁖䅟⺮䌷⺳⺶⺷𢦏䎱䎬⺻䏝䓖䙡䙌龹䜣䜩䝼䞍⻊䥇䥺䥽䦂䦃䦅䦆䦟䦛䦷䦶龺𤇾"
    "䲣䲟䲠䲡䱷䲢䴓䴔䴕䴖䴗䴘䴙䶮龻",
}
_TABLE = {ord(first) + n: char for first, chars in _STANDARD.items() for n, char in enumerate(chars)}
_VARIANT = re.compile(VARIANT)


def standard_char(char: str) -> str | None:
    """The standard character that a private use character stands for; None where GB 18030 does not tell."""
    return _TABLE.get(ord(char))


def standardize(text: str) -> str:
    """The text with the standard characters that GB 18030 tells, and without selectors behind ideographs."""
    return _VARIANT.sub("", text.translate(_TABLE))
