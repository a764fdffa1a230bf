"""The cases of sample_exports: what a customer would send of the estate, and what a README says is wrong in it."""
