"""Private numbers of a file: searched in its texts as they are read, reported where they are written."""

from bisect import bisect_left
from collections.abc import Sequence

from hyzs.model.finding import TextSpan
from hyzs.model.private_number import private_numbers
from hyzs.model.private_number_signs import PrivateNumber
from hyzs.yamldoc.decoding import Fault, span_of
from hyzs.yamldoc.nodes import value_start
from hyzs.yamldoc.parser_events import open_events
from hyzs.yamldoc.tree_builder import Builder

#: Codes of faults of the content, however well it is written.
PRIVATE_CODES = ("private-number", "landline-number")
_HINT = "把号码移到 private/（不进 git），这里只留姓名或代号"
_LANDLINE_HINT = "是个人的就移到 private/；单位公开的电话可以留下，写明 # hyzs: allow landline-number 理由"


def private_faults(text: str) -> list[Fault]:
    """The private numbers anywhere in ``text``: in values, keys and comments."""
    return [private_fault(number, span_of(text, number.start, number.end)) for number in numbers_of(text)]


def private_fault(number: PrivateNumber, place: TextSpan, where: str = "这里") -> Fault:
    """The fault that a number is."""
    if number.is_landline:
        return Fault("landline-number", place, f"{where}像是一个{number.name}", _LANDLINE_HINT)
    message = f"{where}像是一个{number.name}：个人号码不能写进 data/"
    return Fault("private-number", place, message, _HINT)


def numbers_of(text: str) -> Sequence[PrivateNumber]:
    """The private numbers of a YAML text, in its order.

    A number of a value or key is one of its decoded text: escapes and folded lines hide none, and two values side by
    side are no number. One that is written otherwise than it reads stands where its whole text does.
    """
    numbers_in_text = [*private_numbers(text)]
    if not numbers_in_text and "\\" not in text:
        return numbers_in_text
    builder = Builder(text)
    builder.run(open_events(text))
    numbers: set[PrivateNumber] = set()
    starts, last = [number.start for number in numbers_in_text], 0
    for event in builder.scalars:
        start, end = value_start(text, event), event.end_mark.index
        first, end_place = bisect_left(starts, start), bisect_left(starts, end)
        numbers |= {number for number in numbers_in_text[last:first] if number.end <= start}
        numbers |= _in_scalar(
            event.value, start, end, [number for number in numbers_in_text[first:end_place] if number.end <= end]
        )
        last = max(last, end_place)
    return sorted(numbers.union(numbers_in_text[last:]))


def _in_scalar(value: str, start: int, end: int, literal: Sequence[PrivateNumber]) -> set[PrivateNumber]:
    """The numbers of one decoded text, as they stand in the file from ``start`` to ``end``."""
    numbers = [*private_numbers(value)]
    if len(literal) >= len(numbers):
        return {*literal}
    return {number._replace(start=start, end=end) for number in numbers}
