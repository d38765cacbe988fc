"""How far two coders of one interview agree.

`reading.Reading` is what one coder did, in units and code points; `compare.compare` sets two beside each
other; `coefficients` holds the measures with their sources. NumPy, no Django.
"""
