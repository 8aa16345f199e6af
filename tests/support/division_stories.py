"""The measure whose division of work is printed, written in and handed back."""

MEASURE = """== data/measures/m02.yaml
name: 办好对接活动
plan: 示政办发〔2026〕1号
number: 2
section: 一
lead: [市商务局]
responsible: [{named: [市发改委, 市工信局], of: 市直相关单位, open: true}, [各县市区, 园区]]
summary: 略
"""
