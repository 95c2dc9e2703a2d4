from accounts.models import User


def choose_language(language: str, *, by: User) -> None:
    """Every page speaks it to this person from now on, on whatever device."""
    by.language = language
    by.save(update_fields=["language"])
