"""A hotel's colour, and the text that can be read on it."""

BLACK, WHITE = "#000000", "#ffffff"


def text_on(color: str) -> str:
    """Return black or white, whichever stands out more: at least 4.5 to 1 on any colour."""
    return max(BLACK, WHITE, key=lambda text: contrast(text, color))


def contrast(one: str, other: str) -> float:
    """Return how much two colours (#rrggbb) stand out from each other, as WCAG counts it."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: str) -> float:
    red, green, blue = (_linear(int(color[place : place + 2], 16) / 255) for place in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
