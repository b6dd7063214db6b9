"""What readers see: the staged Markdown pages, their facets and cards, and the theme they are dressed in.

Pure functions from frozen types to text; nothing here reads or writes a file of the project.
"""

from generator.site.cards import Card, card
from generator.site.codes_page import codes_page
from generator.site.facet_lists import drawing, facet_pages
from generator.site.fields_page import fields_page
from generator.site.lists import home_page, list_page, search_page
from generator.site.markup import heading
from generator.site.pages import RESERVED_ANCHORS, Block, Contact, address_of, contact_of, retired_page, submission_page

__all__ = [
    "RESERVED_ANCHORS",
    "Block",
    "Card",
    "Contact",
    "address_of",
    "card",
    "codes_page",
    "contact_of",
    "drawing",
    "facet_pages",
    "fields_page",
    "heading",
    "home_page",
    "list_page",
    "retired_page",
    "search_page",
    "submission_page",
]
