"""The one schema: from it come the validator, the JSON Schema, the forms and the field reference."""

from generator.schema.ficha import Ficha, Madurez
from generator.schema.records import Entrega, Expedicion, Practica
from generator.schema.revision import Revision

__all__ = ["Entrega", "Expedicion", "Ficha", "Madurez", "Practica", "Revision"]
