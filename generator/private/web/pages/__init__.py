"""The pages, a module for each thing that people come for."""

from generator.private.web.pages import (
    accounts,
    closing,
    cycle,
    data,
    diagnosis,
    entry,
    home,
    hours,
    people,
    plans,
    progress,
    reports,
    start,
    visits,
)

PAGES = (
    *entry.PAGES,
    *home.PAGES,
    *start.PAGES,
    *cycle.PAGES,
    *diagnosis.PAGES,
    *plans.PAGES,
    *visits.PAGES,
    *closing.PAGES,
    *hours.PAGES,
    *progress.PAGES,
    *reports.PAGES,
    *people.PAGES,
    *accounts.PAGES,
    *data.PAGES,
)
