"""The one page that somebody just saved, made by itself: as it would be if everybody agreed to it, on this computer.

It is what `vista-previa` shows, within the site: validated and anonymized, without those that stand beside it. The
whole way, which decides what is published and audits it, follows at its own pace.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from pathlib import Path

from generator.accepting import SETTLED
from generator.anonymize import redact
from generator.anonymize.detect import detect
from generator.compose import compose_alone
from generator.configuration import load_config
from generator.consent.coverage import as_if_granted
from generator.diagnostics import Diagnostic
from generator.load import Bundle, discover
from generator.lock import WORK
from generator.memory import load_memory
from generator.model import Collection
from generator.press.single import Single
from generator.site.contact import contact_of
from generator.validate import read

_MOST = 3
"""Pages that are worth making before all of them: with more, something larger happened."""
_COLLECTIONS = frozenset(c.value for c in Collection)
_BANNER = (
    '<p role="status" style="margin:0;padding:.6rem 1rem;background:#fdf3d1;color:#3d3000;font:1rem/1.4 sans-serif">'
    "{words}</p>"
)
_DRAFT = "Así se verá lo que usted acaba de guardar. Solo está en este computador; el sitio entero viene enseguida."


class Quick:
    """Makes single pages of a project; `press` is that of the last construction, None where there was none."""

    def __init__(self, project: Path) -> None:
        self._project = project
        self._press: Single | None = None
        self._withdrawn = frozenset[str]()

    def renew(self, withdrawn: frozenset[str] = frozenset()) -> None:
        """Begin anew with what the last construction staged. Nothing fails because it cannot be done.

        `withdrawn`: the folders whose authors took back their consent, which are shown no more.
        """
        self._withdrawn = withdrawn
        # The first page waits for templates and patterns to be made ready: not the first that is saved.
        try:
            self._press = Single(self._project / WORK)
            self._press.page("nada.md", "# Nada", new=True)
        except Exception:  # whatever the engine objects to, the whole way told it already
            self._press = None
        detect("Nadie.")

    def files(self, changed: Iterable[Path]) -> tuple[dict[str, bytes], list[Diagnostic]]:
        """Address → bytes of the pages that changed files make, with their images, and what is wrong with them.

        What cannot be made by itself, whatever the reason, is left to the whole way, which tells why.
        """
        try:
            return self._files(changed)
        except Exception:  # half a file, a broken mkdocs.yml, an engine that objects: the whole way meets it, too
            return {}, []

    def _files(self, changed: Iterable[Path]) -> tuple[dict[str, bytes], list[Diagnostic]]:
        names = {path.relative_to(self._project).parts for path in changed if path.is_relative_to(self._project)}
        guide = {"/".join(parts[1:]) for parts in names if parts[0] == "content" and parts[-1].endswith(".md")}
        folders = {"/".join(parts[:2]) for parts in names if len(parts) > 2 and parts[0] in _COLLECTIONS}
        if self._press is None or len(guide) + len(folders) > _MOST:
            return {}, []
        files: dict[str, bytes] = {}
        findings: list[Diagnostic] = []
        for name in sorted(guide):
            files |= self._guide(name)
        for bundle in (b for b in (discover(self._project)[0] if folders else ()) if b.folder in folders):
            made, found = self._entry(bundle)
            files |= made
            findings += found
        return files, findings

    def _guide(self, name: str) -> dict[str, bytes]:
        page = self._project / "content" / name
        if not page.is_file() or page.is_symlink() or self._press is None:
            return {}
        return self._printed(name, page.read_text(encoding="utf-8"), "")

    def _entry(self, bundle: Bundle) -> tuple[dict[str, bytes], list[Diagnostic]]:
        submission, findings = read(self._project, bundle)
        if submission is None or bundle.folder in self._withdrawn or submission.ficha.estado in SETTLED:
            return {}, findings
        memory, _ = load_memory(self._project)
        anonymized, more = redact.anonymize(as_if_granted(submission), memory)
        findings += more
        if anonymized is None:
            return {}, findings
        contact = contact_of(load_config(self._project / "mkdocs.yml"))
        text, images = compose_alone(anonymized, contact)
        banner = _BANNER.format(words=escape(_DRAFT))
        # One that the site does not have, for want of a consent or since it is a draft, is shown all the same.
        files = self._printed(f"{bundle.folder}/index.md", text, banner, new=True)
        return files | {f"/{bundle.folder}/{name}": data for name, data in images.items() if files}, findings

    def _printed(self, source: str, text: str, banner: str, *, new: bool = False) -> dict[str, bytes]:
        printed = self._press.page(source, text, new=new) if self._press else None
        if printed is None:
            return {}
        built, html = printed
        head, body, rest = html.partition("<body")
        tag, end, inside = rest.partition(">")
        return {f"/{built}": f"{head}{body}{tag}{end}{banner}{inside}".encode()}
