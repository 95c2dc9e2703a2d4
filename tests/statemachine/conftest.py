from tests.races.conftest import house

__all__ = ["house"]
