"""Brackets of Chinese texts: how deep each character stands, and lists that are split outside of them only."""

OPEN, CLOSE = "([{【〔（［〈｛", ")]}】〕）］〉｝"


def bracket_depths(text: str) -> list[int]:
    """The bracket depth at each character; a bracket without a partner holds nothing together."""
    depths, stack, partner = [], [], {}
    for position, char in enumerate(text):
        if char in OPEN:
            stack.append(position)
        elif char in CLOSE and stack:
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


def split_outside(text: str, signs: str) -> list[str]:
    """The parts of a text between ``signs`` that stand outside of brackets; empty ones are left out."""
    parts, start = [], 0
    depths = bracket_depths(text)
    for position, char in enumerate(text):
        if char in signs and not depths[position]:
            parts.append(text[start:position])
            start = position + 1
    return [part.strip() for part in (*parts, text[start:]) if part.strip()]
