from tests.races.conftest import house, open_house

__all__ = ["house", "open_house"]
