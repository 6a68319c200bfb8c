"""Makes the pictures of the README and of docs/desk.md: `make pictures`.

Documents are photographed from the demo, which needs LibreOffice (soffice) and poppler (pdftoppm)
on the path; the desk is photographed on the year that the browser tests walk, which needs Chromium.
`python docs/make_pictures.py documents` or `desk` makes only these.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "pictures"
#: picture → (file below the demo's Hebei output, page, dots per inch)
WANTED = {
    "scorecard.png": ("评分卡/03_唐山市.xlsx", 1, 80),
    "letter.png": ("函/03_唐山市_整改函.docx", 1, 60),
    "circular.png": ("通报（草稿）.docx", 1, 60),
    "summary.png": ("汇总.xlsx", 1, 80),
}
FORM = (ROOT / "samples" / "hebei-13fyp" / "130200_唐山市_2020_示例.xlsx", 1, 110)

#: stations of the walk that docs/desk.md shows, and what of the page stands on top
STATIONS = {
    "account": "", "rounds": "", "home": "", "verdict": "", "cell": "#c-1-I7", "soft": "#findings",
    "to-sign": "", "receipt": "", "board": "", "closing": "", "submission": "",
    "results": "", "trace": "", "source-cell": "", "issued": "", "verified": "", "audit": "",
    "key": "", "decision": "", "department": "", "self": "",
}  # fmt: skip
WINDOW = {"width": 1000, "height": 620}
PHONE = {"width": 400, "height": 700}


def main() -> None:
    """Make what is asked for, or everything."""
    asked = sys.argv[1:] or ["documents", "desk"]
    PICTURES.mkdir(exist_ok=True)
    if "documents" in asked:
        documents()
    if "desk" in asked:
        desk()


def desk() -> None:
    """Walk the year at the desk and photograph its stations."""
    sys.path[:0] = [str(ROOT), str(ROOT / "engine")]
    from shuangkong.desk.rights import Role
    from shuangkong.ledger.begin import init

    from tests.desk import hand, walk
    from tests.desk.conftest import PASSWORD, made_app, served
    from tests.desk.test_city import SOFT, WRONG
    from tests.desk.test_counted import desk_of_a_count

    def told(station: str, at: Any) -> None:
        if station in STATIONS:
            picture(at.page, STATIONS[station], WINDOW, f"desk-{station}.png")
        if station == "verdict":
            picture(at.page, "", PHONE, "desk-phone.png")
            at.page.set_viewport_size(WINDOW)

    with tempfile.TemporaryDirectory() as folder, hand.browser() as chromium:
        workspace = Path(folder) / "2020考核"
        init(workspace, "hebei-13fyp", "示例建账人")
        way = hand.Way(width=WINDOW["width"])
        for app, walked in (
            (made_app(workspace), walk.walk),
            (desk_of_a_count(Path(folder) / "2026评价"), walk.judged),
        ):
            passwords = {role.value: PASSWORD for role in Role}
            with served(app) as address:
                walked(walk.Year(chromium, address, way, told, passwords, WRONG, SOFT))


def picture(page: Any, top: str, window: dict[str, int], name: str) -> None:
    """The window as a small PNG, of few colours."""
    import io

    from PIL import Image

    page.set_viewport_size(window)
    if top:
        page.locator(top).first.evaluate(
            "e => e.scrollIntoView({block: e.id[1] === '-' ? 'center' : 'start'})"
        )
    taken = Image.open(io.BytesIO(page.screenshot()))
    taken.convert("RGB").quantize(48).save(PICTURES / name, optimize=True)


def documents() -> None:
    """Run the demo and photograph its documents."""
    for tool in ("soffice", "pdftoppm"):
        if shutil.which(tool) is None:
            sys.exit(f"{tool} is needed for the pictures and was not found")
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
        trim(PICTURES / "form.png")


def trim(picture: Path) -> None:
    """Leave the foot and the white margins of a page away."""
    from PIL import Image, ImageOps

    page = Image.open(picture).convert("RGB")
    page = page.crop((0, 0, page.width, page.height * 9 // 10))
    page.crop(ImageOps.invert(page).getbbox()).quantize(48).save(picture, optimize=True)


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
