"""`manage.py draw_workflows`: the diagrams in docs/workflows.md, drawn from the transition tables."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from core.workflow import Workflow

HEAD = "# Workflows\n\nDrawn by `manage.py draw_workflows` from the transition tables; do not edit by hand.\n"


def diagram(workflow: Workflow[Any]) -> Iterator[str]:
    """Yield the Mermaid lines of one workflow, and the table of who may take each step."""
    yield f"\n## {workflow.title}\n\n```mermaid\nstateDiagram-v2"
    states = sorted(
        {state for step in workflow.transitions.values() for state in (*step.sources, step.target)}
    )
    yield from (f"    {state}: {workflow.state_label(state)}" for state in states)
    for step in workflow.transitions.values():
        yield from (f"    {source} --> {step.target}: {step.label}" for source in sorted(step.sources))
    yield "```\n\n| Step | Right | Second officer | Reason | Topic |\n|---|---|---|---|---|"
    for step in workflow.transitions.values():
        eyes, reason = ("yes" if flag else "" for flag in (step.four_eyes, step.needs_reason))
        yield f"| {step.label} (`{step.name}`) | `{step.permission}` | {eyes} | {reason} | {step.topic} |"


def document() -> str:
    """Return the whole page in English."""
    with translation.override("en"):
        ordered = sorted(Workflow.registry, key=lambda workflow: workflow.model._meta.label_lower)
        return HEAD + "\n".join(line for workflow in ordered for line in diagram(workflow)) + "\n"


class Command(BaseCommand):
    help = "Write the workflow diagrams into docs/workflows.md."

    def add_arguments(self, parser: CommandParser) -> None:
        """`--check` compares instead of writing."""
        parser.add_argument("--check", action="store_true", help="fail when the page is out of date")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        """Write or compare the page."""
        page = Path(settings.BASE_DIR) / "docs" / "workflows.md"
        text = document()
        if check:
            if not page.exists() or page.read_text(encoding="utf-8") != text:
                raise CommandError("docs/workflows.md is out of date: run manage.py draw_workflows")
            return
        page.parent.mkdir(exist_ok=True)
        page.write_text(text, encoding="utf-8")
        self.stdout.write(str(page.relative_to(settings.BASE_DIR)))
