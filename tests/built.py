"""`make test`: the suite against the wheel, built and installed outside the checkout.

What people install is what is tested: a file that the wheel lacks, or that only the checkout
has, fails here. Arguments go to pytest.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
#: the cores are shared by processes; how many threads a run has, tests of that say themselves
SHARED = {"POLARS_MAX_THREADS": "1"}
PROBE = "import pathlib, shuangkong; print(pathlib.Path(shuangkong.__file__).resolve().parents[1])"


def installed(folder: Path) -> dict[str, str]:
    """Build the wheel, install it alone into `folder`; the environment that imports it there."""
    pip = (sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check")
    wheels = folder / "wheels"
    subprocess.run(
        [*pip, "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(wheels), str(ROOT)],
        check=True,
    )
    (wheel,) = wheels.glob("*.whl")
    place = folder / "installed"
    subprocess.run([*pip, "install", "--no-deps", "--target", str(place), str(wheel)], check=True)
    environment = {**SHARED, **os.environ, "PYTHONPATH": str(place)}
    found = subprocess.run(
        [sys.executable, "-c", PROBE],
        capture_output=True,
        encoding="utf-8",
        check=True,
        env=environment,
        cwd=ROOT,
    ).stdout.strip()
    if Path(found) != place.resolve():
        raise SystemExit(f"tested would be {found}, not the wheel in {place}")
    return environment


def main() -> int:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        environment = installed(Path(folder))
        tests = [sys.executable, "-m", "pytest", *sys.argv[1:]]
        return subprocess.run(tests, check=False, env=environment, cwd=ROOT).returncode


if __name__ == "__main__":
    sys.exit(main())
