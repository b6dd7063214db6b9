"""The private companion store: cycles of acompañamiento, recorded and reported to those entitled.

Nothing on the public way imports this package: only the commands do, when they are asked for (an import contract
proves it), and a build needs neither a store nor a key.

Where to find what, from the ground up:

- The database: `tables/` (and `migrations/`), `engine`, `place`, `keys`; `store` reads and writes it, `trail` keeps who
  did what, `errors` says its rules in Spanish. Kept whole: `make`, `migrate`, `backup`, `dump`, `rekey`, `verify`.
- What comes in: `records/`, one model for forms, workbooks and commands; `options` and `themes` are its lists.
- The rules, one module a subject: `people`, `accounts`, `cycles` (and `standing`, what holds of a cycle before anything
  is recorded), `plans`, `visits` (and `replies`), `closing`, `centre`, `consents` (and `publishing`, what they change
  in the public files; `handed`).
- What is read back: `recorded` (all of a cycle), `summary`, `progress`, `overdue`, `quarters`; `access` says who may.
- Figures for everybody: `figures/` counts a quarter and keeps what was released of it; protecting is public code.
- Rights of a person: `held`, `forgetting`, `mentions`, `rights`, `suppression`.
- Ways in and out, which translate and never decide: `commands/`, `web/`, `workbook/`, `reports/`, `spreadsheet`.
"""
