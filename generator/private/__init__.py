"""The private companion store: cycles of acompañamiento, recorded and reported to those entitled.

Nothing on the public way imports this package: only the commands do, when they are asked for (an import contract
proves it), and a build needs neither a store nor a key.
"""
