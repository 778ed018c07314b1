"""The library ``audit``: lines of the audit in words."""

from django import template

from arraigo.access.models import Entry
from arraigo.core import content

register = template.Library()


@register.filter
def event_words(entry: Entry) -> str:
    """What was done, in words: code list ``audit_event``. A line of an older version may have an event that is gone."""
    listed, code = content.codelist("audit_event"), entry.event.replace(".", "_")
    return listed.label(code) if code in listed else entry.event


@register.filter
def short_record(entry: Entry) -> str:
    """The end of a record's id: enough to recognise it on the page. The beginning only says when it was made."""
    return f"…{entry.subject_id[-8:]}"
