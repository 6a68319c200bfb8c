"""Makes the pictures of the README from the demo: `make pictures`.

Needs LibreOffice (soffice) and poppler (pdftoppm) on the path; nothing else in the project does.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "pictures"
#: picture → (file below the demo's Hebei output, page, dots per inch)
WANTED = {
    "scorecard.png": ("评分卡/03_唐山市.xlsx", 1, 80),
    "letter.png": ("函/03_唐山市_整改函.docx", 1, 60),
    "circular.png": ("通报（草稿）.docx", 1, 60),
    "summary.png": ("汇总.xlsx", 1, 80),
}
FORM = (ROOT / "samples" / "hebei-13fyp" / "130200_唐山市_2020_示例.xlsx", 1, 80)


def main() -> None:
    """Run the demo and photograph its documents."""
    for tool in ("soffice", "pdftoppm"):
        if shutil.which(tool) is None:
            sys.exit(f"{tool} is needed for the pictures and was not found")
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        subprocess.run(
            [sys.executable, "-m", "shuangkong", "demo", "--output", str(work / "demo")],
            cwd=ROOT,
            check=True,
        )
        hebei = work / "demo" / "hebei-13fyp-2020"
        for name, (source, page, dots) in WANTED.items():
            photograph(hebei / source, page, dots, PICTURES / name, work)
        photograph(*FORM, PICTURES / "form.png", work)


def photograph(source: Path, page: int, dots: int, picture: Path, work: Path) -> None:
    """One page of an office document as a PNG."""
    profile = (work / "profile").as_uri()
    subprocess.run(
        [
            *("soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf"),
            *("--outdir", str(work), str(source)),
        ],
        check=True,
        capture_output=True,
    )
    pdf = work / f"{source.stem}.pdf"
    subprocess.run(
        [
            *("pdftoppm", "-r", str(dots), "-f", str(page), "-l", str(page), "-png"),
            *("-singlefile", str(pdf), str(picture.with_suffix(""))),
        ],
        check=True,
    )


if __name__ == "__main__":
    main()
