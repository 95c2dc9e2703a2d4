from reporting.models.closure import Closure
from reporting.models.export import KEPT, Export, ExportPiece

__all__ = ["KEPT", "Closure", "Export", "ExportPiece"]
