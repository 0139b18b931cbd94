"""The quantified class of an archive follows the newest rating by score sheet."""

from __future__ import annotations

from core import audit
from core.actors import Actor
from credit.evaluations.feeds import feeds
from credit.evaluations.schemes import Scheme
from credit.models import Evaluation
from institutions.models import Institution


@feeds
def set_quantified_class(evaluation: Evaluation, scheme: Scheme, by: Actor) -> None:
    """Write the result into the archive of the body, where the scheme says that it is the class."""
    if not scheme.sets_class:
        return
    archive = Institution.objects.select_for_update().filter(subject_id=evaluation.subject_id).first()
    if archive is None or archive.quantified_class == evaluation.result:
        return
    changes = {"quantified_class": (archive.quantified_class, evaluation.result)}
    archive.quantified_class = evaluation.result[:10]
    archive.save(update_fields=["quantified_class", "updated_at"])
    audit.record(archive, "institution.change", by=by, changes=changes)
