"""A shim for the checkout: the command itself is `shuangkong.commands`."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / "engine"))

from shuangkong.commands import main

if __name__ == "__main__":
    main()
