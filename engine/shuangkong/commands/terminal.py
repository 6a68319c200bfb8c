"""What is printed: nothing that a city wrote can steer the terminal it is shown on."""

import click


def say(message: object, *, err: bool = False, nl: bool = True) -> None:
    """Print a text, to the errors where `err`, with a line end behind it where `nl`."""
    from ..text import inert

    click.echo(inert(str(message)), err=err, nl=nl)


def echo_json(content: object) -> None:
    """Print plain data as JSON, every character of it kept.

    Raises ValueError where a number is none that JSON has.
    """
    import json

    from ..text import inert_json

    click.echo(inert_json(json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False)))
