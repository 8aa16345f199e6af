"""Projects that stand in several stores: linked by their numbers elsewhere, however many stores lie between.

甲 and 乙 share one number, 乙 and 丙 another: all three are one project. Such chains are closed here, since not every
engine has recursive SQL; an engine is asked for the shared numbers only, which are few.
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

#: The table in which engines have the chains; its columns are texts.
LINKED = "linked"
LINK_COLUMNS = ("store", "id", "chain")
#: A CTE: the numbers of projects elsewhere; a project that was passed on has left its store by the day.
CODE = """code AS (
    SELECT p.store, p.id, c.key AS platform, c.text AS code, coalesce(p."tracked.since", DATE '1900-01-01') AS since,
           CASE WHEN EXISTS (SELECT 1 FROM transfer t WHERE t.store = p.store AND t.record = p.id
                             AND t."do" = '已流转' AND t."on" <= :day) THEN 0 ELSE 1 END AS stays
    FROM project p JOIN pair c ON c.store = p.store AND c.record = p.id AND c.kind = 'project' AND c.field = 'codes'
    WHERE coalesce(p.draft, FALSE) = FALSE
)"""
#: The projects whose numbers some other store has too.
SHARED = f"""
WITH {CODE}, shared AS (
    SELECT platform, code FROM code GROUP BY platform, code HAVING count(DISTINCT store) > 1
)
SELECT c.store, c.id, c.platform, c.code
FROM shared s JOIN code c ON c.platform = s.platform AND c.code = s.code ORDER BY c.store, c.id, c.platform, c.code
"""


class Link(NamedTuple):
    """A project of a store, and the chain of projects that are the same; a chain is called by its first project."""

    store: str
    id: str
    chain: str


def project_links(shared: Iterable[Sequence[Any]]) -> list[Link]:
    """The links of rows (store, id, platform, code): numbers lead from each project of a chain to all its others."""
    parents: dict[tuple[str, ...], tuple[str, ...]] = {}
    projects: dict[tuple[str, str], None] = {}
    for store, id, platform, code in shared:
        projects[store, id] = None
        first, second = sorted(_root(parents, node) for node in ((store, id), ("", platform, code)))
        parents[second] = first
    names: dict[tuple[str, ...], str] = {}
    return [
        Link(*project, names.setdefault(_root(parents, project), " ".join(project))) for project in sorted(projects)
    ]


def _root(parents: dict[tuple[str, ...], tuple[str, ...]], node: tuple[str, ...]) -> tuple[str, ...]:
    """The representative of the set that the node is in (union-find with path halving)."""
    while (parent := parents.setdefault(node, node)) != node:
        parents[node] = parents.setdefault(parent, parent)
        node = parents[node]
    return node
