"""The «Hoja de Ruta del Instructor» as a workbook: written as a template, read back through the same records."""
