"""`python -m shuangkong`: the command, where no script is installed."""

from .commands import main

if __name__ == "__main__":
    main()
