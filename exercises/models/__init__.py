from exercises.models.imported_pack import BIGGEST, ImportedPack

__all__ = ["BIGGEST", "ImportedPack"]
