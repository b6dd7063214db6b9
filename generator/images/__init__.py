"""Images: what a file really is, and the versions for the web, decoded and written anew.

Nothing of the author's file but its pixels reaches the site: no EXIF, position, thumbnail, comment, colour
profile or bytes after the end.
"""

from generator.images.ahead import Light, light, lights
from generator.images.checking import MAX_BUNDLE_COST, MAX_PIXELS, MAX_SIDE, UnusableImageError, inspect, inspect_all
from generator.images.versions import clean_copy, light_versions, web_versions

__all__ = [
    "MAX_BUNDLE_COST",
    "MAX_PIXELS",
    "MAX_SIDE",
    "Light",
    "UnusableImageError",
    "clean_copy",
    "inspect",
    "inspect_all",
    "light",
    "light_versions",
    "lights",
    "web_versions",
]
