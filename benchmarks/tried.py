"""What is known about goals that are missed: told beside their profile in docs/performance.md."""

TRIED: dict[str, str] = {
    "start": "Click itself is nearly four times an empty interpreter, `pathlib` and the commands' "
    "own options one more. No part of Polars is imported, and no YAML to list plans.",
    "empty": "Reading the plan and judging it on nothing take about a third of the floor; the "
    "rest is importing about 185 small modules, which takes as long as importing Polars: half of "
    "it is 157 frozen records, each of which `dataclasses` writes and compiles (0.6 ms each), "
    "then YAML and patterns. Years before the first figure are not judged, one part of work "
    "starts no threads, and what only reads files is imported when there are files. Getting below "
    "about 2 × needs records that are not `dataclasses`; neither part grows with the data.",
    "read-cities": "Cells are cut, matched and typed in columns by Polars, many sheets at a time; "
    "on one core half of the time is the match of every piece against the exact shape of a cell, "
    "which is what lets a reader that looks at bytes be trusted.",
    "read-counties": "As for city workbooks; about a fifth is Python that holds the lock, so that "
    "two cores are not twice as fast as one.",
    "evaluate": "Targets are worked out once a template, figures are looked up by row number "
    "instead of joined, texts are gathered by number, and what entities have to reach is one join "
    "with the plan's allocations (133,326 here), of which records are made only where they differ.",
    "again": "Files, results and documents that follow from the same are taken over, and forms "
    "whose figures came are not looked into. Of the processor time that is left, a fifth is "
    "starting, a quarter the office's table of all entities (38,000 cells, which openpyxl writes "
    "one by one), and the rest the words of all verdicts in it, reading back all results, the "
    "summary, the preview, hashing files and the one city. Tried: what a cell of the table's "
    "template asks for is found once and its look shared instead of copied, a sixth of the table. "
    "Not built: rows of that table as text, beside openpyxl. The faster a full run becomes, the "
    "higher this share of it.",
    "letters": "About 2 ms a letter: 80 KB of table cells in XML are filled and deflated, and the "
    "words with their traces found. Leaner table cells in the shipped templates would be next.",
    "province": "Per entity some 90 ms of processor time: laying the card out 19, writing its XML "
    "and packing it 13, reading the form 14, judging 10, the exact arithmetic of four earlier "
    "years 8, its checks 4, letters 3, results.json 3, preview 3, the rest the summary, the "
    "office's table and what processes send each other. Each process reads the files of its "
    "share, judges its entities and makes their documents; a quarter is left to the one that "
    "asks: findings across entities, ranks, summary, table. On the way here: the hidden sheet of a "
    "form, nine tenths of its bytes, is not read (it was, twice, where files had more than 500,000 "
    "cells), earlier years are described for all entities in one query and not in four for each, "
    "digits that tell two figures apart are found once, rows of a card are fetched together. Not "
    "built: rows of a card that do not depend on the entity as text made once, and a card's "
    "sheets laid out as text instead of records of cells.",
    "country": "As for a province. Cells of forms stay with the process that read them, entries "
    "for the next run and what results.json tells of entities wait on the disk. What memory is "
    "left grows by 0.5 MiB for each entity in the process that asks, 0.2 of it results with all "
    "their inputs and steps, from which letters and tables of all still take their words, and by "
    "a quarter of a MiB in each other one, most of it probably earlier years cut into a frame "
    "for each entity. Not built: results held packed and unpacked one at a time, and rows of an "
    "entity taken as a slice when they are wanted.",
}
