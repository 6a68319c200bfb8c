"""Declarations: YAML and CSV in, frozen records out; every fault with its line and its mend."""
