"""The library ``access``: what forms need so that their contents outlive a session."""

from django import template
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from arraigo.access.http import owner_token

register = template.Library()


@register.simple_tag(takes_context=True)
def form_owner(context: Context) -> SafeString:
    """``{% form_owner %}``, in every form that is sent: who was filling it in, signed."""
    worker = context.get("worker")
    if worker is None:
        return SafeString("")
    return format_html('<input type="hidden" name="form_owner" value="{}">', owner_token(worker))
