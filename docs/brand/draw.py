# /// script
# requires-python = ">=3.11"
# dependencies = ["pillow", "resvg-py"]
# ///
"""Redraw the brand images: uv run docs/brand/draw.py.

Everything is drawn here, even the letters, so no font or third-party artwork is needed.
"""

from io import BytesIO
from pathlib import Path

from PIL import Image
import resvg_py

BRAND = Path(__file__).parents[2] / "custom_components" / "jingl" / "brand"

# Colours of the body and the ringing, for a light and a dark background.
COLOURS = {"": ("#0b5c74", "#f2992e"), "dark_": ("#7fd4ea", "#ffb65c")}

# A receiver on its back with both cups up, tilted to the right; it rings upwards.
ICON = """
<g stroke-linecap="round" stroke-linejoin="round" fill="none">
  <g transform="rotate(45)" fill="{body}">
    <path d="M-162,10 C-136,118 136,118 162,10" fill="none" stroke="{body}" stroke-width="82"/>
    <rect x="-212" y="-70" width="112" height="104" rx="30" transform="rotate(6 -156 -18)"/>
    <rect x="100" y="-70" width="112" height="104" rx="30" transform="rotate(-6 156 -18)"/>
  </g>
  <g stroke="{ring}" stroke-width="38">
    <path d="M62,-116 A118,118 0 0 1 116,-62"/>
    <path d="M84,-196 A200,200 0 0 1 196,-84"/>
  </g>
</g>
"""

# Five letters in one round stroke; the baseline is at 0, and lower case is 150 high.
WORD = """
<g fill="none" stroke="{body}" stroke-width="44" stroke-linecap="round" stroke-linejoin="round">
  <path d="M92,-236 V-62 a62,62 0 0 1 -124,0"/>
  <path d="M182,-150 V0"/>
  <path d="M272,0 V-150 M272,-76 a60,74 0 0 1 120,0 V0"/>
  <path d="M602,-150 V10 a62,62 0 0 1 -118,28 M602,-74 a61,74 0 1 1 -122,0 a61,74 0 1 1 122,0"/>
  <path d="M692,-236 V0"/>
</g>
<circle cx="182" cy="-224" r="28" fill="{ring}"/>
"""

LOGO = f'{ICON}<g transform="translate(330 92)">{WORD}</g>'


def render(shapes: str, box: tuple[float, float, float, float], width: int) -> Image.Image:
    """Return the part of the shapes inside the box (left, top, width, height)."""
    height = round(width * box[3] / box[2])
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="{" ".join(map(str, box))}">{shapes}</svg>'
    )
    return Image.open(BytesIO(bytes(resvg_py.svg_to_bytes(svg_string=svg))))


def visible(shapes: str) -> tuple[float, float, float, float]:
    """Return the smallest box around the shapes."""
    left, top, right, bottom = render(shapes, (-500, -500, 2000, 1000), 8000).getbbox()
    return left / 4 - 500, top / 4 - 500, (right - left) / 4, (bottom - top) / 4


def square(box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    """Return the square with the box in its middle."""
    left, top, width, height = box
    side = max(width, height)
    return left - (side - width) / 2, top - (side - height) / 2, side, side


for prefix, (body, ring) in COLOURS.items():
    icon = ICON.format(body=body, ring=ring)
    logo = LOGO.format(body=body, ring=ring)
    for suffix, scale in (("", 1), ("@2x", 2)):
        for name, shapes, box, width in (
            ("icon", icon, square(visible(icon)), 256),
            ("logo", logo, visible(logo), 387),
        ):
            image = render(shapes, box, width * scale)
            image.save(BRAND / f"{prefix}{name}{suffix}.png", optimize=True)
