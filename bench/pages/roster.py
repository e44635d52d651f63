"""The application that the admin shows the rows of."""

from django.apps import AppConfig


class Roster(AppConfig):
    name = "roster"
