"""Changes that a project goes through in its life, each a function of a project and of a number that varies it."""

from __future__ import annotations

from collections.abc import Callable

from PIL import Image

from generator.kept import program
from tests import cifras
from tests.fabrica import Proyecto, text

Change = Callable[[Proyecto, int], None]
NAMES = ("estaciones", "reloj", "mesas", "cuerda")
"""The practices that a changed project may have; the first ones are there from the beginning."""


def beginning(project: Proyecto) -> None:
    """A small project in which some name others, one has a picture, and one waits."""
    project.publishable(NAMES[0], relacionadas=[NAMES[1]])
    project.publishable(NAMES[1], titulo="Un reloj grande para todo el grupo", area="agricola")
    project.write(NAMES[2], text(titulo="Cuatro mesas y una pregunta"), estado="borrador")


def there(project: Proyecto) -> list[str]:
    return sorted(p.name for p in (project.root / "practicas").iterdir())


def add(project: Proyecto, number: int) -> None:
    """A new practice that names one that is there."""
    name = f"nueva-{number}"
    project.publishable(name, titulo=f"Una práctica nueva, la número {number}", relacionadas=there(project)[:1])


def edit(project: Proyecto, number: int) -> None:
    """Other words in one, agreed to again."""
    name = there(project)[number % len(there(project))]
    said = {"Qué pasó y cómo lo sabemos": f"Al final contaron qué les sirvió, {number} veces."}
    project.publishable(name, text(said, titulo=f"Otro título, el {number}"))


def rename(project: Proyecto, number: int) -> None:
    """The same practice at another address, agreed to again."""
    old = there(project)[0]
    new = f"{old[:20]}-{number}"
    (project.root / "practicas" / old).rename(project.root / "practicas" / new)
    project.consent(new)


def retire(project: Proyecto, _number: int) -> None:
    """One that stays as a notice."""
    ficha = project.root / "practicas" / there(project)[-1] / "ficha.yml"
    ficha.write_text("estado: retirada\n", encoding="utf-8")


def revoke(project: Proyecto, _number: int) -> None:
    """Somebody takes their consent back."""
    name = next(n for n in there(project) if (project.root / f"practicas/{n}/consentimientos.json").is_file())
    project.revoke(name)


def picture(project: Proyecto, number: int) -> None:
    """One that gets a picture, or another one."""
    name = there(project)[number % len(there(project))]
    Image.new("RGB", (900, 600), (number * 37 % 256, 90, 40)).save(project.root / f"practicas/{name}/mesa.png")
    project.decide(name, "mesa.png")
    shown = [{"archivo": "mesa.png", "alt": "Una mesa verde", "personas_reconocibles": "ninguna"}]
    said = {"Qué hicimos": "Así quedó.\n\n![Una mesa verde](mesa.png)"}
    project.publishable(name, text(said, titulo="Con una imagen", imagenes=shown))


def configure(project: Proyecto, number: int) -> None:
    """Another name of the site, and another mailbox."""
    path = project.root / "mkdocs.yml"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    told = [f"site_name: Instructores que inspiran {number}\n" if x.startswith("site_name:") else x for x in lines]
    path.write_text("".join(told).replace("contacto@example.org", f"contacto{number}@example.org"), encoding="utf-8")


def guide(project: Proyecto, number: int) -> None:
    """Other words in a page of the guide, and a link to a page that is not always there."""
    page = project.root / "content/acerca.md"
    page.write_text(page.read_text(encoding="utf-8") + f"\n\nLo dicho {number} veces.\n", encoding="utf-8")


def cross(project: Proyecto, number: int) -> None:
    """One that says what another one, which comes and goes, redacts."""
    name = "Tamsin Brackwood"  # made up from name parts
    decided = f"terminos: [{{termino: {name}, decision: conservar, motivo: termino_tecnico}}]\n"
    said = {"Qué hicimos": f"Usamos el programa {name}."}
    project.write("programa", text(said, titulo="Con un programa"), revision_yml=decided)
    project.consent("programa")
    who = f"La instructora {name}" if number % 2 else "Una instructora"
    project.publishable("taller", text({"Qué hicimos": f"{who} nos mostró su taller, el {number}."}))


def figures(project: Proyecto, number: int) -> None:
    """Another release of figures."""
    cifras.put(project.root, cifras.release(f"20{26 + number % 20}-T{number % 4 + 1}", only=cifras.SOME))


CHANGES: dict[str, Change] = {
    change.__name__: change for change in (add, edit, rename, retire, revoke, picture, configure, guide, cross, figures)
}


def another_program(number: int) -> Callable[[], str]:
    """What `kept.program` says of a program with another detector, template or list."""
    return lambda: f"{program()} {number}"
