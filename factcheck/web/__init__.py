"""The door people come through: routes, forms and pages.  No rule of the desk is written here."""
