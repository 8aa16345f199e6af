"""What both hands must agree on: where things stand in a form."""

from hyzs.model.workbook_form import UNIT_LABEL

#: The sheet that nobody sees: what the form is, and what stood in it when it went out.
HIDDEN_SHEET = "_hyzs"
#: The sheet that explains how to fill it in.
NOTES_SHEET = "说明"
#: The label over the column of keys, which is hidden.
KEY_LABEL = "编号"
#: What stands in the lines above the table, with its place beside it.
HEAD_LABELS = (UNIT_LABEL, "填报人", "审核人", "联系电话", "填报时间")
#: Where a head line says who filled it in; the telephone number stays in the workbook.
PHONE_LABEL = "联系电话"
