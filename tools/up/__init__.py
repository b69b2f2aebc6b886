"""`make up`: one whole market on this machine, from its database to its page.

place     where the market lives: folder, ports, addresses     (reads the environment)
folder    the state folder: one market at a time, or a clear no
process   a child process that cannot outlive us
database  PostgreSQL from its wheel
market    the order in which everything starts
"""
