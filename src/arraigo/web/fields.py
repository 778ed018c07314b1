"""How a form's fields are drawn: label, hint, complaint, then the control."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from arraigo.core import content


@dataclass(frozen=True, slots=True)
class Option:
    """One line of a group of choices."""

    id: str
    value: str
    label: str
    selected: bool
    icon: str
    digit: int


def _described_by(bound: BoundField, *parts: tuple[str, object]) -> str:
    """The ids of what explains the control, in the order in which it is read."""
    return " ".join(f"{bound.auto_id}_{name}" for name, shown in parts if shown)


def field(
    bound: BoundField,
    *,
    hint: str = "",
    note: str = "",
    inside: str = "",
    optional: bool = True,
    label: str = "",
    css: str = "",
    **attrs: str,
) -> SafeString:
    """
    A text, date, number, select, file or textarea field with its label.

    :param hint: under the label; the field's help text where none is given.
    :param note: under the control: what follows from the answer.
    :param inside: a quiet note in the right edge: where the value came from, or its form.
    :param optional: say that the answer may be left out, where it may.
    :param css: classes of the whole, for a grid: ``w6``, ``half``.
    :param attrs: attributes of the control; ``_`` in a name becomes ``-``.
    """
    if bound.is_hidden:
        return bound.as_widget()
    hint = hint or str(bound.help_text)
    described = _described_by(
        bound, ("helptext", hint), ("error", bound.errors), ("inside", inside), ("note", note)
    )
    control_attrs: dict[str, Any] = {name.replace("_", "-"): value for name, value in attrs.items()}
    if described:
        control_attrs["aria-describedby"] = described
    context = {
        "bound": bound,
        "control": bound.as_widget(attrs=control_attrs),
        "label": label or bound.label,
        "hint": hint,
        "note": note,
        "inside": inside,
        "say_optional": optional and not bound.field.required,
        "css": css,
    }
    return SafeString(render_to_string("web/field.html", context))


def _icons(icons: Mapping[str, str] | str | None) -> Mapping[str, str]:
    """Icon by code; a name is that of the code list whose items carry icons."""
    if isinstance(icons, str) and icons:
        return {item.code: item.icon or "" for item in content.codelist(icons).items}
    return icons if isinstance(icons, Mapping) else {}


def _options(bound: BoundField, icons: Mapping[str, str]) -> list[Option]:
    """The choices of a field, the empty one of a select left out."""
    chosen = bound.value()
    values = {str(each) for each in chosen} if isinstance(chosen, list | tuple | set) else {str(chosen)}
    pairs = getattr(bound.field, "choices", ())
    flat = [(str(value), str(label)) for value, label in pairs if str(value) != ""]
    return [
        Option(f"{bound.auto_id}_{place}", value, label, value in values, icons.get(value, ""), place + 1)
        for place, (value, label) in enumerate(flat)
    ]


def choices(
    bound: BoundField,
    style: str = "",
    *,
    icons: Mapping[str, str] | str | None = None,
    hint: str = "",
    note: str = "",
    digits: bool = False,
    label: str = "",
    optional: bool = False,
    layout: str = "",
    css: str = "",
    quiet: bool = False,
) -> SafeString:
    """
    A question with its choices in view: radio buttons where one may be chosen, else checkboxes.

    :param style: empty for lines with a button, ``chips`` (icon and word), ``segments`` (a joined row of two to four).
    :param icons: icon by code, or the name of a code list whose items have icons.
    :param digits: show the digit that chooses each (up to nine).
    :param quiet: the label is for readers only, because a heading beside it says the same.
    :param layout: ``grid`` for columns, ``column`` for one below the other; empty for a row.
    """
    several = isinstance(bound.field, forms.MultipleChoiceField | forms.ModelMultipleChoiceField)
    hint = hint or str(bound.help_text)
    context = {
        "bound": bound,
        "options": _options(bound, _icons(icons)),
        "type": "checkbox" if several else "radio",
        "required": bound.field.required and not several,
        "style": style,
        "digits": digits,
        "label": label or bound.label,
        "hint": hint,
        "note": note,
        "say_optional": optional and not bound.field.required,
        "layout": layout,
        "css": css,
        "quiet": quiet,
        "described_by": _described_by(bound, ("helptext", hint), ("error", bound.errors), ("note", note)),
    }
    return SafeString(render_to_string("web/choices.html", context))


def single_checkbox(bound: BoundField, *, label: str = "", note: str = "") -> SafeString:
    """One checkbox, its whole line clickable."""
    context = {
        "bound": bound,
        "label": label or bound.label,
        "note": note or bound.help_text,
        "checked": bound.value() in (True, "on", "True", "true"),
        "described_by": _described_by(bound, ("helptext", note or bound.help_text), ("error", bound.errors)),
    }
    return SafeString(render_to_string("web/checkbox.html", context))


def _first_control(bound: BoundField) -> str:
    """Where a link of the summary leads: the control, or the first one of a group."""
    group = isinstance(bound.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple)
    return f"{bound.auto_id}_0" if group else str(bound.id_for_label or bound.auto_id)


def complaints(*made_of: Any) -> list[tuple[str, str]]:
    """
    (id of the control or nothing, sentence) of everything that a form asks to be reviewed, in the order of the form.

    :param made_of: forms and formsets, bound or not.
    """
    found: list[tuple[str, str]] = []
    for each in made_of:
        if isinstance(each, forms.BaseFormSet):
            found += [("", str(sentence)) for sentence in each.non_form_errors()]
            found += complaints(*each.forms)
        elif each is not None:
            found += [("", str(sentence)) for sentence in each.non_field_errors()]
            found += [(_first_control(bound), str(sentence)) for bound in each for sentence in bound.errors]
    return found


def error_summary(*made_of: Any) -> SafeString:
    """The frame on top of a form that says what to review, with a link to each field; nothing where all is well."""
    found = complaints(*made_of)
    return SafeString(render_to_string("web/error_summary.html", {"complaints": found}) if found else "")
