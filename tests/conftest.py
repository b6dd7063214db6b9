"""What every test shares: the fixtures of the browser and the profiles of Hypothesis."""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Iterator
from functools import lru_cache

import pytest
from hypothesis import HealthCheck, settings

from generator.anonymize import originals
from generator.audit import page, people, reading
from generator.press import process
from tests import listo, prensa

# The same examples on every machine: a failure in continuous integration can be repeated anywhere.
settings.register_profile(
    "inspira", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None
)
settings.register_profile("a-fondo", deadline=None, max_examples=2_000)
settings.load_profile(os.environ.get("INSPIRA_HYPOTHESIS", "inspira"))


# What a shell runs in the background is born deaf to Ctrl+C, and so are its children: here it is pressed on purpose.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True, scope="session")
def state_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The answers that reviews keep never mix with those of whoever runs the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("estado")))
        yield


@pytest.fixture(autouse=True, scope="session")
def _programs_in_memory() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(process, "subprocess", prensa.Starting)
        yield
    prensa.close_all()
    listo.close_all()


# A run of tests makes hundreds of sites that differ in a few words: what rests on a text or on the bytes of a page
# alone is remembered for all of them, and not only for as many as one construction should hold.
_HELD = ((people._certain, 100_000), (people._hidden, 100_000), (originals.keys_in, 30_000), (page.read_page, 500))
for _function, _most in _HELD:
    _remembering = lru_cache(maxsize=_most)(getattr(_function, "__wrapped__", _function))
    for _module in (originals, people, page, reading):
        if getattr(_module, _function.__name__, None) is _function:
            setattr(_module, _function.__name__, _remembering)

pytest_plugins = ["tests.navegador"]

_LONGEST = (
    "test_sitio_navegador.py",
    "test_camino.py",
    "test_canarios.py",
    "test_web_navegador.py",
    "test_auditoria.py",
    "test_confiable_cortes.py",
    "test_textos_reales.py",
    "test_medida.py",
    "test_cifras_publicar.py",
    "test_confiable_llegan.py",
    "test_web_orden.py",
    "test_revisar_navegador.py",
    "test_confiable_servidor.py",
    "test_incremental.py",
    "test_prensa.py",
    "test_formulario_navegador.py",
    "test_acceso.py",
    "test_cms.py",
    "test_informes.py",
    "test_sin_conexion.py",
    "test_servir.py",
    "test_previstas.py",
    "test_libro_importar.py",
    "test_cifras_contar.py",
    "test_salidas.py",
    "test_memoria.py",
    "test_cifras_canarios.py",
    "test_derechos.py",
    "test_folleto.py",
    "test_web.py",
    "test_maquinas.py",
    "test_registro_ordenes.py",
    "test_confiable_publico.py",
    "test_paralelo.py",
    "test_libro_ordenes.py",
    "test_confiable_canarios.py",
    "test_cuentas.py",
    "test_confiable_disco.py",
    "test_recibos.py",
)
"""The files that take more than ten seconds, the longest first."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The files that take longest go first: at the end, each worker has only short ones to wait for."""
    items.sort(key=lambda item: _LONGEST.index(item.path.name) if item.path.name in _LONGEST else len(_LONGEST))


def pytest_collection_finish() -> None:
    """What was read so far stays to the end: what tests leave behind is looked for without going through it again, and
    seldom: in some files that was a sixth of their time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(40_000, 20, 20)


@pytest.fixture(autouse=True, scope="session")
def _no_cache_of_ours(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Nothing of the tests is kept in the cache folder of whoever runs them."""
    os.environ["XDG_CACHE_HOME"] = str(tmp_path_factory.mktemp("cache"))
