"""Who renders, and what is kept: worker processes, a Dask cluster, the cache."""
