"""The review in a terminal: one question at a time, one key an answer, and always a way back and a way out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from generator.cli_anonymize.keys import Left, Reader
from generator.cli_anonymize.wrap import short, width, wrapped
from generator.cli_options import say
from generator.diagnostics import count
from generator.review.report import summary
from generator.review.session import Answer, ImageQuestion, Question, Session
from generator.review.store import Store, StoreError
from generator.schema.revision import Mirada, Motivo

_SHOWN = 5
"""Mentions that are shown with a question; the key `m` shows the others."""
_PAGE = 6
"""Mentions after which a terminal waits for the reader."""
_HELP = """
  t  tachar: en su lugar queda algo como «persona A»
  c  conservar: no es el nombre ni el dato de nadie; se le pregunta por qué
  o  omitir: queda sin decidir, y la entrega no se publica hasta que se decida
  m  ver todas las veces que aparece
  v  ver lo que se tacha sin preguntar, porque es seguro
  d  deshacer la última respuesta, tantas veces como quiera
  g  guardar y salir: sus textos no cambian, y después sigue donde iba
Cada respuesta vale para todas las veces que la palabra aparece en la entrega."""


class Review:
    """A session asked to a person, each answer kept as soon as it is given."""

    def __init__(self, project: Path, session: Session, store: Store | None, reader: Reader) -> None:
        self.project = project
        self.session = session
        self.store = store
        self.reader = reader

    def run(self) -> None:
        """Ask what is pending and whether to write it. Raises `Left` when the person leaves before."""
        self._open()
        undone: str | None = None
        while True:
            pending = self.session.pending()
            asked = next((p for p in pending if p.id == undone), pending[0] if pending else None)
            undone = None
            if asked is None and not self.session.questions and not self.session.looks:
                return
            if asked is None:
                if self._confirmed():
                    return
                undone = self._back()
            elif isinstance(asked, Question):
                undone = self._words(asked)
            else:
                undone = self._image(asked)

    def _open(self) -> None:
        resumed = self.store.resume(self.session) if self.store else 0
        if resumed:
            again = "respuesta que ya había dado" if resumed == 1 else "respuestas que ya había dado"
            click.echo(f"Se retoman {resumed} {again}. Con «d» se deshacen.")
        if self.session.remembered:
            used = count(self.session.remembered, "término", "términos")
            click.echo(f"No se preguntan {used} que el proyecto ya decidió.")
        self._certain(_SHOWN)

    def _certain(self, most: int) -> None:
        certain = [q for q in self.session.questions if q.certain]
        if certain:
            click.echo(f"Se {'tacha' if len(certain) == 1 else 'tachan'} sin preguntar, por seguro:")
        for question in certain[:most]:
            times = f" ({len(question.mentions)} veces)" if len(question.mentions) > 1 else ""
            click.echo(short(f"  {question.mentions[0].words}{times} — {question.reason}"))
        if len(certain) > most:
            click.echo(f"  y {len(certain) - most} más (tecla v).")

    def _words(self, question: Question) -> str | None:
        """Ask about some words. Returns the question to ask next when one was undone."""
        self._show(question)
        while True:
            answer = self.reader.key("(t)achar  (c)onservar  (o)mitir  (d)eshacer  (g)uardar y salir  (?) ayuda: ")
            if answer == "t":
                self._decide(question, Answer.TACHAR)
                return None
            if answer == "o":
                self._decide(question, Answer.OMITIR)
                return None
            if answer == "c" and not question.keepable:
                click.echo("Es demasiado largo para conservarlo como un término: táchelo, o cambie el texto.")
            elif answer == "c":
                motivo = self._why(question)
                if motivo is not None:
                    self._decide(question, Answer.CONSERVAR, motivo)
                    return None
            elif answer == "m":
                self._mentions(question)
            elif answer == "v":
                self._certain(len(self.session.questions))
            elif answer == "d":
                if undone := self._back():
                    return undone
            elif answer == "g":
                raise Left
            else:
                click.echo(_HELP if answer == "?" else "No es ninguna de las teclas: ? muestra cuáles hay.")

    def _show(self, question: Question) -> None:
        done, total = self.session.progress()
        first, *others = question.mentions
        click.echo(f"\n{'─' * width()}")
        click.echo(f"[{done + 1}/{total}] {self._marked(first.words)} — {question.reason}")
        click.echo()
        click.echo(wrapped(first, self._marked, limit=10_000))
        click.echo(f"  {first.file}, línea {first.line}")
        if others:
            click.echo(f"Está {len(question.mentions)} veces; también:")
        for mention in others[: _SHOWN - 1]:
            click.echo(wrapped(mention, self._marked, limit=width() - 4))
        if len(question.mentions) > _SHOWN:
            click.echo(f"  y {len(question.mentions) - _SHOWN} más (tecla m).")
        click.echo()

    def _mentions(self, question: Question) -> None:
        for number, mention in enumerate(question.mentions, 1):
            click.echo(f"{number}. {mention.file}, línea {mention.line}")
            click.echo(wrapped(mention, self._marked, limit=2 * (width() - 4)))
            full = self.reader.marks and number % _PAGE == 0 and number < len(question.mentions)
            if full and self.reader.key("(Enter) más, (q) volver ") == "q":
                return

    def _marked(self, words: str) -> str:
        return click.style(words, bold=True, reverse=True) if self.reader.marks else words

    def _why(self, question: Question) -> Motivo | None:
        """Why the words stay; None to think again."""
        click.echo("¿Por qué se puede quedar?")
        for number, motivo in enumerate(Motivo, 1):
            click.echo(f"  {number} {motivo.label}{'  (Enter)' if motivo is question.suggestion else ''}")
        motives = list(Motivo)
        while True:
            typed = self.reader.key(f"Número del 1 al {len(motives)}, o 0 para volver: ")
            if typed == "0":
                return None
            if typed == "" and question.suggestion:
                return question.suggestion
            if typed.isdecimal() and 1 <= int(typed) <= len(motives):
                return motives[int(typed) - 1]
            if typed == "g":
                raise Left
            click.echo("Escriba uno de esos números.")

    def _decide(self, question: Question, answer: Answer, motivo: Motivo | None = None) -> None:
        self.session.decide(question.id, answer, motivo)
        self._keep()

    def _image(self, image: ImageQuestion) -> str | None:
        """Ask what can be seen in an image. Returns the question to ask next when one was undone."""
        done, total = self.session.progress()
        click.echo(f"\n{'─' * width()}")
        click.echo(f"[{done + 1}/{total}] Imagen: {self.project / self.session.submission.folder / image.file}")
        click.echo("Ábrala y mírela completa. ¿Está limpia de lo que sigue? (r) no publicarla")
        looked: list[Mirada] = []
        for mirada in Mirada:
            answer = self._one_of(f"  ¿Sin {mirada.label.lower()} que muestren a alguien? (s/n) ", "snrdg")
            if answer == "g":
                raise Left
            if answer == "d":
                return self._back() or image.id
            if answer == "r":
                break
            if answer == "s":
                looked.append(mirada)
        clean = len(looked) == len(Mirada)
        click.echo("Se publicará." if clean else "No se publicará. Recórtela o cámbiela, y vuelva a decidir.")
        self.session.decide_image(image.id, looked, clean)
        self._keep()
        return None

    def _one_of(self, prompt: str, keys: Sequence[str]) -> str:
        while (answer := self.reader.key(prompt)) not in (*keys,):
            click.echo(f"Escriba una de estas: {', '.join(keys)}.")
        return answer

    def _confirmed(self) -> bool:
        """Whether what was decided may be written; not, when the last answer is to be undone. Raises `Left`."""
        click.echo(f"\n{'─' * width()}\n{summary(self.session)}")
        answer = self._one_of("¿Escribir los cambios en sus archivos? (s)í, (n)o por ahora, (d)eshacer ", "sndg")
        if answer in "ng":
            raise Left
        return answer == "s"

    def _back(self) -> str | None:
        undone = self.session.undo()
        click.echo("Deshecho." if undone else "No hay nada que deshacer.")
        self._keep()
        return undone

    def _keep(self) -> None:
        if self.store is None:
            return
        try:
            self.store.keep(self.session)
        except StoreError as problem:
            say(f"{problem} Si sale antes de terminar, tendrá que empezar de nuevo.")
            self.store = None
