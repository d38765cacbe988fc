"""Pages of the public catalog: load, decide, call, render. Models and counting live elsewhere."""
