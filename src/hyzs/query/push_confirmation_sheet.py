"""The sheet of the workbook by which firms confirm what is pushed to them."""

from hyzs.model.workbook_form import FormColumn

#: The purpose that a workbook of confirmations has among its hidden metadata.
PURPOSE = "push"
PUSH_SHEET = "免申即享"
ANSWERS = ("确认", "放弃", "异议")
PUSH_COLUMNS = [
    FormColumn("firm", "企业", "fixed", 26, identifies_row=True),
    FormColumn("offer", "事项", "fixed", 26, identifies_row=True),
    FormColumn("reasons", "依据", "fixed", 40),
    FormColumn("amount", "金额", "fixed", 10, "万元"),
    FormColumn("confirm_by", "请在哪天以前确认", "fixed", 12),
    FormColumn("answer", "企业意愿", "choice", 10, choices=list(ANSWERS), note="没有回音就空着：空着不是确认"),
    FormColumn("on", "确认日期", "date", 12, note="不写为收表那天"),
    FormColumn("note", "说明", "text", 24, note="放弃、异议必写原因"),
]
