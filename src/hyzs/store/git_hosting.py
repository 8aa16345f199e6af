"""Paths of store files inside their repository, and links to them on the hosting site that runs the check."""

import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

from hyzs.store import git

#: Pattern of a plain address, since it is printed into reports.
_ADDRESS = re.compile(r"https?://[A-Za-z0-9.:/_~%-]+")


def repository_prefix(root: Path) -> str:
    """The store's folder in its repository, with a / at its end; empty if it is the top, or in none."""
    top = git.repository(root)
    folder = root.relative_to(top).as_posix() if top else "."
    return "" if folder == "." else f"{folder}/"


def blob_url(environ: Mapping[str, str]) -> str:
    """The address at which GitHub or GitLab shows the files of the checked commit, as their runners say; else empty."""
    site, project = environ.get("GITHUB_SERVER_URL"), environ.get("GITHUB_REPOSITORY")
    if site and project and (commit := environ.get("GITHUB_SHA")):
        url = f"{site}/{quote(project)}/blob/{quote(commit)}/"
    elif (project := environ.get("CI_PROJECT_URL")) and (commit := environ.get("CI_COMMIT_SHA")):
        url = f"{project}/-/blob/{quote(commit)}/"
    else:
        return ""
    return url if _ADDRESS.fullmatch(url) else ""
