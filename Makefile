# Una orden por tarea. Cada una prepara lo que le falta y se puede repetir: la segunda vez no reinstala nada.

SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
INSPIRA := $(BIN)/inspira
# Material avisa en cada construcción de su fin de vida; está anotado en CONTRIBUTING.md.
export NO_MKDOCS_2_WARNING := 1

.DEFAULT_GOAL := ayuda
.PHONY: medir salidas capturas ayuda sitio servir validar pruebas revisar candado limpiar entorno-sitio entorno-privado entorno-salida entorno-pruebas

ayuda: ## Esta lista
	@echo "Instructores que inspiran. Uso: make TAREA"
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-9s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

sitio: entorno-sitio ## Construye el sitio en site/
	@codigo=0; $(INSPIRA) construir || codigo=$$?; \
	case $$codigo in \
	  0) ;; \
	  3) echo "El sitio está en site/. Algo quedó por fuera: arriba se dice qué y por qué." ;; \
	  *) exit $$codigo ;; \
	esac

servir: entorno-sitio ## Construye, sirve en 127.0.0.1 y vuelve a construir cuando algo cambia
	@$(INSPIRA) servir

validar: entorno-sitio ## Revisa prácticas y expediciones sin construir
	@$(INSPIRA) validar

# Each worker reads all the tests: without what Python keeps of that, it takes three times as long.
pruebas: entorno-pruebas entorno-salida ## Instala Chromium, PostgreSQL, Decap y lo que pide el PDF si no los hay, revisa el código y corre todas las pruebas
	@set -e; navegador="$$($(BIN)/python herramientas/navegador.py)"; \
	postgresql="$$($(BIN)/python herramientas/postgresql.py)"; \
	decap="$$($(BIN)/python herramientas/decap.py)" || decap=falta; \
	$(BIN)/python herramientas/bibliotecas.py; \
	$(MAKE) --no-print-directory revisar; \
	env -u PYTHONDONTWRITEBYTECODE INSPIRA_NAVEGADOR="$$navegador" INSPIRA_POSTGRESQL="$$postgresql" \
	  INSPIRA_DECAP="$$decap" $(BIN)/python -m pytest --numprocesses auto --dist loadfile --no-loadscope-reorder

revisar: entorno-pruebas ## Solo las revisiones del código: ruff, mypy e import-linter
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

capturas: entorno-pruebas sitio ## Toma de nuevo las imágenes del README
	@$(BIN)/python -m herramientas.capturas

medir: entorno-pruebas ## Mide velocidad y memoria al lado de MkDocs + Material (benchmarks/README.md); tarda
	@$(BIN)/python -m benchmarks.medir --servir

salidas: entorno-sitio ## Comprueba que el sitio se puede hacer con otros motores (docs/salidas.md)
	@$(BIN)/python -m herramientas.salidas

candado: ## Renueva las versiones exactas de requirements/ (necesita red); con CONSERVAR=1 solo añade lo nuevo
	@$(PYTHON) herramientas/candado.py

limpiar: ## Borra lo construido (.build, site) y las cachés; los entornos quedan
	@rm -rf .build site .venv-salidas/trabajo .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	@find generator tests herramientas -name __pycache__ -type d -prune -exec rm -rf {} +

entorno-sitio:
	@$(PYTHON) herramientas/entorno.py sitio

entorno-privado: ## Lo que añade el depósito privado (inspira almacen, ciclo, libro, persona)
	@$(PYTHON) herramientas/entorno.py privado

entorno-salida:
	@$(PYTHON) herramientas/entorno.py salida-properdocs

entorno-pruebas:
	@$(PYTHON) herramientas/entorno.py pruebas
