"""The version of the declaration format that a plan is written in.

A version is added when the language grows in a way that an older program would misread, and is
then read for ever: what had to change is carried over when the files are read, here.
"""

import yaml

from .. import messages
from .builder import RecordBuilder

#: The versions that are read, the newest last.
KNOWN = (1,)


def refused(builder: RecordBuilder, root: yaml.Node) -> bool:
    """Whether a plan is written in a version that this program does not know; the fault is kept.

    Such a plan is not read further: its other keys could mean something else.
    """
    for key, value in root.value if isinstance(root, yaml.MappingNode) else ():
        written = value.value if isinstance(value, yaml.ScalarNode) else ""
        if key.value == "format" and written.isdigit() and int(written) not in KNOWN:
            builder.fault(messages.FORMAT_UNKNOWN, value, known=str(KNOWN[-1]))
            return True
    return False
