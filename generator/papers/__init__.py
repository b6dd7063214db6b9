"""What is printed for a person to sign or to keep: the notice with its sheets, and the certificate of publication.

Nothing of it is part of the site. What is printed for one person names that person at most, and nobody else.
"""
