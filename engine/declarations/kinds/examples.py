"""Worked cases (SK-D231 to SK-D239)."""

from ...vocabulary import Kind, Severity

_E = Severity.ERROR

CASE_KINDS = Kind(
    "SK-D231",
    _E,
    "case of no kind, or of several",
    "案例“{seen}”{found}，每个案例恰好验证一件事",
    "只写一种：verdict（评定）、score（计分）、grade（等级）、warning（预警）或 formula（算式）；"
    "要验证几件事就写几个案例",
)
UNKNOWN_SCHEME = Kind(
    "SK-D232",
    _E,
    "unknown scheme",
    "没有代号为“{seen}”的考核办法{hint}",
    "改用 schemes 文件夹里已有的代号：{known}",
)
UNKNOWN_WARNING = Kind(
    "SK-D233",
    _E,
    "unknown warning rule",
    "没有代号为“{seen}”的预警办法{hint}",
    "改用 warnings.yaml 里已有的代号：{known}",
)
