"""The server of the review page: only this computer, only who has the key, and nothing said to anyone else.

Names are made up from name parts and belong to nobody.
"""

from __future__ import annotations

import _thread
import http.client
import io
import json
import socket
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

import pytest
from click.testing import CliRunner
from PIL import Image

from generator import cli_review
from generator.cli import main
from generator.cli_options import bundle_at
from generator.review import server as transport
from generator.review.finish import Outcome, finish
from generator.review.marked import Mark, marked
from generator.review.server import MAX_BODY, ReviewServer
from generator.review.session import Session, open_session
from generator.review.store import open_store
from generator.review.web import Review
from tests.fabrica import CANARY_ID, CANARY_NAME, TODAY, Proyecto, text

# A long number that nothing explains: doubtful whatever is learned about names.
DOUBTFUL = "417253968"
PRIVATE = (CANARY_NAME, CANARY_ID, DOUBTFUL, "Yurleidy", "estaciones cortas")
BODY = f"""Con {CANARY_NAME}, de cédula {CANARY_ID}, hicimos estaciones cortas. En el reloj decía {DOUBTFUL}.

![La mesa](mesa.jpg)"""


def made(root: Path) -> Proyecto:
    """A project with a bundle in which something is certain, something is doubtful, and there is a photograph."""
    root.mkdir(exist_ok=True)
    project = Proyecto(root, guide=False)
    picture = {"archivo": "mesa.jpg", "alt": "Una mesa con un reloj.", "personas_reconocibles": "ninguna"}
    path = project.write("estaciones", text({"Qué hicimos": BODY}, imagenes=[picture]))
    exif = Image.Exif()
    exif[0x010E] = "Foto de Yurleidy"
    Image.new("RGB", (900, 600), (0, 120, 50)).save(path / "mesa.jpg", exif=exif)
    return project


@dataclass
class Answered:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def data(self) -> dict[str, object]:
        found = json.loads(self.body)
        assert isinstance(found, dict)
        return found


class Client:
    """A browser without its manners: every header is what the test says."""

    def __init__(self, server: ReviewServer) -> None:
        self.server = server
        self.cookie: str | None = None

    def ask(self, method: str, target: str, body: bytes | None = None, **headers: str | None) -> Answered:
        given = {"Host": f"127.0.0.1:{self.server.port}", "Cookie": self.cookie}
        given |= {name.replace("_", "-"): value for name, value in headers.items()}
        with closing(http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=10)) as line:
            line.putrequest(method, target, skip_host=True, skip_accept_encoding=True)
            for name, value in given.items():
                if value is not None:
                    line.putheader(name, value)
            line.endheaders(body)
            reply = line.getresponse()
            return Answered(reply.status, dict(reply.getheaders()), reply.read())

    def get(self, target: str, **headers: str | None) -> Answered:
        return self.ask("GET", target, **headers)

    def post(self, target: str, data: object, **headers: str | None) -> Answered:
        body = data if isinstance(data, bytes) else json.dumps(data).encode()
        usual: dict[str, str | None] = {
            "Origin": f"http://127.0.0.1:{self.server.port}",
            "Content_Type": "application/json",
            "Content_Length": str(len(body)),
        }
        return self.ask("POST", target, body, **{**usual, **headers})

    def enter(self) -> None:
        entered = self.get(urlsplit(self.server.address).path + "?" + urlsplit(self.server.address).query)
        self.cookie = entered.headers["Set-Cookie"].partition(";")[0]


@dataclass
class Room:
    """Everything about one review that is being served."""

    project: Proyecto
    session: Session
    server: ReviewServer
    client: Client

    @property
    def path(self) -> Path:
        return self.project.root / "practicas/estaciones"

    @property
    def doubtful(self) -> str:
        return next(q.id for q in self.session.questions if not q.certain)


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    project = made(tmp_path / "proyecto")
    session = open_session(project.submission("estaciones"))
    store = open_store(project.root, "practicas/estaciones", {"XDG_STATE_HOME": str(tmp_path / "estado")})
    store.resume(session)
    bundle = bundle_at(project.root, "practicas/estaciones")
    review = Review(session, store, lambda: finish(project.root, bundle, session), TODAY)
    with ReviewServer(review) as web:
        Thread(target=web.serve_forever, args=(0.01,), daemon=True).start()
        yield Room(project, session, web, Client(web))
        web.shutdown()


@pytest.fixture
def inside(room: Room) -> Room:
    """The same, with the cookie of somebody who has come in."""
    room.client.enter()
    return room


# --- The door ------------------------------------------------------------------------------------------------

TARGETS = ("/", "/datos", "/revisar.js", "/imagen/0", "/entrar", "/entrar?llave=", "/entrar?llave=otra", "/nada")


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("cookie", [None, "inspira=otra", "inspira-{port}=", "inspira-{port}=otra"])
def test_without_the_key_there_is_nothing(room: Room, target: str, cookie: str | None) -> None:
    given = cookie and cookie.format(port=room.server.port)
    said = room.client.get(target, Cookie=given)
    assert (said.status, said.body) == (403, b"")
    assert "Set-Cookie" not in said.headers


def test_without_the_key_nothing_is_written(room: Room) -> None:
    said = room.client.post("/decidir", {"id": room.doubtful, "respuesta": "tachar"})
    assert (said.status, said.body) == (403, b"")
    assert not room.session.answers


def test_the_key_becomes_a_cookie_and_leaves_the_address(room: Room) -> None:
    said = room.client.get(room.server.address.partition(str(room.server.port))[2])
    assert (said.status, said.headers["Location"]) == (303, "/")
    cookie = said.headers["Set-Cookie"]
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= {part.strip() for part in cookie.split(";")}
    assert room.server.key not in cookie, "who sees the cookie of one visit cannot make others"


def test_the_address_that_programs_see_works_once(room: Room) -> None:
    target = room.server.address_once.partition(str(room.server.port))[2]
    assert [room.client.get(target).status for _ in range(2)] == [303, 403]
    assert room.client.get(room.server.address.partition(str(room.server.port))[2]).status == 303


def test_it_listens_on_this_computer_only(room: Room) -> None:
    assert room.server.server_address[0] == "127.0.0.1"


HOSTS = ("evil.example", "evil.example:{port}", "127.0.0.1", "127.0.0.1:1", "localhost.evil.example:{port}", "")


@pytest.mark.parametrize("host", HOSTS)
def test_a_name_that_is_not_ours_gets_nothing(inside: Room, host: str) -> None:
    """DNS rebinding: the browser takes evil.example for us, cookie and all."""
    assert inside.client.get("/datos", Host=host.format(port=inside.server.port)).status == 403
    assert inside.client.get("/datos", Host=None).status == 403


def test_localhost_is_ours(inside: Room) -> None:
    assert inside.client.get("/datos", Host=f"localhost:{inside.server.port}").status == 200


ORIGINS = (
    None,
    "null",
    "http://evil.example",
    "http://127.0.0.1:1",
    "https://127.0.0.1:{port}",
    "http://localhost:{port}",
)


@pytest.mark.parametrize("origin", ORIGINS)
def test_only_our_own_page_writes(inside: Room, origin: str | None) -> None:
    given = origin and origin.format(port=inside.server.port)
    said = inside.client.post("/decidir", {"id": inside.doubtful, "respuesta": "tachar"}, Origin=given)
    assert (said.status, said.body) == (403, b"")
    assert not inside.session.answers


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "HEAD", "COSA"])
def test_other_methods_are_not_there(inside: Room, method: str) -> None:
    said = inside.client.ask(method, "/datos")
    assert (said.status, said.body) == (405, b"")


def test_what_is_written_must_be_small_json(inside: Room) -> None:
    good = {"id": inside.doubtful, "respuesta": "tachar"}
    client = inside.client
    assert client.post("/decidir", good, Content_Type="text/plain").status == 415
    assert client.post("/decidir", good, Content_Type="application/x-www-form-urlencoded").status == 415
    assert client.post("/decidir", good, Content_Length=None).status == 411
    assert client.post("/decidir", good, Transfer_Encoding="chunked").status == 411
    assert client.post("/decidir", good, Content_Length="-1").status == 411
    assert client.post("/decidir", b"{}", Content_Length=str(MAX_BODY + 1)).status == 413
    assert client.post("/decidir", b"{}", Content_Length="9" * 5000).status == 413
    for body in (b"", b"{", b"[]", b'"x"', b"\xff", b"[" * MAX_BODY):
        assert client.post("/decidir", body).status == 400
    assert not inside.session.answers
    assert client.post("/decidir", good).status == 200


def test_every_answer_locks_the_page_in(inside: Room) -> None:
    for said in (inside.client.get("/"), inside.client.get("/nada"), inside.client.get("/datos", Cookie=None)):
        policy = said.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy and "unsafe" not in policy
        assert said.headers["Cache-Control"] == "no-store"
        assert said.headers["Referrer-Policy"] == "no-referrer"
        assert said.headers["X-Content-Type-Options"] == "nosniff"
        assert said.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "Python" not in said.headers["Server"]


# --- Paths and images ----------------------------------------------------------------------------------------

ESCAPES = (
    "/../index.md", "/%2e%2e/index.md", "/pagina/index.html", "/index.html", "/practicas/estaciones/index.md",
    "//etc/passwd", "/imagen/", "/imagen/1", "/imagen/-1", "/imagen/00", "/imagen/+0", "/imagen/%D9%A0", "/imagen/0/",
    "/imagen/mesa.jpg", "/imagen/../revision.yml", "/imagen/%2e%2e/index.md", "/imagen/0\\..\\x", "http://evil.example/",
)  # fmt: skip


@pytest.mark.parametrize("target", ESCAPES)
def test_no_name_from_the_browser_reaches_the_disk(inside: Room, target: str) -> None:
    assert inside.client.get(target).status == 404
    assert inside.client.post(target, {}).status == 404


def test_an_image_is_its_pixels_and_nothing_else(inside: Room) -> None:
    said = inside.client.get("/imagen/0")
    assert (said.status, said.headers["Content-Type"]) == (200, "image/jpeg")
    with Image.open(io.BytesIO(said.body)) as image:
        assert image.size == (900, 600) and not image.getexif()
    assert b"Yurleidy" not in said.body


def test_an_image_that_changed_is_not_shown(inside: Room) -> None:
    Image.new("RGB", (9, 9)).save(inside.path / "mesa.jpg")
    said = inside.client.get("/imagen/0")
    assert said.status == 409
    assert not said.headers["Content-Type"].startswith("image/")


# --- Nothing private in errors nor logs ----------------------------------------------------------------------


def test_an_error_says_its_type_and_nothing_else(room: Room, capfd: pytest.CaptureFixture[str]) -> None:
    class Broken:
        def get(self, name: str) -> None:
            raise LookupError(f"{CANARY_NAME} {DOUBTFUL}")

        def post(self, name: str, data: Mapping[str, object]) -> None:
            raise LookupError(f"{CANARY_NAME} {data}")

    room.client.enter()
    room.server.desk = Broken()
    for said in (room.client.get("/datos"), room.client.post("/decidir", {"id": DOUBTFUL})):
        assert said.status == 500
        assert "LookupError" in str(said.data["error"])
        assert not any(word in said.body.decode() for word in PRIVATE)
    assert capfd.readouterr() == ("", "")


NONSENSE: tuple[tuple[str, Mapping[str, object]], ...] = (
    ("/decidir", {"id": DOUBTFUL, "respuesta": "tachar"}),
    ("/decidir", {"id": "{q}", "respuesta": DOUBTFUL}),
    ("/decidir", {"id": "{q}", "respuesta": ["tachar"]}),
    ("/decidir", {"id": "{q}", "respuesta": "conservar", "motivo": DOUBTFUL}),
    ("/decidir", {"id": "{q}", "respuesta": "conservar"}),
    ("/decidir", {}),
    ("/mirar", {"id": DOUBTFUL, "vistas": [], "publicar": False}),
    ("/mirar", {"id": "i1", "vistas": [DOUBTFUL], "publicar": False}),
    ("/mirar", {"id": "i1", "vistas": [{}], "publicar": False}),
    ("/mirar", {"id": "i1", "vistas": ["rostros"], "publicar": True}),
    ("/mirar", {"id": "i1", "vistas": "rostros", "publicar": True}),
)


@pytest.mark.parametrize(("target", "data"), NONSENSE)
def test_an_answer_that_does_not_fit_is_refused_and_not_quoted(
    inside: Room, target: str, data: Mapping[str, object], capfd: pytest.CaptureFixture[str]
) -> None:
    said = inside.client.post(target, {k: inside.doubtful if v == "{q}" else v for k, v in data.items()})
    assert said.status == 409
    assert not any(word in said.body.decode() for word in PRIVATE)
    assert not inside.session.answers and not inside.session.looks
    assert capfd.readouterr() == ("", "")


def test_a_request_that_is_none_is_not_quoted(room: Room, capfd: pytest.CaptureFixture[str]) -> None:
    for request in (f"{DOUBTFUL}\r\n\r\n", f"GET /{DOUBTFUL} HTTP/9.9\r\n\r\n", f"GET {DOUBTFUL} b c d\r\n\r\n"):
        with socket.create_connection(("127.0.0.1", room.server.port), timeout=10) as line:
            line.sendall(request.encode())
            line.shutdown(socket.SHUT_WR)
            answer = b"".join(iter(lambda: line.recv(4096), b""))
        assert DOUBTFUL.encode() not in answer
    assert capfd.readouterr() == ("", "")


# --- The review ----------------------------------------------------------------------------------------------


def test_the_page_has_the_text_with_its_marks(inside: Room) -> None:
    data = inside.client.get("/datos").data
    files = data["archivos"]
    assert isinstance(files, list)
    lines = [parts for file in files for _, parts in file["lineas"]]
    assert "\n".join("".join(p if isinstance(p, str) else p[0] for p in parts) for parts in lines) == (
        inside.path / "index.md"
    ).read_text(encoding="utf-8")
    shown = {part[0]: part[1] for parts in lines for part in parts if not isinstance(part, str)}
    assert shown[DOUBTFUL] == inside.doubtful
    assert {CANARY_NAME, CANARY_ID} <= set(shown)


def test_answers_come_back_with_the_state(inside: Room) -> None:
    key = inside.doubtful
    said = inside.client.post("/decidir", {"id": key, "respuesta": "conservar", "motivo": "lugar"}).data
    assert said["respuestas"] == {key: {"respuesta": "conservar", "motivo": "lugar"}}
    assert (said["hechas"], said["total"]) == (1, 2)
    seen = ["rostros", "carnes", "listas", "pantallas", "chats"]
    said = inside.client.post("/mirar", {"id": "i1", "vistas": seen, "publicar": True}).data
    assert said["miradas"] == {"i1": {"publicar": True, "vistas": seen}}
    assert [inside.client.post("/deshacer", {}).data["deshecha"] for _ in range(3)] == ["i1", key, None]
    assert not inside.session.answers and not inside.session.looks


def test_the_end_rewrites_the_files_and_is_the_end(inside: Room) -> None:
    assert inside.client.post("/decidir", {"id": inside.doubtful, "respuesta": "tachar"}).status == 200
    said = inside.client.post("/terminar", {})
    assert said.status == 200
    assert not any(word in said.body.decode() for word in PRIVATE)
    assert inside.server.closed.wait(10)
    written = (inside.path / "index.md").read_text(encoding="utf-8")
    assert not any(word in written for word in (CANARY_NAME, CANARY_ID, DOUBTFUL))
    assert inside.client.post("/decidir", {"id": inside.doubtful, "respuesta": "omitir"}).status == 409
    assert inside.client.post("/terminar", {}).status == 409


def test_files_that_changed_meanwhile_are_left_alone(inside: Room) -> None:
    index = inside.path / "index.md"
    changed = index.read_text(encoding="utf-8") + "\nOtra línea.\n"
    index.write_text(changed, encoding="utf-8")
    assert inside.client.post("/decidir", {"id": inside.doubtful, "respuesta": "tachar"}).status == 200
    said = inside.client.post("/terminar", {})
    assert said.status == 409
    assert "cambió" in str(said.data["error"]) and "Sus respuestas quedan guardadas." in str(said.data["error"])
    assert index.read_text(encoding="utf-8") == changed
    assert not inside.server.closed.is_set()


# --- Where the words stand in the text -----------------------------------------------------------------------


def test_marks_stand_on_the_words_whatever_cuts_them_up() -> None:
    source = "Con **An**a y Ana Ruiz\nde Pío; Ana."
    lines = marked(source, [Mark("q1", 1, "Ana"), Mark("q2", 1, "Ana Ruiz de Pío"), Mark("q1", 2, "Ana")])
    assert [line.parts for line in lines] == [
        (("Con **", None), ("An**a", "q1"), (" y ", None), ("Ana Ruiz", "q2")),
        (("de Pío", "q2"), ("; ", None), ("Ana", "q1"), (".", None)),
    ]


def test_words_that_are_not_there_are_not_marked() -> None:
    (line,) = marked("Nada.", [Mark("q1", 1, "Ana")])
    assert line.parts == (("Nada.", None),)


def test_a_name_is_not_marked_inside_a_longer_word() -> None:
    (line,) = marked("Anatomía con Ana", [Mark("q1", 1, "Ana")])
    assert line.parts == (("Anatomía con ", None), ("Ana", "q1"))


def test_lines_look_like_what_they_are() -> None:
    source = "---\ntitulo: x\n---\n# Uno\n```\n# no\n~~~\n```\ndos"
    styles = [line.style for line in marked(source, [])]
    assert styles == ["campo", "campo", "campo", "titulo", "codigo", "codigo", "codigo", "codigo", "texto"]


# --- The command ---------------------------------------------------------------------------------------------


def visitor(address: str, *answers: tuple[str, Mapping[str, object]]) -> None:
    """Comes in by an address and posts some answers, as the page would."""
    where = urlsplit(address)
    line = http.client.HTTPConnection("127.0.0.1", where.port or 0, timeout=10)
    with closing(line):
        line.request("GET", f"{where.path}?{where.query}")
        cookie = (line.getresponse().getheader("Set-Cookie") or "").partition(";")[0]
    for target, data in answers:
        with closing(http.client.HTTPConnection("127.0.0.1", where.port or 0, timeout=10)) as line:
            headers = {"Cookie": cookie, "Origin": f"http://127.0.0.1:{where.port}", "Content-Type": "application/json"}
            line.request("POST", target, json.dumps(data), headers)
            assert line.getresponse().status == 200


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[list[object]]:
    """What the browser that the command opens does: a list of steps, in order."""
    steps: list[object] = []

    def run(address: str) -> None:
        answers = [step for step in steps if isinstance(step, tuple)]
        visitor(address, *answers)
        if "interrumpir" in steps:
            _thread.interrupt_main()

    def opened(address: str) -> bool:
        Thread(target=run, args=(address,), daemon=True).start()
        return True

    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "estado"))
    monkeypatch.setattr(cli_review, "_has_screen", lambda: True)
    monkeypatch.setattr(cli_review.webbrowser, "open", opened)
    yield steps


def command(project: Proyecto, *more: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, ["revisar", "practicas/estaciones", "--proyecto", str(project.root), *more])
    return done.exit_code, done.output


def test_the_command_serves_ends_and_tells(tmp_path: Path, browser: list[object]) -> None:
    project = made(tmp_path / "proyecto")
    key = next(q.id for q in open_session(project.submission("estaciones")).questions if not q.certain)
    browser += [("/decidir", {"id": key, "respuesta": "tachar"})]
    browser += [("/mirar", {"id": "i1", "vistas": [], "publicar": False}), ("/terminar", {})]
    code, said = command(project)
    assert code == 0, said
    assert "http://127.0.0.1:" in said and "Se tacharon" in said
    assert not any(word in said for word in PRIVATE)
    written = (project.root / "practicas/estaciones/index.md").read_text(encoding="utf-8")
    assert not any(word in written for word in (CANARY_NAME, CANARY_ID, DOUBTFUL))
    assert not list((tmp_path / "estado").rglob("revision-*")), "what is finished is forgotten"


def test_the_record_is_left_where_it_was_asked_for(tmp_path: Path, browser: list[object]) -> None:
    project, acta = made(tmp_path / "proyecto"), tmp_path / "acta.json"
    browser += [("/terminar", {})]
    code, said = command(project, "--acta", str(acta), "--hoy", "2026-11-22")
    data = json.loads(acta.read_text(encoding="utf-8"))
    assert code == 1 and (data["fecha"], data["sin_decidir"]) == ("2026-11-22", 1), said
    assert not any(word in acta.read_text(encoding="utf-8") for word in PRIVATE)
    assert "no se pudo escribir" in command(project, "--acta", str(project.root / "mkdocs.yml/acta.json"))[1]


@pytest.mark.parametrize("leaving", ["interrumpir", ("/salir", {})])
def test_leaving_keeps_the_answers_and_the_files(tmp_path: Path, browser: list[object], leaving: object) -> None:
    project = made(tmp_path / "proyecto")
    before = (project.root / "practicas/estaciones/index.md").read_bytes()
    session = open_session(project.submission("estaciones"))
    key = next(q.id for q in session.questions if not q.certain)
    browser += [("/decidir", {"id": key, "respuesta": "conservar", "motivo": "lugar"}), leaving]
    code, said = command(project)
    assert code == 1
    assert "inspira revisar practicas/estaciones" in said
    assert not any(word in said for word in PRIVATE)
    assert (project.root / "practicas/estaciones/index.md").read_bytes() == before
    store = open_store(project.root, "practicas/estaciones", {"XDG_STATE_HOME": str(tmp_path / "estado")})
    assert store.resume(session) == 1
    assert session.answers[key].answer == "conservar"


def test_a_port_that_is_taken_is_told(tmp_path: Path, browser: list[object]) -> None:
    project = made(tmp_path / "proyecto")
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        code, said = command(project, "--puerto", str(other.getsockname()[1]))
    assert code == 1
    assert "ocupado" in said


def test_the_end_that_is_being_written_is_waited_for(tmp_path: Path) -> None:
    """Ctrl+C in the middle of the end does not leave half of it: the outcome waits behind the same lock."""
    project = made(tmp_path)
    session = open_session(project.submission("estaciones"))
    store = open_store(project.root, "practicas/estaciones", {"XDG_STATE_HOME": str(tmp_path / "estado")})
    bundle = bundle_at(project.root, "practicas/estaciones")
    seen: list[bool] = []

    def slow() -> Outcome:
        asked = Thread(target=lambda: seen.append(review.outcome() is not None), daemon=True)
        asked.start()
        asked.join(0.2)
        assert not seen
        return finish(project.root, bundle, session)

    review = Review(session, store, slow, TODAY)
    reply = review.post("/terminar", {})
    assert reply is not None and reply.last and review.outcome() is not None


def test_no_server_says_its_name(room: Room) -> None:
    assert transport.HOST == "127.0.0.1"
    assert room.client.get("/").headers["Server"] == "inspira"
