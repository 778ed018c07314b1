"""What the room's fields say of a person: of who is counted nothing, of workers what they wrote."""

from arraigo.access.personal_data import Declarations, Erased, Exported, Fields, ordinary, personal
from arraigo.indicators.models import Attachment, ClosedPeriod, FrozenFigure, ReportedValue, SavedView


def _of_staff(*names: str) -> Fields:
    return personal(*names, erased=Erased.KEPT, exported=Exported.NOBODY)


DECLARED: Declarations = {
    Attachment: {**ordinary("id", "content_type", "size", "sha256"), **_of_staff("name")},
    ReportedValue: {
        **ordinary("id", "indicator", "country", "period", "value", "source_on", "attachment", "institution"),
        **ordinary("reported_at", "supersedes"),
        # Free texts about documents: nobody should be named there, and somebody may be.
        **_of_staff("source", "reason", "reported_by"),
    },
    ClosedPeriod: {**ordinary("id", "country", "period", "snapshot", "made_at"), **_of_staff("made_by")},
    FrozenFigure: {
        **ordinary("id", "closed", "indicator", "version", "by", "cell", "currency", "exact", "numerator"),
        **ordinary("denominator", "unknown", "snapshot", "rows", "made_at", "revision", "cause"),
        **_of_staff("reason", "reasoned_by"),
    },
    SavedView: {**ordinary("id", "created_at"), **_of_staff("worker", "name", "query")},
}
