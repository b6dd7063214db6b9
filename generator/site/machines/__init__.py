"""What the site offers to other programs: linked data, channels, open data, and the files that robots ask for.

All of it is made from the redacted records and the house's months, and says nothing that the pages do not show.
"""

from generator.site.machines.channels import Channel, channel_files, channels_of, channels_page
from generator.site.machines.definitions import definitions
from generator.site.machines.linked import home_head, serialized, submission_head
from generator.site.machines.news import Entry, entries_of, news_page
from generator.site.machines.open_data import DATA_FOLDER, Line, Lines, data_files, data_lines, data_page
from generator.site.machines.place import Sitio, notes, site_of
from generator.site.machines.robots import robots_txt, security_txt

__all__ = [
    "DATA_FOLDER",
    "Channel",
    "Entry",
    "Line",
    "Lines",
    "Sitio",
    "channel_files",
    "channels_of",
    "channels_page",
    "data_files",
    "data_lines",
    "data_page",
    "definitions",
    "entries_of",
    "home_head",
    "news_page",
    "notes",
    "robots_txt",
    "security_txt",
    "serialized",
    "site_of",
    "submission_head",
]
