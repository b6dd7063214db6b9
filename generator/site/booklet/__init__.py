"""The guide as a document: one PDF that can be attached to a circular, and one page that can be printed."""

from generator.site.booklet.edition import Edition, edition_of
from generator.site.booklet.making import NEEDED, PLACE, Booklet, bind, make_booklet
from generator.site.booklet.pdf import DocumentError, MissingLibrariesError
from generator.site.booklet.print_page import PRINT_PAGE, print_page

__all__ = [
    "NEEDED",
    "PLACE",
    "PRINT_PAGE",
    "Booklet",
    "DocumentError",
    "Edition",
    "MissingLibrariesError",
    "bind",
    "edition_of",
    "make_booklet",
    "print_page",
]
