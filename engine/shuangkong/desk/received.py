"""A request that closes what it opened: large uploads lie in files on disk while they are read.

Werkzeug closes the files of a request that was read to its end; those of one that was refused in
the middle, such as for its size, stay open until garbage is collected.
"""

from typing import IO

from flask import Request


class ClosingRequest(Request):
    """A request whose uploads are closed with it, however far it was read."""

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        stream = super()._get_file_stream(
            total_content_length, content_type, filename, content_length
        )
        self.__dict__.setdefault("opened", []).append(stream)
        return stream

    def close(self) -> None:
        """Close all of it."""
        super().close()
        for stream in self.__dict__.get("opened", ()):
            stream.close()
