"""The images of a document as files of a bundle: their pixels and nothing else, each once, by neutral names."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass, field

from generator.images import MAX_BUNDLE_COST, UnusableImageError, clean_copy
from generator.images.checking import decoding
from generator.importing.told import Notes

MOST_IMAGES = 40


@dataclass(slots=True, repr=False)
class Album:
    """What has been taken in so far: files by name, and the entries of `imagenes` without what only a person knows."""

    notes: Notes
    files: dict[str, bytes] = field(default_factory=dict)
    entries: list[dict[str, object]] = field(default_factory=list)
    seen: dict[str, str] = field(default_factory=dict)
    cost: int = 0

    def take(self, data: bytes, alt: str) -> str | None:
        """The name that an image has in the bundle; None, counted, when it cannot come along."""
        digest = hashlib.sha256(data).hexdigest()
        if digest in self.seen:
            return self.seen[digest]
        if len(self.files) >= MOST_IMAGES or not self._affords(data):
            self.notes.add("many images")
            return None
        try:
            made = clean_copy(data)
        except UnusableImageError:
            self.notes.add("images")
            return None
        name = f"imagen-{len(self.files) + 1}{made.suffix}"
        self.files[name] = made.data
        self.seen[digest] = name
        # Whether somebody can be recognised is for a person to say: there is no default.
        self.entries.append({"archivo": name, **({"alt": alt} if alt else {})})
        return name

    def _affords(self, data: bytes) -> bool:
        """Whether decoding it keeps all of them within what one bundle may cost; by its header."""
        try:
            with decoding(io.BytesIO(data)) as image:
                self.cost += image.width * image.height // (1 if image.format == "PNG" else 4)
        except UnusableImageError:
            return True  # told as what it is when it is decoded
        return self.cost <= MAX_BUNDLE_COST
