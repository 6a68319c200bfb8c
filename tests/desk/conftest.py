"""A workspace with its desk, somebody of every role, and a client for each."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from cheroot.wsgi import Server
from flask import Flask
from flask.testing import FlaskClient
from shuangkong.desk import accounts, jobs, passwords
from shuangkong.desk.app import make_app
from shuangkong.desk.rights import OF_DEPARTMENT, OF_ENTITY, Role
from shuangkong.desk.tasks import TASKS
from shuangkong.ledger.begin import init
from shuangkong.ledger.submit import submit


class ClosingClient(FlaskClient):
    """Closes what it sent: large uploads lie in files on disk, and whatever test ran when the
    collector came to one would fail by its warning."""

    def run_wsgi_app(self, environ: Any, buffered: bool = False) -> Any:
        """Send a request."""
        try:
            return super().run_wsgi_app(environ, buffered)
        finally:
            environ["wsgi.input"].close()


Flask.test_client_class = ClosingClient


PASSWORD = "Right-4-work!"
Login = Callable[[str], FlaskClient]
#: how the product keeps passwords, which is dear on purpose
AS_SHIPPED = passwords._HASHER

SAMPLES = Path(__file__).resolve().parents[2] / "samples" / "hebei-13fyp"


def desk_with_forms(workspace: Path) -> Flask:
    """A desk whose ledger has two cities' forms of 2020, and somebody of every role."""
    init(workspace, "hebei-13fyp", "王建账")
    files = [SAMPLES / "130500_邢台市_2020_示例.xlsx", SAMPLES / "130100_石家庄市_2020_示例.xlsx"]
    submit(workspace, files, 2020, "某经办")
    app = make_app(workspace)
    with app.extensions["shuangkong"].store.writing() as connection:
        people = [(role.value, role) for role in Role]
        for login, role in [*people, ("assessor2", Role.ASSESSOR)]:
            accounts.create(
                connection,
                login,
                f"某{login}",
                role,
                entity="130500" if role in OF_ENTITY else None,
                department="省工信厅" if role in OF_DEPARTMENT else None,
            )
        hashed = accounts.passwords.hashed(PASSWORD)
        connection.execute("UPDATE account SET password = ?, must_change = 0", (hashed,))
    return app


@pytest.fixture(scope="session", autouse=True)
def _cheap_passwords() -> Iterator[None]:
    """Thousands of logins at the product's price were a fifth of the suite's time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=64))
        yield


@pytest.fixture(scope="session")
def _app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    workspace: Path = tmp_path_factory.mktemp("desk") / "2020考核"
    init(workspace, "hebei-13fyp", "王建账")
    return made_app(workspace)


def made_app(workspace: Path) -> Flask:
    """The desk of a workspace, with somebody of every role, all with the same password."""
    app = make_app(workspace)
    app.config["TESTING"] = True
    with app.extensions["shuangkong"].store.writing() as connection:
        people = [(role.value, role, "130500", "省工信厅") for role in Role]
        people.append(("clerk2", Role.CLERK, "130100", ""))
        for login, role, entity, department in people:
            accounts.create(
                connection,
                login,
                f"某{login}",
                role,
                entity=entity if role in OF_ENTITY else None,
                department=department if role in OF_DEPARTMENT else None,
            )
        hashed = accounts.passwords.hashed(PASSWORD)
        connection.execute("UPDATE account SET password = ?, must_change = 0", (hashed,))
    return app


@pytest.fixture
def app(_app: Flask) -> Flask:
    """The desk's application; each test begins without failures of earlier ones."""
    with _app.extensions["shuangkong"].store.writing() as connection:
        connection.execute("DELETE FROM failure")
    return _app


@pytest.fixture
def browser(app: Flask) -> FlaskClient:
    """A browser nobody has logged in with."""
    return app.test_client()


def log_in(app: Flask, login: str, password: str = PASSWORD) -> FlaskClient:
    """A browser in which somebody has logged in."""
    client = app.test_client()
    done = client.post(
        "/login",
        data={"login": login, "password": password},
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    assert done.status_code == 303, done.text
    return client


@pytest.fixture
def login(app: Flask) -> Login:
    """Log somebody in, by role."""
    return lambda name: log_in(app, name)


def work(app: Flask) -> None:
    """Do the jobs that wait, as a worker does."""
    desk = app.extensions["shuangkong"]
    while found := jobs.take(desk.store, 1):
        (job,) = found
        jobs.end(desk.store, job.id, jobs.JobState.DONE, TASKS[job.kind](desk.workspace, job))


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The application behind its real server, with somebody who does the jobs; its address."""
    server = Server(("127.0.0.1", 0), app, numthreads=8)
    server.prepare()
    stop = threading.Event()

    def working() -> None:
        while not stop.wait(0.05):
            work(app)

    threads = [threading.Thread(target=server.serve), threading.Thread(target=working)]
    for thread in threads:
        thread.start()
    try:
        yield f"http://127.0.0.1:{server.bind_addr[1]}"
    finally:
        stop.set()
        server.stop()
        for thread in threads:
            thread.join()


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """The desk behind its server."""
    with served(app) as found:
        yield found
