"""Arithmetic of colours `#rrggbb`: whether one can be read on a page, and its lighter self."""

import colorsys
import re

HEX_COLOUR = re.compile(r"#[0-9a-f]{6}")
# WCAG AA wants 4.5 for text; our paper is a shade darker than the white that is measured against.
LEAST_CONTRAST = 4.6
# On a dark page an accent must be light enough to read: WCAG AA wants 4.5 to 1.
DARK_LIGHTNESS = 0.74


def contrast(colour: str, other: str = "#ffffff") -> float:
    """How far two colours stand apart, 1 to 21 (WCAG 2.2, contrast ratio)."""
    lighter, darker = sorted((_luminance(colour), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def lightened(colour: str) -> str:
    """The same hue, as light as a dark page needs."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*_channels(colour))
    lifted = colorsys.hls_to_rgb(hue, max(lightness, DARK_LIGHTNESS), saturation)
    return "#" + "".join(f"{round(channel * 255):02x}" for channel in lifted)


def _luminance(colour: str) -> float:
    """Relative luminance, 0 to 1 (WCAG 2.2)."""
    red, green, blue = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
        for channel in _channels(colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _channels(colour: str) -> tuple[float, float, float]:
    """Red, green and blue, each 0 to 1."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue
