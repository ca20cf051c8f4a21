"""Pickling what LocalStack's services keep, at the speed of the standard library's pickler.

LocalStack pickles with dill, which can take nearly everything, and is written in Python: a change of one function would
wait for some fifty others to be pickled again (0.5 ms each). The standard pickler is 30 times as quick and needs to be
told of three kinds of objects. Where a service keeps something else, such as a function without a name, dill does it.
"""

from __future__ import annotations

import io
import pickle
import threading
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from localstack.state import pickle as localstack_pickle

_LOCK, _REENTRANT_LOCK = type(threading.Lock()), type(threading.RLock())


def dumps(contents: object) -> bytes:
    """Pickle; `pickle.Unpickler` and dill's read it.

    Raises RuntimeError when something changes meanwhile.
    """
    file = io.BytesIO()
    try:
        _Pickler(file, pickle.HIGHEST_PROTOCOL).dump(contents)
    except (AttributeError, TypeError, pickle.PicklingError):
        dilled: bytes = localstack_pickle.dumps(contents)
        return dilled
    return file.getvalue()


class _Pickler(pickle.Pickler):
    def reducer_override(self, obj: Any) -> Any:
        kind = type(obj)
        if kind is _LOCK or kind is _REENTRANT_LOCK:
            # Nobody holds it after a restart.
            return (_new_lock if kind is _LOCK else _new_reentrant_lock), ()
        if isinstance(obj, defaultdict):
            return reduced_defaultdict(obj)
        return NotImplemented


def reduced_defaultdict(obj: defaultdict[Any, Any]) -> tuple[Callable[..., Any], tuple[Any, ...]]:
    """How pickle makes it again. moto derives classes whose constructors want other arguments than pickle gives."""
    attributes = dict(vars(obj)) if hasattr(obj, "__dict__") else {}
    return _restore_defaultdict, (type(obj), obj.default_factory, attributes, dict(obj))


@localstack_pickle.register(defaultdict, subclasses=True)
def _dill_defaultdict(pickler: localstack_pickle.Pickler, obj: defaultdict[Any, Any]) -> None:
    pickler.save_reduce(*reduced_defaultdict(obj), obj=obj)


def _restore_defaultdict(
    kind: type[defaultdict[Any, Any]], default_factory: Any, attributes: dict[str, Any], items: dict[Any, Any]
) -> defaultdict[Any, Any]:
    restored = kind.__new__(kind)
    restored.default_factory = default_factory
    if attributes:
        vars(restored).update(attributes)
    restored.update(items)
    return restored


def _new_lock() -> threading.Lock:
    return threading.Lock()


def _new_reentrant_lock() -> Any:
    return threading.RLock()
