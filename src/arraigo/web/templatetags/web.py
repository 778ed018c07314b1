"""The library ``web``: what templates of all rooms draw with. docs/design-system.md shows each call."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BoundField
from django.http import QueryDict
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arraigo.core import content as _content

from .. import fields, formats, icons, states, toasts
from ..components import Component

register = template.Library()


# Icons, states, tags.


@register.simple_tag
def icon(name: str, label: str = "", tone: str = "") -> SafeString:
    """``{% icon "heart" %}`` beside a word; ``{% icon "search" _("Search") %}`` alone."""
    return icons.icon(name, label, tone)


@register.simple_tag
def state(kind: str, code: str, word: object = "", gender: str | None = None) -> SafeString:
    """``{% state "person" row.state %}``, ``{% state "person" row.state "3 de 5 servicios" %}``"""
    return states.state(kind, code, word, gender)


@register.simple_tag
def shape(name: str, word: object = "", label: str = "") -> SafeString:
    """``{% shape "half_disc" "En enfermería" %}``: a shape of state with words that no list has."""
    return states.shape(name, word, label)


@register.simple_tag
def code(list_code: str, value: str | None, gender: str | None = None) -> str:
    """``{% code "return_type" return.return_type %}``; nothing for an empty value."""
    return _content.label(list_code, value, gender=gender) if value else ""


@register.simple_tag
def tag(tone: str, icon_name: str, text: object) -> SafeString:
    """``{% tag "barro" "child" text %}``: anil, barro, maiz, milpa, jacaranda or arena; the icon may be empty."""
    drawn = icons.icon(icon_name) if icon_name else ""
    css = "" if tone in ("", "arena") else f" tag-{tone}"
    return format_html('<span class="tag{}">{}{}</span>', css, drawn, text)


@register.simple_tag
def code_tag(list_code: str, value: str, gender: str | None = None, more: object = "") -> SafeString:
    """``{% code_tag "arrival_warning" "known" person.sex "2023" %}``: icon and tone come from the code list."""
    item = _content.codelist(list_code).item(value)
    words = item.label.agreeing(gender)
    if more:
        words = f"{words}, {more}"
    return tag(str(item.get("tone", "")), str(item.icon or ""), words)


_COMPARISONS = {
    "=": ("equal", "milpa", gettext_lazy("same")),
    "≈": ("alike", "maiz", gettext_lazy("alike")),
    "≠": ("unequal", "barro", gettext_lazy("different")),
    "–": ("dash", "quiet", gettext_lazy("nothing to compare")),
}


@register.simple_tag
def comparison(sign: str) -> SafeString:
    """``{% comparison "≈" %}``: how two values compare; readers hear the word."""
    name, tone, word = _COMPARISONS[sign]
    return icons.icon(name, str(word), tone)


@register.simple_tag
def suppressed(limit: int = 5) -> SafeString:
    """``<5``: a figure too small to be shown; never 0, never a blank."""
    label = _("fewer than %(limit)d, not shown to protect people") % {"limit": limit}
    html = '<span aria-hidden="true">&lt;{}</span><span class="hidden">{}</span>'
    return format_html(html, limit, label)


@register.simple_tag
def unknown_share(share: float, say: bool = False, decimals: int = 1) -> SafeString:
    """``{% unknown_share 0.062 %}``: the hatched bar and its percentage; ``say=True`` shows *sin dato* too."""
    shown = min(max(share, 0), 1)
    words = formats.percent(share, decimals if 0 < shown < 1 else 0)
    context = {"width": round(42 * shown, 1), "words": words, "say": say}
    return SafeString(render_to_string("web/unknown_share.html", context))


def _hatched(id: str, colour: str, width: float) -> str:
    return (
        f'<pattern id="{id}" width="4.5" height="4.5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        f'<path d="M1 0v4.5" stroke="{colour}" stroke-width="{width}"/></pattern>'
    )


@register.simple_tag
def hatch() -> SafeString:
    """The pattern that means unknown, once a page (``base.html`` has it)."""
    return mark_safe(
        '<svg class="defs" width="0" height="0" aria-hidden="true"><defs>'
        + _hatched("hatch", "#474d5b", 1.3)
        + _hatched("hatch-anil", "#26437f", 1.8)
        + "</defs></svg>"
    )


# Components and charts.


@register.simple_tag
def show(component: Component) -> SafeString:
    """``{% show figures %}``: draw any record of ``arraigo.web.components`` or ``arraigo.web.charts``."""
    return SafeString(render_to_string(component.template, {"it": component}))


# Forms.


@register.simple_tag
def field(bound: BoundField, note: str = "", hint: str = "", inside: str = "", **more: Any) -> SafeString:
    """``{% field form.phone inside="8 cifras" %}``; see ``fields.field`` for the rest."""
    return fields.field(bound, note=note, hint=hint, inside=inside, **more)


@register.simple_tag
def choices(bound: BoundField, style: str = "", **more: Any) -> SafeString:
    """``{% choices form.needs "chips" icons="need_of_moment" %}``; see ``fields.choices`` for the rest."""
    return fields.choices(bound, style, **more)


@register.simple_tag
def checkbox(bound: BoundField, label: str = "", note: str = "") -> SafeString:
    """``{% checkbox form.agreed %}``: one checkbox, its whole line clickable."""
    return fields.single_checkbox(bound, label=label, note=note)


@register.simple_tag
def error_summary(*made_of: Any) -> SafeString:
    """``{% error_summary form formset %}``: nothing where all is well."""
    return fields.error_summary(*made_of)


# Navigation.


@register.simple_tag
def trail(*parts: object) -> SafeString:
    """``{% trail label url label url "Here" %}``: the way down to the page; the last one may have no address."""
    listed = [*parts, ""] if len(parts) % 2 else list(parts)
    places = list(zip(listed[::2], listed[1::2], strict=True))
    return SafeString(render_to_string("web/trail.html", {"places": places}))


def _with(query: QueryDict, **values: object) -> str:
    """The query string of a page with some values changed; None takes one away."""
    changed = query.copy()
    for name, value in values.items():
        changed.pop(name, None)
        if value is not None:
            changed[name] = str(value)
    return f"?{changed.urlencode()}"


def _query(context: Context) -> QueryDict:
    request = context.get("request")
    return request.GET if request is not None else QueryDict()


@register.simple_tag(takes_context=True)
def pages(context: Context, page: Page[Any], name: str = "page") -> SafeString:
    """``{% pages page_obj %}``: what is shown of how many, and the way to the rest; keeps the query string."""
    query = _query(context)
    links = {
        "page": page,
        "previous_url": _with(query, **{name: page.previous_page_number()}) if page.has_previous() else "",
        "next_url": _with(query, **{name: page.next_page_number()}) if page.has_next() else "",
    }
    return SafeString(render_to_string("web/pages.html", links))


@register.simple_tag(takes_context=True)
def sort_head(context: Context, label: object, column: str, css: str = "", name: str = "sort") -> SafeString:
    """
    ``{% sort_head _("Name") "name" %}``: a head that sorts by its column, the other way when it already does.

    The address carries ``sort=name`` or ``sort=-name``; the view orders.
    """
    query = _query(context)
    now = query.get(name, "")
    ascending, descending = now == column, now == f"-{column}"
    url = _with(query, **{name: f"-{column}" if ascending else column, "page": None})
    sorting = "ascending" if ascending else "descending" if descending else ""
    sort_attr = format_html(' aria-sort="{}"', sorting) if sorting else ""
    arrow = icons.icon("arrow-up" if ascending else "arrow-down") if sorting else ""
    html = '<th scope="col"{}{}><a href="{}">{}{}</a></th>'
    class_attr = format_html(' class="{}"', css) if css else ""
    return format_html(html, class_attr, sort_attr, url, label, arrow)


# Blocks.


@register.simple_block_tag
def region(
    content: str,
    title: object,
    note: object = "",
    icon: str = "",
    tone: str = "",
    url: str = "",
    link: object = "",
    level: int = 2,
    css: str = "",
    id: str = "",
) -> SafeString:
    """``{% region _("Today") note="5" %}…{% endregion %}``: a titled part of a page."""
    context = {"content": content, "title": title, "note": note, "icon": icon, "tone": tone, "url": url}
    more = {"link": link, "level": level, "css": css, "id": id}
    return SafeString(render_to_string("web/region.html", {**context, **more}))


@register.simple_block_tag
def message(content: str, tone: str = "", icon: str = "", role: str = "") -> SafeString:
    """``{% message "maiz" "cloud-off" %}…{% endmessage %}``: a standing message."""
    context = {"content": content, "tone": tone, "icon": icon, "role": role}
    return SafeString(render_to_string("web/message.html", context))


@register.simple_block_tag
def protected(content: str, url: str = "", link: object = "") -> SafeString:
    """``{% protected url %}what to do, never why{% endprotected %}``"""
    context = {"content": content, "tone": "jacaranda", "icon": "lock", "url": url, "link": link or _("Why")}
    return SafeString(render_to_string("web/message.html", context))


@register.simple_block_tag
def empty(content: str, title: object, level: int = 2) -> SafeString:
    """``{% empty _("No arrivals announced") %}what will bring it, one action{% endempty %}``"""
    html = '<div class="empty"><h{0}>{1}</h{0}>{2}</div>'
    return format_html(html, level, title, content)


@register.simple_block_tag
def dialog(content: str, id: str, title: object) -> SafeString:
    """``{% dialog "join" _("Join these two people?") %}…{% enddialog %}``, opened by ``data-opens="join"``."""
    html = (
        '<dialog class="dialog" id="{0}" aria-labelledby="{0}-title"><h2 id="{0}-title">{1}</h2>{2}</dialog>'
    )
    return format_html(html, id, title, content)


@register.simple_tag
def skeleton() -> SafeString:
    """Three still bars, after 300 ms only."""
    html = '<div class="skeleton" role="status"><span class="hidden">{}</span><i></i><i></i><i></i></div>'
    return format_html(html, _("Loading"))


# Formats. Nothing is written for what is not known.

Writer = Callable[..., str]


def _filter(name: str, write: Writer) -> None:
    def shown(value: Any, argument: Any = None) -> str:
        if value is None or value == "":
            return ""
        return write(value) if argument is None else write(value, argument)

    register.filter(name, shown)


_WRITERS: Mapping[str, Writer] = {
    "day": formats.day,
    "day_short": formats.day_short,
    "day_long": formats.day_long,
    "day_letters": formats.day_letters,
    "month_year": formats.month_year,
    "weekday_short": formats.weekday_short,
    "clock": formats.clock,
    "moment": formats.moment,
    "number": formats.number,
    "signed": formats.signed,
    "percent": formats.percent,
    "minutes": formats.minutes,
    "days": formats.days,
    "days_late": formats.days_late,
    "written": formats.written,
}
for _name, _write in _WRITERS.items():
    _filter(_name, _write)

register.filter("age_words", formats.age_words)
register.filter("undo_url", toasts.undo_url_of)


@register.filter
def at(sequence: Sequence[Any], place: int) -> Any:
    """The element at a place: ``{{ columns|at:forloop.counter0 }}``."""
    return sequence[place]
