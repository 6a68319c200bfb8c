"""Puts the conformance set into the wheel, made from the plans that are shipped in it."""

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ConformanceHook(BuildHookInterface[Any]):
    """The files of `shuangkong plan conformance` as `shuangkong/_shipped/conformance`."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write the set and say where it belongs; an editable install has the command."""
        if version == "editable":
            return
        sys.path.insert(0, str(Path(self.root) / "engine"))
        from shuangkong.declarations.conformance import conformance

        self.folder = tempfile.TemporaryDirectory()
        for name, content in conformance().items():
            path = Path(self.folder.name) / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content)
        build_data["force_include"][self.folder.name] = "shuangkong/_shipped/conformance"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Leave nothing behind."""
        if version != "editable":
            self.folder.cleanup()
