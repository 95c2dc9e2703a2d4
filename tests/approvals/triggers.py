"""Taking hold of a guard, to put it back or to see what happens without it."""

import pgtrigger
from django.db import models


def guard(model: type[models.Model], name: str) -> pgtrigger.Trigger:
    """The guard called `name` of `model`. Raises KeyError when there is none."""
    ((_model, trigger),) = pgtrigger.registered(f"{model._meta.label}:{name}")
    return trigger
