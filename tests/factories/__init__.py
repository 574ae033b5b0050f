from .core import AddressFactory, CaseFactory, CitizenFactory, EventFactory, TeamFactory, UserFactory

__all__ = ["AddressFactory", "CaseFactory", "CitizenFactory", "EventFactory", "TeamFactory", "UserFactory"]
