"""Whether the figures of one entity fit together, and which of them is the one that does not."""
