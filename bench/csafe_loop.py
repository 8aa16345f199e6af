"""Load every YAML file below a folder with PyYAML's C loader, and nothing else: the floor of a cold check."""

import sys
from pathlib import Path

import yaml

if __name__ == "__main__":
    for file in Path(sys.argv[1]).rglob("*.yaml"):
        yaml.load(file.read_bytes(), yaml.CSafeLoader)
