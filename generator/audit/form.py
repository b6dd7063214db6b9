"""What is offered to whoever writes: the form, the one page with a script inside it, and the templates for Word.

Each is made again from the program and must be the same bytes, so that nothing of this project is in it.
"""

from __future__ import annotations

from generator.audit.people import Reader
from generator.audit.problem import Report
from generator.forms import answers_in, form_html
from generator.importing.template import TEMPLATES, word_template


def check_form(path: str, data: bytes, reader: Reader, report: Report) -> None:
    """Nothing in it may be of this project but who takes what is sent, which is read as any text is."""
    answers = answers_in(data)
    if answers is None or form_html(answers) != data:
        report.add("P303", path, "El formulario no es el que hace el programa.")
        return
    for said in (answers.rol, answers.correo, answers.sitio):
        reader.read(said, path, None)


def check_template(path: str, data: bytes, report: Report) -> None:
    """A template has nothing of this project at all."""
    if data != word_template(TEMPLATES[path]):
        report.add("P303", path, "La plantilla no es la que hace el programa.")
