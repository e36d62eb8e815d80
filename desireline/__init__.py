"""desireline: a customer journey as promised, assumed, observed and recorded, side by side.

What `desireline.api` offers can be had from here: `import desireline as dl; dl.load(…)`. It
is imported when it is first asked for, so the command line starts quickly.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from .api import Difference as Difference
    from .api import Estimate as Estimate
    from .api import Journey as Journey
    from .api import Outcome as Outcome
    from .api import Plan as Plan
    from .api import Snapshot as Snapshot
    from .api import Trace as Trace
    from .api import Whom as Whom
    from .api import change as change
    from .api import compare as compare
    from .api import difference as difference
    from .api import differences as differences
    from .api import fixes as fixes
    from .api import load as load
    from .api import simulate as simulate
    from .api import snapshot as snapshot
    from .api import table as table
    from .api import tell as tell
    from .api import trace as trace
    from .api import traces as traces
    from .api import whom as whom
    from .api import write as write


def __getattr__(name: str) -> Any:
    """Give what the interface offers."""
    if name.startswith("_") or name == "api":
        raise AttributeError(name)
    api = import_module("desireline.api")
    if name not in api.__all__:
        raise AttributeError(f"desireline has no {name}; it has {', '.join(api.__all__)}")
    return getattr(api, name)


def __dir__() -> list[str]:
    api = import_module("desireline.api")
    return [*api.__all__, "__version__"]
