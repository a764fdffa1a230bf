"""Tells from a customer's exports what is wrong with a Lync Server / Skype for Business and Exchange estate."""
