"""GraphML: the graph of an answer, with every value of its nodes and edges, for programs that study graphs."""

from collections.abc import Sequence
from decimal import Decimal
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from hyzs.model.answer import Answer
from hyzs.model.blocks import Column, Row, Table
from hyzs.render.context import RenderContext
from hyzs.render.format import Format
from hyzs.render.layout.cell_text import clean, plain_text

FORMAT = Format(rank=330, content="graph", extension="graphml")

_NAMESPACE = "http://graphml.graphdrawing.org/xmlns"
#: The group of a node, and ends of an edge, which GraphML has as they are.
_COLUMN, _ENDS = "column", ("from", "to")


def render(answer: Answer, context: RenderContext) -> str:
    """One directed graph: what the columns of both tables show is the data of its nodes and edges."""
    graph = answer.graph
    assert graph is not None
    root = Element("graphml", xmlns=_NAMESPACE)
    node_columns = [column for column in graph.columns if column.key != "id"]
    edge_columns = [column for column in graph.edges.columns if column.key not in _ENDS]
    for about, columns, table in (("node", node_columns, graph), ("edge", edge_columns, graph.edges)):
        for column in columns:
            _declare(root, about, column.key, _type(column, table))
    _declare(root, "node", _COLUMN, "string")
    inner = SubElement(root, "graph", id="G", edgedefault="directed")
    for label, rows in graph.rows_by_group():
        for row in rows:
            node = SubElement(inner, "node", id=clean(str(row.get("id"))))
            _add_values(node, "node", node_columns, row)
            SubElement(node, "data", key=f"node.{_COLUMN}").text = clean(label)
    links = set(graph.links)
    for row in graph.edges.rows:
        start, end = str(row.get("from")), str(row.get("to"))
        if (start, end) in links:
            _add_values(SubElement(inner, "edge", source=clean(start), target=clean(end)), "edge", edge_columns, row)
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _declare(root: Element, about: str, key: str, type: str) -> None:
    SubElement(root, "key", {"id": f"{about}.{key}", "for": about, "attr.name": key, "attr.type": type})


def _type(column: Column, table: Table) -> str:
    """The type of a column: double where all of its values are numbers."""
    values = [value for row in table.rows if (value := column.value(row)) is not None]
    is_number = column.type == "number" and all(isinstance(value, int | float | Decimal) for value in values)
    return "double" if is_number else "string"


def _add_values(element: Element, about: str, columns: Sequence[Column], row: Row) -> None:
    """Add the known values of a node or an edge; an unknown one has no element."""
    for column in columns:
        if (value := column.value(row)) is not None:
            SubElement(element, "data", key=f"{about}.{column.key}").text = clean(plain_text(value))
