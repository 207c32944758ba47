"""The few drawings of the page, as inline SVG in the colour of the text around them."""

from __future__ import annotations

_PATHS = {
    "copy": '<rect x="8" y="8" width="12" height="12" rx="2"/><path d="M16 8V6a2 2 0 0 0-2-2H6a2 2 0 0 0-2 2v8a2 2 0 0 0 2 2h2"/>',
    "again": '<path d="M20 11a8 8 0 1 0-2.3 5.7"/><path d="M20 4v7h-7"/>',
    "up": (
        '<path d="M7 11v9H4v-9zM7 11l4.2-7.2c1.5 0 2.5 1 2.5 2.5L13 9.5h5.3a2 2 0 0 1 2 2.4l-1.3 6.5a2 2 0 0 1-2 1.6H7"/>'
    ),
    "down": (
        '<path d="M7 13V4H4v9zM7 13l4.2 7.2c1.5 0 2.5-1 2.5-2.5l-.7-3.2h5.3a2 2 0 0 0 2-2.4l-1.3-6.5a2 2 0 0 0-2-1.6H7"/>'
    ),
    "open": '<path d="M13 5h6v6M19 5l-9 9M17 14v4a1 1 0 0 1-1 1H6a1 1 0 0 1-1-1V8a1 1 0 0 1 1-1h4"/>',
    "back": '<path d="M9 7 4 12l5 5M4 12h11a5 5 0 0 1 5 5v1"/>',
    "absent": '<circle cx="11" cy="11" r="6.5"/><path d="m16 16 4.5 4.5M8.5 11h5"/>',
    "partial": '<circle cx="12" cy="12" r="8"/><path d="M12 7.5v5.5M12 16.2v.3"/>',
}


def icon(name: str) -> str:
    """The drawing `name` as an SVG element that assistive software skips."""
    return (
        '<svg class="icon" viewBox="0 0 24 24" width="18" height="18" fill="none" stroke="currentColor" stroke-width="1.6" '
        f'stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">{_PATHS[name]}</svg>'
    )
