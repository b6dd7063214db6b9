"""A line for each section of the templates: what to tell there. Whoever writes it is helped, nobody reads it."""

from __future__ import annotations

from collections.abc import Mapping

HINTS: Mapping[str, str] = {
    "La situación": "Qué pasaba y por qué había que hacer algo.",
    "Qué hicimos": "Los pasos, en orden, como se los contaría a un colega.",
    "Qué pasó y cómo lo sabemos": "Qué cambió y en qué lo notó.",
    "Para hacerlo en su ambiente": "Qué se necesita y qué se puede cambiar.",
    "Lo que no funcionó": "Lo que haría de otra manera: a quien la aplique le sirve tanto como lo demás.",
    "Ajustes para la inclusión": "Qué se cambió para que nadie quedara por fuera; nunca quién lo necesitaba.",
    "Qué buscábamos": "La pregunta con que salieron y por qué valía la pena.",
    "Qué vivimos": "El recorrido, en orden: qué vieron, qué hicieron y con qué lo registraron.",
    "Qué entendimos": "Qué saben ahora que antes no, y en qué se apoyan para decirlo.",
    "Cómo aplicarlo en su contexto": "Qué puede hacer con esto quien no estuvo allí.",
}
