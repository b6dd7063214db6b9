"""Statistical disclosure control of tables of counts (Hundepool et al., *Statistical Disclosure Control*, 2012).

    reading    CSV in and out, with every problem where it is
    table      dimensions with hierarchies, every cell and every margin, and how they add up
    primary    which cells are sensitive by themselves
    suppress   which others have to go with them, losing as little as possible
    attack     what a reader can prove from what is published, this table and earlier ones together
    protect    the order of it: nothing comes out that the attack, on the written bytes, did not fail against
    solver     the one place that knows HiGHS

Pure and without the store: tables in, tables and findings out.
"""
