"""Findings of a tree: rules between records, what a run is compared with, automatic fixes."""
