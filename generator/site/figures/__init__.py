"""Pages of the released figures: pure functions from releases to staged Markdown. No ranking, no order by value.

saying    numbers, quarters and sizes as people read them
bars      a chart of horizontal bars, as places to draw at
tiles     a square for each department, and the classes of its shades
pages     the page of a release
overview  the page of all of them, over time
"""

from generator.site.figures.overview import overview_page
from generator.site.figures.pages import release_page

__all__ = ["overview_page", "release_page"]
