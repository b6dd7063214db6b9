"""The page of channels says nothing that reads as somebody's name, whatever place, area or topic has a channel."""

from __future__ import annotations

from pathlib import Path

from generator.audit.page import read_page
from generator.audit.people import Reader
from generator.audit.problem import Expectations, Report
from generator.building import official_names
from generator.manifest import Staged
from generator.site.facets import BY_NAME
from generator.site.machines.channels import Channel, channels_page

HERE = Path()
NOTHING = Staged(HERE, HERE, HERE, (), (), frozenset())


def test_a_place_beside_the_formats_of_its_channel_is_no_name() -> None:
    """«Cesar» followed by «Atom» was one, and kept the whole site from being published."""
    channels = [
        Channel(f"{name}-{code}", f"{facet.title}: {label}", facet.url(code), ())
        for name, facet in BY_NAME.items()
        for code, label in facet.values
    ]
    report = Report(frozenset())
    reader = Reader(Expectations(NOTHING, allowed=official_names()), report)
    texts = [text.words for text in read_page("canales/index.html", "generador", channels_page(channels)).texts]
    assert "Cesar" in texts and "JSON de Territorio: Cesar" in texts
    for text in texts:
        reader.read(text, "canales/index.html", None)
        assert report.problems == [], text  # these words are ours
