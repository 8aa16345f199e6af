"""A clean store and a broken one, and the program as a process."""

import sys

import pytest

from support import program

CLEAN = """== data/projects/p26-a1.yaml
name: 示例·甲项目
sample: true
tier: 一般
county: 衡南县
tracked: {since: 2026-11-16}
"""
BROKEN = "== data/projects/p26-b1.yaml\nname: 示例·乙项目\n  tier: [\n"
posix = pytest.mark.skipif(sys.platform == "win32", reason="权限、管道和伪终端是 POSIX 的")


def hyzs(*words, **options):
    """The program itself, in a process of its own."""
    process = program.run(words, encoding="utf-8", **options)
    return process.returncode, process.stdout, process.stderr
