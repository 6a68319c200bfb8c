"""Passwords: what one must be like, and how it is kept (argon2id)."""

import secrets
import threading
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

LEAST, MOST = 10, 200
#: about a quarter of a second on an office server; 64 MiB each, so only few at once
_HASHER = PasswordHasher(time_cost=3, memory_cost=64 * 1024, parallelism=1)
_AT_ONCE = threading.BoundedSemaphore(2)
#: without what a person mistakes when typing from paper
_LETTERS = "abcdefghjkmnpqrstuvwxyz"
_DIGITS = "23456789"


def hashed(password: str) -> str:
    """What is kept of a password."""
    with _AT_ONCE:
        return _HASHER.hash(_normal(password))


def fits(kept: str | None, password: str) -> bool:
    """Whether a password is the one kept. As slow for an unknown account as for a known one."""
    with _AT_ONCE:
        try:
            return _HASHER.verify(kept or _nobody(), _normal(password)) and kept is not None
        except (VerificationError, InvalidHashError):
            return False


def weakness(password: str, login: str, name: str) -> str | None:
    """Why a password is refused, in a sentence; None where it will do."""
    if len(password) < LEAST:
        return f"密码至少要 {LEAST} 个字符"
    if len(password) > MOST:
        return f"密码最多 {MOST} 个字符"
    kinds = (
        any(c.islower() for c in password),
        any(c.isupper() for c in password),
        any(c.isdigit() for c in password),
        any(not c.isalnum() for c in password),
    )
    if sum(kinds) < 3:
        return "密码要含小写字母、大写字母、数字、符号中的至少三种"
    low = password.casefold()
    if (login and login.casefold() in low) or (name and name.casefold() in low):
        return "密码里不能有登录名或姓名"
    return None


def one_time() -> str:
    """A password for the first login, easy to type from paper."""
    word = "".join(secrets.choice(_LETTERS) for _ in range(4))
    tail = "".join(secrets.choice(_DIGITS) for _ in range(5))
    return f"{word.capitalize()}-{tail}{secrets.choice(_LETTERS)}"


def _normal(password: str) -> str:
    return unicodedata.normalize("NFKC", password)


_DUMMY: list[str] = []


def _nobody() -> str:
    if not _DUMMY:
        _DUMMY.append(_HASHER.hash(secrets.token_hex(16)))
    return _DUMMY[0]
