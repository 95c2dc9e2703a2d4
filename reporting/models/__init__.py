from reporting.models.closure import Closure

__all__ = ["Closure"]
