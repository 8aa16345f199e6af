"""The table ``loop``: groups of units that contain each other, directly or not; its key is their highest id."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator

_MEMBERS = """
SELECT m.record, c.id FROM all_member m JOIN resolved_name c ON c.text = m.unit AND c.kinds = 'unit'
WHERE m.file IN (SELECT file FROM visible_file) AND c.id IS NOT NULL
"""
Edges = dict[str, list[str]]


def refresh_loops(db: sqlite3.Connection) -> None:
    """Fill ``loop`` from the visible groups."""
    db.execute("DELETE FROM loop")
    for loop in loops(db.execute(_MEMBERS).fetchall()):
        last = max(loop)
        db.executemany("INSERT INTO loop VALUES (?, ?)", ((id, last) for id in loop))


def loops(edges: Iterable[tuple[str, str]]) -> Iterator[list[str]]:
    """The sets of nodes that reach each other, by Kosaraju's two walks: a step for each node and each edge."""
    forward: Edges = defaultdict(list)
    backward: Edges = defaultdict(list)
    for node, inner in edges:
        forward[node].append(inner)
        backward[inner].append(node)
    visited: set[str] = set()
    for node in reversed(_postorder(list(forward), forward, set())):
        component = _postorder([node], backward, visited)
        if len(component) > 1 or (component and node in forward.get(node, ())):
            yield component


def _postorder(starts: Iterable[str], edges: Edges, visited: set[str]) -> list[str]:
    """Nodes reached from ``starts`` and not yet ``visited``, each after all that it leads to."""
    out = []
    for start in starts:
        stack = [(start, False)]
        while stack:
            node, is_left = stack.pop()
            if is_left:
                out.append(node)
            elif node not in visited:
                visited.add(node)
                stack.append((node, True))
                stack += [(inner, False) for inner in edges.get(node, ()) if inner not in visited]
    return out
