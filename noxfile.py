"""The tests on other Pythons, and with the lowest versions of all libraries: `nox`.

For whoever has these Pythons, on Linux or Windows; CI runs `make test` on one. docs/stability.md
says which runs were made.
"""

import nox

nox.options.default_venv_backend = "venv"


@nox.session(python=["3.11", "3.12", "3.13", "3.14"])
def tests(session: nox.Session) -> None:
    """Everything, with the newest libraries that the bounds admit."""
    session.install(".[desk,test]")
    session.run("python", "-m", "pytest", "-q", *session.posargs)


@nox.session(python="3.11")
def lowest(session: nox.Session) -> None:
    """Everything, with the lowest versions that pyproject.toml admits: `make test-lowest`."""
    session.install("-r", "requirements-lowest.lock")
    session.run("python", "tests/built.py", "-q", *session.posargs)
