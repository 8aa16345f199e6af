"""The repository's own data with a project whose name would run something."""

import shutil

from support.stores import REPO, make_store

EVIL = "示例</script><script>window.坏=1</script><img src=x onerror=window.坏=1>"
HOSTILE = f"""
== data/projects/2026/p26-evil.yaml
name: "{EVIL}"
sample: true
tier: 重大
county: 衡南县
lead: 市商务局
investment: {{total: 990000}}
milestones:
  在谈:
    on: 2026-07-20
    attachments:
      - {{name: 示例&合影.jpg, sha256: "{"a1" * 32}", size: 9, level: 公开, on: 2026-07-21}}
      - {{name: 示例内部纪要.pdf, sha256: "{"b2" * 32}", size: 9, level: 内部, on: 2026-07-22}}
      - {{name: 示例敏感底稿.pdf, sha256: "{"c3" * 32}", size: 9, on: 2026-07-23}}
tracked: {{since: 2026-07-21}}
"""


def hostile_store(root):
    """The store, made at ``root``."""
    shutil.copytree(REPO / "data", root / "data")
    return make_store(root, HOSTILE, base=False)
