"""A spreadsheet of duties (任务分工表) as a document: its rows are rows of a table, lines above are paragraphs."""

from hyzs.documents.paragraph import CannotParse, OfficialDocument
from hyzs.model.spreadsheet import Spreadsheet, SpreadsheetSheet


def sheet_document(spreadsheet: Spreadsheet) -> OfficialDocument:
    """The paragraphs of its visible sheets; hidden sheets, rows and columns, and cells without a value are remarked."""
    document = OfficialDocument(spreadsheet.file, problem=spreadsheet.problem, hint=spreadsheet.hint)
    if document.problem:
        return document
    hidden = [name for name, sheet in spreadsheet.sheets.items() if sheet.hidden]
    if hidden:
        document.remarks.append(f"隐藏的工作表没有收：{'、'.join(hidden)}")
    try:
        for name, sheet in spreadsheet.sheets.items():
            if not sheet.hidden:
                document.add_table(_rows(name, sheet, document))
    except CannotParse as refusal:
        document.paragraphs.clear()
        document.problem, document.hint = refusal.args
    return document


def _rows(name: str, sheet: SpreadsheetSheet, document: OfficialDocument) -> list[list[str]]:
    """The texts of the visible cells; one that is merged over others says its text in each of them."""
    rows = [number for number in range(len(sheet.rows)) if not sheet.is_hidden_row(number)]
    columns = [number for number in range(sheet.width) if not sheet.is_hidden_column(number)]
    left_out = len(sheet.rows) - len(rows), sheet.width - len(columns)
    if any(left_out):
        document.remarks.append(f"工作表“{name}”隐藏的 {left_out[0]} 行、{left_out[1]} 列没有收")
    cells = [[sheet.cell(*sheet.merge_origin(row, column)) for column in columns] for row in rows]
    document.remarks += dict.fromkeys(f"{cell.address} {cell.problem}" for row in cells for cell in row if cell.problem)
    return [["" if cell.problem else cell.text for cell in row] for row in cells]
