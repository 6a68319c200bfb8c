"""What is printed: nothing that a city wrote can steer the terminal it is shown on."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from ..vocabulary import Finding


def say(message: object, *, err: bool = False, nl: bool = True) -> None:
    """Print a text, to the errors where `err`, with a line end behind it where `nl`."""
    from ..text import inert

    click.echo(inert(str(message)), err=err, nl=nl)


def told(found: "Sequence[Finding]") -> None:
    """Print the findings that results rest on, to the errors.

    Ends with code 1 where anything must be corrected before the results can stand.
    """
    from .. import text
    from ..vocabulary import Severity

    if found:
        say(text.findings(found, down_to=Severity.WARNING), err=True)
    if text.grave(found):
        sys.exit(1)


def echo_json(content: object) -> None:
    """Print plain data as JSON, every character of it kept.

    Raises ValueError where a number is none that JSON has.
    """
    import json

    from ..text import inert_json

    click.echo(inert_json(json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False)))
