"""The same tables and the same list for a log in parts, on Dask: one machine's cores or a cluster.

Nothing here schedules, queues or repeats: that is Dask's.
"""
