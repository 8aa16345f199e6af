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
milestones: {{在谈: 2026-07-20}}
tracked: {{since: 2026-07-21}}
"""


def hostile_store(root):
    """The store, made at ``root``."""
    shutil.copytree(REPO / "data", root / "data")
    return make_store(root, HOSTILE, base=False)
