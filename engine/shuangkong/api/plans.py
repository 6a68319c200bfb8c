"""Plans at a glance."""

from typing import TYPE_CHECKING

from .. import resources

if TYPE_CHECKING:
    from ..declarations.listing import Listed


def plans() -> "tuple[Listed, ...]":
    """The shipped plans: id, title and period of each."""
    from ..declarations.listing import listing

    return listing(resources.targets())
