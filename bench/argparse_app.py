"""The command line of hyzs in argparse alone: the floor that starting a command is held against."""

import argparse
import sys

COMMANDS = {
    "check": "数据对不对：一次列出所有问题，精确到行和列。",
    "who": "某单位对什么负责：举措、任务、项目；点名的和经群体的。",
    "track": "本周跟踪清单：谁报了、谁没报、哪些项目有新进展。",
    "list": "某一种记录的清单：可以筛选、排序、选列。",
    "show": "一条记录的全部：每个字段，和它的大事记。",
    "matrix": "责任矩阵：哪条举措谁牵头、谁负责，一张表看全。",
    "gaps": "责任空档：没人牵头的事、没有责任的单位。",
    "report": "可打印的报表：任务分工表等。",
    "schema": "记录文件的 JSON Schema。",
    "explain": "校验代码的意思：错在哪里、为什么算错、怎么改。",
    "init": "新建数据仓库：方案、二十条举措、单位、产业。",
    "doctor": "体检：程序、git、字体、日历、索引、数据。",
    "completion": "补全脚本。",
    "export": "导出。",
}
OPTIONS = {
    "--where": "条件",
    "--sort": "排序",
    "--columns": "要哪些列",
    "--format": "格式",
    "--output": "写到文件",
}


def parser() -> argparse.ArgumentParser:
    """Fourteen commands with five options each."""
    app = argparse.ArgumentParser(description="把政策方案变成可追责、可跟踪的工作。")
    app.add_argument("--store", help="数据仓库")
    app.add_argument("--today", help="把这一天当作今天")
    commands = app.add_subparsers(dest="command", required=True)
    for name, help in COMMANDS.items():
        command = commands.add_parser(name, help=help)
        command.add_argument("what", nargs="?", help="对象")
        for option, meaning in OPTIONS.items():
            command.add_argument(option, help=meaning)
    return app


if __name__ == "__main__":
    arguments = parser().parse_args()
    sys.stdout.write(f"complete -F _{arguments.command} {arguments.what}\n")
