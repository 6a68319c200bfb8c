"""`evaluate`: verdicts on very large data, without documents."""

import click

from .shared import engine_option, plan_argument, progress, year_option
from .terminal import say


@click.command()
@plan_argument
@year_option
@click.option(
    "--observations",
    multiple=True,
    required=True,
    metavar="'DIR/*.parquet'",
    help="数据文件（Parquet）、文件夹或带 * 的名称，可写多个。  Parquet files; repeatable.",
)
@click.option(
    "--output",
    required=True,
    metavar="DIR",
    help="结论写到哪个文件夹。  Folder to write the outcomes to.",
)
@engine_option
@click.option(
    "--batch",
    type=click.IntRange(min=1),
    metavar="N",
    help="每批多少个考核对象，默认 50000。  Entities at a time.",
)
def evaluate(
    plan_name: str,
    year: int,
    observations: tuple[str, ...],
    output: str,
    engine: str,
    batch: int | None,
) -> None:
    """海量数据的评定：读 Parquet 数据，逐目标出结论，不出文书。

    Judge every target of every entity on data of any size, from Parquet to Parquet.
    """
    from ..api import evaluating as api
    from . import printed

    with progress("评定 judging") as step:
        done = api.evaluate(
            plan_name,
            year,
            observations,
            output,
            engine=engine,
            batch=batch or api.BATCH,
            progress=step,
        )
    say(printed.evaluated(done))
