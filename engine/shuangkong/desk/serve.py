"""Starting a desk: the server, its workers, and the accounts a new workspace begins with."""

import ssl
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from .. import messages
from ..errors import DeskError
from ..records import dataclass
from ..running.patience import watchful
from ..vocabulary import Finding
from . import accounts
from .app import BODY_BYTES, make_app
from .arriving import Patience, bounded
from .rights import Role
from .store import Store
from .workers import Workers

if TYPE_CHECKING:
    from cheroot.ssl.builtin import BuiltinSSLAdapter

_HERE = frozenset({"127.0.0.1", "localhost", "::1"})
THREADS = 16


@dataclass(frozen=True, slots=True)
class Bind:
    """Where to listen."""

    host: str
    port: int

    @classmethod
    def of(cls, text: str) -> "Bind":
        """From `address:port`.

        Raises:
            DeskError: it is not one.
        """
        host, _, port = text.rpartition(":")
        host = host.strip("[]")
        if not host or not port.isascii() or not port.isdigit() or int(port) > 65535:
            raise DeskError.of(Finding.of(messages.DESK_BAD_BIND, seen=text))
        return cls(host, int(port))

    def refuse_plain(self, certfile: Path | None, behind_proxy: bool) -> None:
        """Refuse plain http beyond this computer: passwords would be seen.

        Raises:
            DeskError: when it would be.
        """
        if self.host not in _HERE and certfile is None and not behind_proxy:
            raise DeskError.of(Finding.of(messages.DESK_PLAIN_HTTP, host=self.host))


@dataclass(frozen=True, slots=True)
class NewAccount:
    """An account made at the start, with the password that is printed once."""

    login: str
    name: str
    role: Role
    password: str
    entity: str | None = None


OFFICERS: Sequence[tuple[str, str, Role]] = (
    ("sysadmin", "系统管理员", Role.SYSTEM),
    ("secadmin", "安全管理员", Role.SECURITY),
    ("secaudit", "安全审计员", Role.INSPECTOR),
)


def begin(store: Store) -> tuple[NewAccount, ...]:
    """The three officers of a new workspace; nothing where there are accounts already."""
    with store.writing() as connection:
        if connection.execute("SELECT COUNT(*) FROM account").fetchone()[0]:
            return ()
        return tuple(
            NewAccount(login, name, role, accounts.create(connection, login, name, role))
            for login, name, role in OFFICERS
        )


def _over_https(certfile: Path | None, keyfile: Path | None) -> "BuiltinSSLAdapter":
    """What encrypts, by a certificate and its private key.

    Raises:
        DeskError: they cannot be used, or there is a key alone.
    """
    from cheroot.ssl.builtin import BuiltinSSLAdapter

    seen = "、".join(file.name for file in (certfile, keyfile) if file is not None)
    refused = DeskError.of(Finding.of(messages.DESK_BAD_CERTIFICATE, seen=seen))
    if certfile is None:
        raise refused
    try:
        made = BuiltinSSLAdapter(str(certfile), str(keyfile) if keyfile else None)
    except OSError as error:
        raise refused from error
    made.context.minimum_version = ssl.TLSVersion.TLSv1_2
    return made


def serve(
    workspace: Path,
    bind: Bind,
    *,
    certfile: Path | None = None,
    keyfile: Path | None = None,
    behind_proxy: bool = False,
    ready: Callable[[], None],
) -> None:
    """Serve a workspace until it is interrupted; `ready` is called as soon as it listens.

    Raises:
        DeskError: it would be plain http beyond this computer, its certificate cannot be used,
            nothing can listen there, or the desk cannot be used.
    """
    from cheroot.wsgi import Server

    watchful()
    bind.refuse_plain(certfile, behind_proxy)
    app = make_app(workspace, secure=certfile is not None or behind_proxy)
    if behind_proxy:
        from werkzeug.middleware.proxy_fix import ProxyFix

        app.wsgi_app = ProxyFix(app.wsgi_app)  # type: ignore[method-assign]
    server = Server((bind.host, bind.port), app, numthreads=THREADS, request_queue_size=128)
    bounded(server, Patience(strangers=THREADS // 4))
    server.max_request_body_size = BODY_BYTES
    server.max_request_header_size = 64 * 1024
    if certfile is not None or keyfile is not None:
        server.ssl_adapter = _over_https(certfile, keyfile)
    store: Store = app.extensions["shuangkong"].store
    try:
        server.prepare()
    except OSError as error:
        where = f"{bind.host}:{bind.port}"
        raise DeskError.of(Finding.of(messages.DESK_CANNOT_LISTEN, where=where)) from error
    workers = Workers(workspace, store)
    workers.start()
    try:
        with store.kept_open():
            ready()
            server.serve()
    except KeyboardInterrupt:
        pass
    finally:
        server.stop()
        workers.stop()
