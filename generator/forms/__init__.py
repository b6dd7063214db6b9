"""The form that needs nothing installed: one HTML file made from the schema, which works from a disk.

Whoever fills it in gets a ZIP with a bundle inside; nothing is sent anywhere by the form itself.
"""

from generator.forms.page import PLACE, Answers, answers_in, form_html

__all__ = ["PLACE", "Answers", "answers_in", "form_html"]
