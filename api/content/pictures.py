"""Pictures: what may be one, and smaller ones made of it."""

from __future__ import annotations

import io
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

from api.errors import TooLarge, UnsupportedMedia

TYPES = {"WEBP": "image/webp", "AVIF": "image/avif", "PNG": "image/png", "JPEG": "image/jpeg"}
WIDTHS = (320, 640, 1280)
QUALITY = 80


def inspect(content: bytes, pixel_limit: int) -> tuple[str, int, int]:
    """Media type, width and height by the bytes themselves.

    Raises `UnsupportedMedia` for anything but WebP, AVIF, PNG and JPEG (an SVG can carry a script), `TooLarge` for more
    pixels than the limit, before they are unpacked.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=list(TYPES)) as picture:
                if picture.width * picture.height > pixel_limit:
                    raise TooLarge(f"{picture.width} × {picture.height} is more than {pixel_limit:,} pixels.")
                picture.load()
                return TYPES[str(picture.format)], picture.width, picture.height
    except Image.DecompressionBombError:  # Pillow's own limit, above any sensible one of ours
        raise TooLarge(f"A picture is at most {pixel_limit:,} pixels.") from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        raise UnsupportedMedia("This is not a WebP, AVIF, PNG or JPEG picture.") from None


def scaled(content: bytes, width: int) -> bytes:
    """The picture as WebP, at most `width` pixels wide, never enlarged, without its metadata."""
    with Image.open(io.BytesIO(content)) as picture:
        upright = ImageOps.exif_transpose(picture) or picture
        upright.thumbnail((width, upright.height), Image.Resampling.LANCZOS)
        made = io.BytesIO()
        upright.convert("RGBA" if "A" in upright.getbands() else "RGB").save(made, "WEBP", quality=QUALITY, method=4)
    return made.getvalue()
