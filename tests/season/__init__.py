"""Two seasons on synthetic residents, run by the code paths staff use: Gjøvik 2014 and Hamar 2013.

`bin/demo` runs them on the development site and leaves the papers; a site test runs them and counts.
"""
