"""Quarterly reports: what each may hold is decided in `facts` and `content`; `to_docx` and `to_xlsx` only write it.

Three reports, for three readers (Circular; Anexo 1, «Actores de la estrategia»):

- `eni`, the acompañante's to the Escuela Nacional de Instructores: the traceability of their own cycles, by the code of
  each; free text only where everybody who was accompanied agreed to it.
- `epc`, to the Equipo Pedagógico de Centro, «siempre respetando el derecho a la confidencialidad del Acompañado»: how
  often each theme came up in the centre, and nothing else.
- `misional`, the coordinador misional's to the Dirección Regional and the Dirección de Formación Profesional: aggregate
  figures of the centre.

The last two hold no code, no pseudonym (among colleagues it hides nobody), no date of anybody and no text that somebody
wrote: what they are made of does not have any (`facts.Centre`).
"""
