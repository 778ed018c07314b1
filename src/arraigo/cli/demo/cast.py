"""Who works in the demo's country: one login for each role, and a focal point wherever a referral may arrive."""

from dataclasses import dataclass

from arraigo.access.roles import Role


@dataclass(frozen=True, slots=True)
class Player:
    """A worker of the demo: login, name, role, and the duty of the institution they work in (content: simulator)."""

    username: str
    name: str
    role: Role
    duty: str
    opens: str


PLAYERS: tuple[Player, ...] = (
    Player(
        "elena",
        "Elena Tuc",
        Role.RECEPTION_OFFICER,
        "reception",
        "today's arrivals; register Reyna off the flight",
    ),
    Player("marta", "Marta Sic", Role.CASE_WORKER, "window", "my day; a case, its plan, a follow-up"),
    Player("ines", "Inés Velásquez", Role.FOCAL_POINT, "health", "the inbox; answer a referral"),
    Player(
        "sol",
        "Sol Ixchop",
        Role.REGISTER_STEWARD,
        "authority",
        "pairs of records that may be one person; join two, and undo it",
    ),
    Player("pablo", "Pablo Herrarte", Role.ANALYST, "authority", "indicators and goals"),
    Player("carla", "Carla Estrada", Role.COORDINATOR, "window", "the team's load and lateness"),
    Player("ada", "Ada Morales", Role.ADMINISTRATOR, "authority", "the audit"),
)
"""One a role, in the order in which a first visit makes sense."""
