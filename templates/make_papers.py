"""Makes the template of the papers that the ledger issues, letters/paper.docx.

复核决定书、更正函、撤回函 and minutes are one page layout with other words:

    python templates/make_papers.py
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "engine"))

from letter import Letter
from shuangkong.running.zips import normalised

FOLDER = Path(__file__).resolve().parent / "letters"


def paper() -> Letter:
    """Title, addressee, headings and paragraphs, signature."""
    letter = Letter(circular=False, title="文书")
    letter.banner()
    letter.tag("{%p if 主送 %}")
    # a letter names who writes it above what it is about; minutes are of nobody else
    letter.title("{{ 发文机关 }}\n{{ 标题 }}")
    letter.address("{{ 主送 }}：")
    letter.tag("{%p else %}")
    letter.title("{{ 标题 }}")
    letter.tag("{%p endif %}")
    letter.tag("{%p for 段 in 段落 %}")
    letter.tag("{%p if 段.题 %}")
    letter.heading("{{ 段.文 }}")
    letter.tag("{%p else %}")
    letter.last_of_loop("{{ 段.文 }}")
    letter.tag("{%p endif %}")
    letter.tag("{%p endfor %}")
    letter.signature(kept=1, numbered=True)
    letter.copies()
    return letter


def main() -> None:
    """Write it, with nothing of the time in it."""
    path = FOLDER / "paper.docx"
    paper().save(str(path))
    path.write_bytes(normalised(path.read_bytes()))


if __name__ == "__main__":
    main()
