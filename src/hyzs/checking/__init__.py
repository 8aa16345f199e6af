"""Findings of a tree: rules between records, comparison with older findings, automatic fixes."""
