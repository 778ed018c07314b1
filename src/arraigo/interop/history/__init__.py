"""Taking a whole population into the register: the simulator's rows become the records of the rooms."""

from arraigo.interop.history.cast import Cast
from arraigo.interop.history.taking_in import take_in_population

__all__ = ["Cast", "take_in_population"]
