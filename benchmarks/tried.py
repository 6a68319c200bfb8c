"""What is known about goals that are missed: told beside their profile in docs/performance.md."""

TRIED: dict[str, str] = {
    "start": "Click itself is nearly four times an empty interpreter, `pathlib` and the commands' "
    "own options one more. No part of Polars is imported, and no YAML to list plans.",
    "empty": "Reading the plan and judging it on nothing take about a third of the floor; the "
    "rest is importing about 145 small modules, which takes as long as importing Polars: half of "
    "it is 149 frozen records, each of which `dataclasses` writes and compiles (0.6 ms each), "
    "then YAML and patterns. Years before the first figure are no longer judged, and one part of "
    "work starts no threads. Getting below about 2 × would need records that are not "
    "`dataclasses`; neither part grows with the data.",
    "checks": "The declared rules run in one pass; what costs is finding the cells of offenders, "
    "each by a search through all observations. One join for all offenders would do.",
    "evaluate": "The floor was passed on the way from 20 × to about 1 ×: targets are worked out "
    "once a template, figures are looked up by row number instead of joined, what rests on "
    "declared numbers only is computed once a template, texts are gathered by number. What is "
    "left is the lookup of entity and indicator names in text columns (a third), the choice "
    "between versions, and writing two million outcomes with three clocks each and their "
    "reasons; the floor does none of these. Requirements are Python records, one for each "
    "allocated value.",
    "province": "The sum of reading, tracing and writing above; nothing runs on the second core.",
    "country": "As for a province.",
}
