"""Names, identity numbers and telephones that look like the country's and belong to nobody."""

from __future__ import annotations

from datetime import date

from arraigo.interop.simulator.chance import Chance, Weighted
from arraigo.interop.simulator.profile import Profile

SECOND_NAME = 0.72
SPANISH = "spa"


class Naming:
    """Draws names of a country by how often they are borne, and numbers in the shape of its documents."""

    def __init__(self, profile: Profile, chance: Chance) -> None:
        self._profile, self._chance = profile, chance
        self._given = {whose: Weighted(names) for whose, names in profile.names.given.items()}
        self._surnames = {language: Weighted(names) for language, names in profile.names.surnames.items()}
        self._own = profile.value("maya_surname")

    def given_names(self, sex: str, *, child: bool = False) -> str:
        whose = {"female": "girl", "male": "boy"}[sex] if child else sex
        names = self._given[whose]  # type: ignore[index]
        first = self._chance.pick(names)
        second = self._chance.pick(names)
        return first if second == first or not self._chance.happens(SECOND_NAME) else f"{first} {second}"

    def surname(self, language: str, *, indigenous: bool) -> str:
        """A surname of the language's own, or a Spanish one."""
        own = indigenous and language in self._surnames and self._chance.happens(self._own)
        return self._chance.pick(self._surnames[language if own else SPANISH])

    def national_id(self, municipality: str, born: date) -> str:
        """
        A number in the country's shape, with a right check digit where it has one.

        Its pattern keeps to numbers that the registry does not give out: it is nobody's.
        """
        while True:
            digits = self._filled(self._profile.identity_number, municipality[2:], f"{born.year:04d}")
            if "k" in digits:
                digits = digits.replace("k", self._check_digit(digits))
            if "x" not in digits:
                return digits

    def phone(self) -> str:
        return self._filled(self._profile.telephone)

    def _filled(self, pattern: str, place: str = "", year: str = "") -> str:
        places, years = iter(place), iter(year)
        fill = {
            "#": lambda: str(int(self._chance.random() * 10)),
            "p": lambda: next(places),
            "y": lambda: next(years),
        }
        return "".join(fill[sign]() if sign in fill else sign for sign in pattern)

    def _check_digit(self, digits: str) -> str:
        """The digit that fits before the place; ``x`` where none does, as such numbers are never given out."""
        check = self._profile.country.national_id.check
        if check is None:
            return "0"
        total = sum(int(d) * weight for d, weight in zip(digits, check.weights, strict=False))
        return str(total % 11) if total % 11 < 10 else "x"
