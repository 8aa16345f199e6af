"""The lexicon that texts are linted by: the articles that come with the program, with those of the store's settings."""

import json
import sqlite3
from collections.abc import Mapping
from functools import cache
from typing import Any

from hyzs.model.lint import MOST_ARTICLES, Article, Lexicon
from hyzs.paths import ARTICLES
from hyzs.yamldoc.document import read

#: The settings as JSON.
_SETTINGS = "SELECT json FROM body WHERE kind = 'settings' ORDER BY id"
_WORDS = ("negations", "no_negations", "negations_behind", "openers", "excuses")


def load_lexicon(db: sqlite3.Connection) -> Lexicon:
    """The articles of the program and of the visible settings; of two with one id that of the settings."""
    packaged = _packaged()
    articles = {article["id"]: _article(article) for article in packaged["articles"]}
    articles |= {article["id"]: _article(article) for article in own_articles(db)}
    return Lexicon(list(articles.values()), **{name: packaged[name] for name in _WORDS})


def own_articles(db: sqlite3.Connection) -> list[dict[str, Any]]:
    """The articles of the visible settings, as files write them; what is more than MOST_ARTICLES has a finding."""
    rows = db.execute(_SETTINGS).fetchall()
    articles = [article for (text,) in rows for article in json.loads(text).get("articles", ())]
    return articles[:MOST_ARTICLES]


@cache
def _packaged() -> Mapping[str, Any]:
    tree = read(ARTICLES.read_bytes()).tree
    if not isinstance(tree, dict):
        raise TypeError(f"{ARTICLES} is no mapping")
    return tree


def _article(tree: Mapping[str, Any]) -> Article:
    groups = [group["words"] if isinstance(group, dict) else group for group in tree["all"]]
    return Article(
        tree["id"],
        tree.get("of", "policy"),
        tree["law"],
        tree["article"],
        tree["title"],
        [list(group) for group in groups],
        tree.get("strength", "强"),
        list(tree.get("unless", ())),
        str(tree.get("excuse", "")).lower() == "true",
    )
