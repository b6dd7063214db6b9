"""`inspira servir`: the site on this computer only. What is saved shows at once, and the whole way follows."""

from generator.serve.serving import serve
from generator.serve.web import Live, server

__all__ = ["Live", "serve", "server"]
