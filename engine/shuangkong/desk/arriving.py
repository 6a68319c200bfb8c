"""How long the server's threads wait for what arrives slowly.

A thread that waits for the rest of a request serves nobody else, and there are few. So what is
waited for is bounded: the head of a request comes within seconds, a body at a least speed, and
for people whom the desk does not know only some of the threads wait at all, but for a moment.
Only waiting counts, not what the desk itself does meanwhile.
"""

import io
import socket
import threading
import time
from collections.abc import Callable
from typing import Any

from cheroot.makefile import MakeFile, StreamReader
from cheroot.server import HTTPConnection
from cheroot.wsgi import Gateway_10

from ..records import dataclass

#: where an application finds what the body of its request arrives by
ARRIVING = "shuangkong.arriving"
#: seconds in which is read what is there already
_AT_ONCE = 0.001


@dataclass(frozen=True, slots=True)
class Patience:
    """How long is waited: seconds for a head; seconds and then the bytes a second of a body;
    seconds that every stranger may take, and how many may take longer at the same time."""

    head: float = 10.0
    grace: float = 20.0
    least: float = 16 * 1024.0
    moment: float = 1.0
    strangers: int = 4


class TooSlow(TimeoutError):
    """A request that arrives too slowly; the server knows a timeout by these words."""

    def __init__(self) -> None:
        super().__init__("timed out")


class Arriving(socket.SocketIO):
    """What arrives at one connection, request by request."""

    def __init__(self, line: socket.socket, patience: Patience, places: threading.Semaphore):
        super().__init__(line, "rb")
        self._line, self._patience, self._places = line, patience, places
        self._usual = line.gettimeout()
        self._holds = False
        self.begin()

    def begin(self) -> None:
        """A new request, of nobody known."""
        self._waited = self._got = 0.0
        self._known = self._body = False
        #: the status by which it was refused to wait any longer
        self.refused: int | None = None

    def body(self) -> None:
        """The head is there: what comes now is the body."""
        self._waited, self._body = 0.0, True

    def known(self) -> None:
        """The request is of somebody with a session or a key: all threads wait for them."""
        self._known = True
        self.end()

    def end(self) -> None:
        """The request is over, or needs no place any more."""
        if self._holds:
            self._holds = False
            self._places.release()

    def readinto(self, buffer: Any) -> int:
        """Some bytes, as soon as there are any.

        Raises:
            TooSlow: they came too slowly, or there is no place to wait for them.
        """
        if self.refused:
            raise TooSlow
        began = time.monotonic()
        try:
            got = self._awaited(buffer)
        except TimeoutError as error:
            self.refused = self.refused or 408
            raise TooSlow from error
        self._waited += time.monotonic() - began
        self._got += got if self._body else 0
        return got

    def _awaited(self, buffer: Any) -> int:
        left = self._allowed() - self._waited
        moment = self._patience.moment - self._waited
        if self._known or self._holds or left <= moment:
            return self._read(buffer, left)
        try:
            return self._read(buffer, moment)
        except TimeoutError:
            self._holds = self._places.acquire(blocking=False)
            if not self._holds:
                self.refused = 503
                raise
        return self._read(buffer, left - max(moment, 0.0))

    def _allowed(self) -> float:
        """Seconds that may be waited in all for what has come so far."""
        if not self._body:
            return self._patience.head
        return self._patience.grace + self._got / self._patience.least

    def _read(self, buffer: Any, seconds: float) -> int:
        usual = self._usual
        bound = max(seconds, _AT_ONCE)
        self._line.settimeout(bound if usual is None else min(bound, usual))
        try:
            return self._line.recv_into(buffer)
        finally:
            self._line.settimeout(usual)


class _Reader(StreamReader):
    """The server's reader, of what arrives."""

    def __init__(self, arriving: Arriving, size: int) -> None:
        super(StreamReader, self).__init__(arriving, size)
        self.bytes_read = 0


class _Gateway(Gateway_10):
    """Hands the application what its body arrives by."""

    def get_environ(self) -> dict[str, Any]:  # type: ignore[override]
        """The environment of a request whose head was read."""
        found: dict[str, Any] = super().get_environ()  # type: ignore[no-untyped-call]
        found[ARRIVING] = self.req.conn.arriving
        self.req.conn.arriving.body()
        return found

    def start_response(self, *given: Any, **more: Any) -> Any:
        """Begin an answer; the rest of a body that is waited for no longer is not read either."""
        self.req.close_connection |= self.req.conn.arriving.refused is not None
        return super().start_response(*given, **more)


def bounded(server: Any, patience: Patience | None = None) -> None:
    """Make a server wait no longer than this."""
    waits = patience or Patience()
    places = threading.BoundedSemaphore(waits.strangers)

    class Connection(HTTPConnection):
        """A connection whose requests arrive in time."""

        def __init__(self, of: Any, line: Any, makefile: Callable[..., Any] = MakeFile) -> None:
            self.arriving = Arriving(line, waits, places)

            def made(line: Any, mode: str = "r", size: int = io.DEFAULT_BUFFER_SIZE) -> Any:
                return _Reader(self.arriving, size) if "r" in mode else makefile(line, mode, size)

            super().__init__(of, line, made)

        def communicate(self) -> Any:
            """One request and its answer."""
            self.arriving.begin()
            try:
                return super().communicate()  # type: ignore[no-untyped-call]
            finally:
                self.arriving.end()

    server.ConnectionClass = Connection
    server.gateway = _Gateway
