from accounts.models.session import StandingSession
from accounts.models.standing import Standing
from accounts.models.user import User

__all__ = ["Standing", "StandingSession", "User"]
