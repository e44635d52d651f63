"""The admin itself, with its settings: what gunicorn loads."""

import os

from peer import COLUMNS

import django
from django.conf import settings

settings.configure(
    SECRET_KEY=os.environ["PEER_SECRET"],
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF="django_roster",
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": os.environ["PEER_DATABASE"], "CONN_MAX_AGE": None}},
    INSTALLED_APPS=["django.contrib.admin", "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "django.contrib.messages", "roster.Roster"],
    MIDDLEWARE=["django.middleware.gzip.GZipMiddleware", "django.contrib.sessions.middleware.SessionMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.contrib.auth.middleware.AuthenticationMiddleware", "django.contrib.messages.middleware.MessageMiddleware"],
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True, "OPTIONS": {"context_processors": ["django.template.context_processors.request", "django.contrib.auth.context_processors.auth", "django.contrib.messages.context_processors.messages"]}}],
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    USE_TZ=True,
    STATIC_URL="/static/",
    LANGUAGE_CODE="zh-hans",
)
django.setup()
from django.contrib import admin
from django.db import models
from django.urls import path

class Person(models.Model):
    class Meta:
        app_label, db_table, managed, ordering = "roster", "person", False, ["sort", "id"]

for column in COLUMNS.split():
    kind = models.IntegerField if column in ("education", "complete", "found") else models.TextField
    Person.add_to_class(column, kind(blank=True))

@admin.register(Person)
class Roster(admin.ModelAdmin):
    list_display = ["name", "sex", "birth", "ethnic", "political", "study", "post_title", "level", "complete", "findings"]
    list_filter = ["sex", "political", "level", "state"]
    search_fields = ["name", "sort", "post_title"]
    list_per_page = 50

urlpatterns = [path("admin/", admin.site.urls)]
from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()


def prepare(password):
    """Makes the tables of Django's own and one who may sign in."""
    from django.contrib.auth.models import User
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    User.objects.create_superuser("officer", "", password)
