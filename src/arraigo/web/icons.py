"""Icons of 16 px drawn with a stroke of 1.6: inline SVG that takes the colour of the text around it."""

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

_SOLID = 'fill="currentColor" stroke="none"'
_ON = 'class="on" stroke="#fff"'  # drawn upon a filled shape: white here, Canvas in forced colours
_RING = '<circle cx="8" cy="8" r="5.6"/>'
_DISC = f'<circle cx="8" cy="8" r="6.4" {_SOLID}/>'


def _path(d: str) -> str:
    return f'<path d="{d}"/>'


DRAWINGS: dict[str, str] = {
    # Shapes of state.
    "ring": _RING,
    "dashed": '<circle cx="8" cy="8" r="5.6" stroke-dasharray="2.5 1.9"/>',
    "half": _RING + f'<path d="M8 5v6a3 3 0 0 0 0-6Z" {_SOLID}/>',
    "disc": _DISC,
    "disc-check": _DISC + f'<path d="m5 8.3 2.1 2.1L11 6.2" {_ON}/>',
    "disc-down": _DISC + f'<path d="M8 4.7v6.2M5.5 8.5 8 11l2.5-2.5" {_ON}/>',
    "ring-up": _RING + _path("m6 10 3.9-3.9M6.9 6h3.1v3.1"),
    "no-show": _RING + _path("M5.6 8h4.8"),
    "crossed": _RING + _path("m4.2 11.8 7.6-7.6"),
    "warning": f'<path d="M8 2.2 14.6 13.6H1.4Z" fill="currentColor"/><path d="M8 6.4v3.2M8 11.6v.1" {_ON}/>',
    "diamond": f'<path d="M8 1.6 14.4 8 8 14.4 1.6 8Z" fill="currentColor"/><path d="M8 4.9v3.6M8 10.9v.1" {_ON}/>',
    # Warnings and needs.
    "child": '<circle cx="8" cy="4.2" r="2.4"/>' + _path("M4.4 14.2v-1.7a3.6 3.6 0 0 1 7.2 0v1.7"),
    "person": '<circle cx="8" cy="5" r="2.8"/>' + _path("M2.8 14c.4-2.8 2.4-4.3 5.2-4.3s4.8 1.5 5.2 4.3"),
    "family": '<circle cx="5.4" cy="4.8" r="2.3"/><circle cx="11.6" cy="6.8" r="1.7"/>'
    + _path("M1.4 13.6c.2-2.9 1.7-4.4 4-4.4s3.8 1.5 4 4.4M10.4 11c2.4-.8 4.1.2 4.3 2.6"),
    "heart": _path("M8 13.6S2 10.2 2 6.1A3.1 3.1 0 0 1 8 4.9a3.1 3.1 0 0 1 6 1.2c0 4.1-6 7.5-6 7.5Z"),
    "bubble": _path("M2.4 3h11.2v8H7.4l-3 2.6V11h-2Z"),
    "lock": '<rect x="3" y="7" width="10" height="7" rx="1"/>' + _path("M5.2 7V4.8a2.8 2.8 0 0 1 5.6 0V7"),
    "sheet": _path("M3.4 1.8h6l3.2 3.2v9.2H3.4ZM9.2 2v3.2h3.2M5.8 8.2h4.4M5.8 11.2h4.4"),
    "return": _path("M2.8 2.8v3.6h3.6M3 6.2a5.4 5.4 0 1 1-.3 3"),
    "food": _path("M3.6 2v3.6a1.6 1.6 0 0 0 3.2 0V2M5.2 2v12M11.8 14V2C10 3 9.2 5.2 9.2 9h2.6"),
    "shirt": _path("M5.4 2.4 1.8 4.6l1.1 2.8 1.8-.6v6.8h6.6V6.8l1.8.6 1.1-2.8-3.6-2.2a2.6 2.6 0 0 1-5.2 0Z"),
    "house": _path("M2 7.6 8 2.4l6 5.2M3.8 6.4v7.2h8.4V6.4"),
    "phone": _path(
        "M3.8 2.2h2.3l1 3.2-1.6 1.2a8 8 0 0 0 3.9 3.9l1.2-1.6 3.2 1v2.3a1.7 1.7 0 0 1-1.8 1.7"
        "A10.4 10.4 0 0 1 2.1 4a1.7 1.7 0 0 1 1.7-1.8Z"
    ),
    "scales": _path("M8 2v12M5 14h6M3.4 4.4h9.2M3.4 4.6 1.5 9.4h3.8ZM12.6 4.6l-1.9 4.8h3.8Z"),
    "briefcase": '<rect x="1.8" y="5" width="12.4" height="8.6" rx="1"/>'
    + _path("M5.6 5V2.6h4.8V5M1.8 9h12.4"),
    "school": _path(
        "M1.4 6.2 8 3.2l6.6 3L8 9.2ZM4 7.6v3.2c1.2 1.2 2.4 1.8 4 1.8s2.8-.6 4-1.8V7.6M14.6 6.2V10"
    ),
    "shop": _path(
        "M2.8 7.6v6h10.4v-6M2.6 2.6h10.8l.8 3.4a1.9 1.9 0 0 1-4.1 0 2.1 2.1 0 0 1-4.2 0 1.9 1.9 0 0 1-4.1 0Z"
    ),
    "book": _path(
        "M8 4.4C6.6 3.2 4.6 2.8 2 2.8v9.8c2.6 0 4.6.4 6 1.6 1.4-1.2 3.4-1.6 6-1.6V2.8c-2.6 0-4.6.4-6 1.6ZM8 4.4v9.6"
    ),
    "coin": '<circle cx="8" cy="8" r="6"/>'
    + _path("M9.9 5.9C9.4 5.2 6.2 4.8 6.2 6.5s3.7 1 3.7 2.8-3.4 1.6-3.9.7M8 4v8"),
    "star": _path("m8 2 1.8 3.8 4.2.5-3.1 2.9.8 4.1L8 11.3l-3.7 2 .8-4.1L2 6.3l4.2-.5Z"),
    # Ways and places.
    "plane": '<path transform="rotate(45 8 8)" d="M8 1.4c-.8 0-1.2.8-1.2 1.8v2.9L1.6 9v1.5l5.2-1.4v3.1l-1.5 1.1v1.1'
    'l2.7-.7 2.7.7v-1.1l-1.5-1.1V9.1l5.2 1.4V9L9.2 6.1V3.2c0-1-.4-1.8-1.2-1.8Z"/>',
    "bus": '<rect x="2.4" y="2.6" width="11.2" height="9" rx="1.4"/>'
    + _path("M2.4 8h11.2M8 2.8V8M4.8 11.8v1.8M11.2 11.8v1.8"),
    "boat": _path("M1.8 10.6h12.4l-1.8 3.2H3.6ZM8 10.4V2L4 7.8h8L8 2"),
    "walk": '<circle cx="8.6" cy="2.7" r="1.3"/>'
    + _path("M8.2 5.4 7 9.4l2.2 2 .8 3M7 9.4l-1.8 5M8.2 5.4 5.4 7.2v2M8.5 5.8l1.7 1.9 2.2.5"),
    "pin": _path("M8 14.2S3 9.6 3 6.4a5 5 0 0 1 10 0c0 3.2-5 7.8-5 7.8Z")
    + '<circle cx="8" cy="6.4" r="1.7"/>',
    "globe": '<circle cx="8" cy="8" r="6"/>' + _path("M2 8h12M8 2c-4 3.4-4 8.6 0 12M8 2c4 3.4 4 8.6 0 12"),
    # Actions and marks.
    "search": '<circle cx="7" cy="7" r="4.5"/>' + _path("m10.4 10.4 3.6 3.6"),
    "check": _path("m2.8 8.6 3.4 3.4 7-7.4"),
    "plus": _path("M8 3v10M3 8h10"),
    "minus": _path("M3 8h10"),
    "close": _path("m3.6 3.6 8.8 8.8M12.4 3.6l-8.8 8.8"),
    "menu": _path("M2.4 4.4h11.2M2.4 8h11.2M2.4 11.6h11.2"),
    "print": _path("M4.6 5.8V2h6.8v3.8M4.4 11.6h-2V5.8h11.2v5.8h-2M4.6 9.4h6.8V14H4.6Z"),
    "download": _path("M8 2v8.2M4.6 7 8 10.4 11.4 7M2.4 13.6h11.2"),
    "upload": _path("M8 10.4V2.2M4.6 5.4 8 2l3.4 3.4M2.4 13.6h11.2"),
    "cloud": _path("M4.6 12.6a3.1 3.1 0 0 1-.4-6.2 4 4 0 0 1 7.7.8 2.7 2.7 0 0 1-.3 5.4Z"),
    "cloud-check": _path(
        "M4.6 12.6a3.1 3.1 0 0 1-.4-6.2 4 4 0 0 1 7.7.8 2.7 2.7 0 0 1-.3 5.4ZM5.9 8.9l1.5 1.5 2.5-2.8"
    ),
    "cloud-off": _path(
        "M5.6 5a4 4 0 0 1 6.3 2.2 2.7 2.7 0 0 1 1.4 4.6M11 12.6H4.6a3.1 3.1 0 0 1-.4-6.2M2.4 2.4l11.2 11.2"
    ),
    "pencil": _path("m10.6 2.6 2.8 2.8-8 8-3.4.6.6-3.4ZM9 4.2 11.8 7"),
    "arrow-up": _path("M8 13.6V2.6M3.8 6.8 8 2.6l4.2 4.2"),
    "arrow-down": _path("M8 2.4v11M3.8 9.2 8 13.4l4.2-4.2"),
    "arrow-left": _path("M13.6 8h-11M6.8 3.8 2.6 8l4.2 4.2"),
    "arrow-right": _path("M2.4 8h11M9.2 3.8 13.4 8l-4.2 4.2"),
    "chevron": _path("m4 6 4 4 4-4"),
    "chevron-right": _path("m6 4 4 4-4 4"),
    "chevron-left": _path("m10 4-4 4 4 4"),
    "undo": _path("M5.4 2.8 2.2 6l3.2 3.2M2.4 6h7a3.9 3.9 0 0 1 0 7.8H5.8"),
    "leave": _path("M6.4 2.4h-4v11.2h4M6.4 8h7.4M10.8 5l3 3-3 3"),
    "link": _path(
        "M6.8 9.2a2.8 2.8 0 0 0 4 0l2.2-2.2a2.8 2.8 0 0 0-4-4l-1 1M9.2 6.8a2.8 2.8 0 0 0-4 0L3 9a2.8 2.8 0 0 0 4 4l1-1"
    ),
    "calendar": '<rect x="2.4" y="3.4" width="11.2" height="10.2" rx="1"/>'
    + _path("M2.4 6.8h11.2M5.4 1.8v3M10.6 1.8v3"),
    "clock": '<circle cx="8" cy="8" r="6"/>' + _path("M8 4.6V8l2.4 1.6"),
    "equal": _path("M4 6.2h8M4 9.8h8"),
    "alike": _path("M3.6 6.8c1.4-2 2.8-1.6 4.4-.6s3 1.4 4.4-.6M3.6 10.8c1.4-2 2.8-1.6 4.4-.6s3 1.4 4.4-.6"),
    "unequal": _path("M4 6.2h8M4 9.8h8M10.2 3.4l-4.4 9.2"),
    "dash": _path("M5 8h6"),
    "filter": _path("M2 3.8h12M4.4 8h7.2M6.8 12.2h2.4"),
    "list": _path("M5.6 4h8M5.6 8h8M5.6 12h8M2.6 4h.1M2.6 8h.1M2.6 12h.1"),
    "eye": _path("M1.4 8S3.8 3.8 8 3.8 14.6 8 14.6 8 12.2 12.2 8 12.2 1.4 8 1.4 8Z")
    + '<circle cx="8" cy="8" r="1.9"/>',
}

ALIASES = {"arrow_turning": "return", "ship": "boat", "bag": "briefcase"}
"""Names that code lists use for a drawing that has another name."""


def icon(name: str, label: str = "", tone: str = "") -> SafeString:
    """
    An icon. Hidden from readers unless it has a label, which it needs where no word stands beside it.

    :param tone: anil, barro, maiz, milpa, jacaranda or quiet; empty for the colour of the text.
    :raises KeyError: for a name that has no drawing.
    """
    known_to_readers = (
        format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    )
    return format_html(
        '<svg class="icon{}" width="16" height="16" viewBox="0 0 16 16" {}>{}</svg>',
        f" t-{tone}" if tone else "",
        known_to_readers,
        mark_safe(DRAWINGS[ALIASES.get(name, name)]),
    )
