"""The `shuangkong` command: its groups are the modules beside this one, its errors end here."""

import os
import sys

import click

from .. import resources
from ..errors import Misuse, ShuangkongError
from ..running.patience import patient
from . import usage
from .assessing import assess, demo
from .deciding import confirm, decide, refuse
from .desk import desk
from .evaluating import evaluate
from .figures import figures
from .ledgers import backup, compare, init, replay, restore, submit, verify
from .letters import letters
from .looking import explain, outlook
from .measures import measures
from .plans import plan
from .status import status
from .submissions import check, form, read
from .templates import template
from .terminal import say
from .verdicts import verdicts
from .yearly import appeal, evidence, history, minutes, sample

_SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


@click.group(context_settings=_SETTINGS)
@click.version_option(resources.version(), prog_name="shuangkong")
def root() -> None:
    """双控：规划目标的跟踪、审核与考核。

    Tracks the targets of plans, from the clause of a plan to the scorecard
    and the letter.
    """


_COMMANDS = (
    *(plan, form, check, read, status, assess, explain, outlook, evaluate, template, demo),
    *(
        init,
        submit,
        measures,
        verdicts,
        figures,
        decide,
        confirm,
        refuse,
        letters,
        replay,
        verify,
        compare,
        desk,
    ),
    *(backup, restore),
    *(evidence, appeal, sample, history, minutes),
)
for _command in _COMMANDS:
    root.add_command(_command)


def main() -> None:
    """Entry point: every error is one message, and never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        # a console or pipe in GBK must not stop on a character it lacks
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    patient()
    try:
        code = root.main(standalone_mode=False)
        sys.exit(code if isinstance(code, int) else 0)
    except click.exceptions.Abort:
        _say("已取消。先前的结果没有改动。  Cancelled; nothing was changed.")
        sys.exit(130)
    except click.ClickException as error:
        _say(usage.said(error))
        sys.exit(Misuse.exit_code)
    except ShuangkongError as error:
        _say(str(error))
        sys.exit(error.exit_code)
    except Exception as error:
        if os.environ.get("SHUANGKONG_DEBUG"):
            raise
        _say(
            f"程序内部错误：{type(error).__name__}: {error}\n"
            "    怎么改：这是程序的缺陷，不是您的操作问题；先前的结果没有改动。"
            "请设置环境变量 SHUANGKONG_DEBUG=1 重新运行，把显示的内容交给维护者"
        )
        sys.exit(1)


def _say(message: str) -> None:
    say(message, err=True)
