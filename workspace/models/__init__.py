from workspace.models.look import Look
from workspace.models.tour import Toured

__all__ = ["Look", "Toured"]
