"""What people fill in about a case, by noun."""

from .case import AssignForm, CloseForm, ContactForm, OwnWordsForm, ProtectForm, StageForm
from .followups import ExcuseForm, FollowUpForm
from .needs import NeedsForm
from .opening import OpenForm
from .plan import ActionForm, SignForm
from .screening import ScreeningForm

__all__ = [
    "ActionForm",
    "AssignForm",
    "CloseForm",
    "ContactForm",
    "ExcuseForm",
    "FollowUpForm",
    "NeedsForm",
    "OpenForm",
    "OwnWordsForm",
    "ProtectForm",
    "ScreeningForm",
    "SignForm",
    "StageForm",
]
