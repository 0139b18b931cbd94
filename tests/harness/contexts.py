"""What a page was drawn with, told once for each page.

Django's test client tells it for every template that takes part, and copies the whole context each time:
an officers' page has hundreds, one for each input and each piece of the theme, a sixth of a test's time.
"""

from __future__ import annotations

from typing import Any

from django.template.base import Template
from django.template.context import RequestContext
from django.test.signals import template_rendered
from django.utils.safestring import SafeString


def tell_pages_only() -> None:
    """Leave out what a page includes; to be called after `setup_test_environment`, which takes it back."""
    Template._render = _render


def _render(self: Template, context: Any) -> SafeString:
    if context.template is self and isinstance(context, RequestContext):
        template_rendered.send(sender=self, template=self, context=context)
    return self.nodelist.render(context)
