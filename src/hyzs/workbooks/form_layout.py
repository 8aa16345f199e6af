"""The layout of a form, for its writer and its reader."""

from hyzs.model.workbook_form import UNIT_LABEL

#: The sheet that explains how to fill it in.
NOTES_SHEET = "说明"
#: The label of the column of keys, which is hidden.
KEY_LABEL = "编号"
#: Labels above the table; the value of each is in the next cell.
HEAD_LABELS = (UNIT_LABEL, "填报人", "审核人", "联系电话", "填报时间")
#: The label whose value is never read: the telephone number stays in the workbook.
PHONE_LABEL = "联系电话"
