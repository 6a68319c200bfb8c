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
    "again": "Files, results and documents that follow from the same are taken over. What is left: "
    "starting (imports alone are a sixth of what is left), hashing all files and documents, "
    "reading back the results of all entities, the checks across entities, and the summary, "
    "which are made again whole.",
    "letters": "About 2 ms a letter: 80 KB of table cells in XML are filled and deflated, and the "
    "words with their traces found. Leaner table cells in the shipped templates would be next.",
    "province": "Python for every cell of 24 verdicts with their arithmetic: half is laying "
    "scorecards out and writing their XML, a fifth the exact arithmetic in fractions, the rest "
    "letters, results.json and the preview. On the way from 7 × that: formulas are read into "
    "functions once, earlier years are worked out as far as they are drawn, workbooks and letters "
    "come from skeletons, forms are read in columns, documents are made on all cores in processes "
    "that start while files are read. Not built: reading and judging in these processes too "
    "(about an eighth of the time), and rows of a card's sheets kept as filled-in texts.",
    "country": "As for a province; reading and judging, which run on one core, are a third of the "
    "time, and the records of all results take most of the 4 GiB.",
}
