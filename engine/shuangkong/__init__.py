"""shuangkong: one trace from the clause of a plan to the letter."""
