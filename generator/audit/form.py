"""The one page with a script inside it: the form. It is made again from the program and must be the same bytes."""

from __future__ import annotations

from generator.audit.people import Reader
from generator.audit.problem import Report
from generator.forms import answers_in, form_html


def check_form(path: str, data: bytes, reader: Reader, report: Report) -> None:
    """Nothing in it may be of this project but who takes what is sent, which is read as any text is."""
    answers = answers_in(data)
    if answers is None or form_html(answers) != data:
        report.add("P303", path, "El formulario no es el que hace el programa.")
        return
    for said in (answers.rol, answers.correo, answers.sitio):
        reader.read(said, path, None)
