"""Time expressions on TimeBank and AQUAINT: tuned on two thirds of the files, reported on the rest."""
