"""Stamps: how a table that is remembered says that it changed."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class TableStamp(models.Model):
    """The stamp of one table, written by the database itself at every change (`core.stamped`)."""

    name = models.CharField(_("table"), max_length=63, primary_key=True)
    stamp = models.CharField(_("stamp"), max_length=36)

    class Meta:
        verbose_name = _("stamp of a table")
        verbose_name_plural = _("stamps of tables")

    def __str__(self) -> str:
        return self.name
