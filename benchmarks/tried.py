"""What is known about goals that are missed: told beside their profile in docs/performance.md."""

TRIED: dict[str, str] = {}
