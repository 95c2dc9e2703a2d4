"""The product itself: `python -m warroom.serve`, a room, its people, its deeds."""

from collections.abc import Sequence

from bench.contenders.base import Contender


class Product(Contender):
    name = "product"
    deflate = True
    health = "/healthz"

    def command(self) -> Sequence[str]:
        return ["env", f"PORT={self.port}", *self.house.python("warroom.serve")]

    def readers(self, count: int) -> list[str]:
        return self.room.readers(count, port=self.port)

    def head(self) -> int:
        return self.room.head()

    def publish(self) -> tuple[int, int]:
        return self.room.post()

    def commit(self) -> int:
        """An entry, as cheaply as the database allows, and word of it. Returns its number."""
        n = self.room.commit()
        self.room.world.hint(self.room.pk)
        return n


class ProductPlain(Product):
    """Readers that do not ask for compression."""

    name = "product, no deflate"
    deflate = False
