#!/usr/bin/env bash
# Reviews a proposal (pull request, merge request) with the code, the keys and the configuration of the base branch:
#
#   bash base/herramientas/propuesta.sh CLONE BASE HEAD FORMAT
#
# It runs in the folder that holds `base/`, a checkout of the base branch. CLONE has the objects of both commits; of the
# proposal only the files of submissions are read, as data, and nothing is run. FORMAT is one of `inspira validar`'s.
# Leaves `para-revisar/`: resumen.md, previews, changes, and the site as it would be. The result of the review is the exit code.
set -euo pipefail
clone=$1 base=$2 head=$3 format=$4

# How it was, to tell what changes: what `inspira propuesta` reads and no more.
rm -rf antes para-revisar
mkdir -p antes para-revisar
for part in practicas expediciones consentimiento decisiones content mkdocs.yml; do
  if [ -e "base/$part" ]; then cp -R "base/$part" antes/; fi
done
python3 base/herramientas/superponer.py --git "$clone" --base "$base" --cabeza "$head" --destino base
# From here on the proposal's own tree is no longer there to be run by mistake.
rm -rf "$clone"
make -C base entorno-sitio

result=0
base/.venv/bin/inspira propuesta --proyecto base --antes antes --salida para-revisar --formato "$format" || result=$?
# The site is built although something was refused: what was refused is not in it.
code=0
base/.venv/bin/inspira construir --proyecto base --formato texto || code=$?
case "$code" in
  0 | 3) cp -R base/site para-revisar/sitio ;;
  *) result=1 ;;
esac
exit "$result"
