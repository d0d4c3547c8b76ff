"""What of a finding was edited after the sign-off and signed by nobody yet: fields, who and why, the signed wording."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields

from auditor_app.domain.findings import Finding, FindingText
from auditor_app.foundation.translation import Texts
from auditor_app.services.browse_findings import japan_minute


def unsigned_edit_words(texts: Texts, finding: Finding) -> str:
    """Which fields differ from what was signed, and each edit with its reason, a line each; "" where none was made."""
    signed = signed_text(finding)
    if signed is None:
        return ""
    names = [own.name for own in fields(FindingText) if getattr(signed, own.name) != getattr(finding.text, own.name)]
    listed = texts("explain.names_join").join(texts(f"findingui.field.{own}") for own in names)
    place = next(place for place, own in enumerate(finding.versions) if own.text is signed)
    told = [f"{own.by} {japan_minute(own.at)}: {own.reason}" for own in finding.versions[place + 1 :]]
    return "\n".join([texts("findingshow.unsigned_edits", fields=listed), *told])


def signed_words(texts: Texts, finding: Finding, names: Sequence[str]) -> list[tuple[str, str]]:
    """Heading and signed wording of those of the fields that were edited since."""
    signed = signed_text(finding)
    if signed is None:
        return []
    changed = [own for own in names if getattr(signed, own) != getattr(finding.text, own)]
    return [
        (
            texts("findingshow.signed_wording", field=texts(f"findingui.field.{name}")),
            str(getattr(signed, name)).strip() or "—",
        )
        for name in changed
    ]


def signed_text(finding: Finding) -> FindingText | None:
    """What was signed, where another text stands there now."""
    sign_off = finding.sign_off
    if sign_off is None or not finding.is_edited_after_review:
        return None
    return next((own.text for own in finding.versions if own.id == sign_off.version_id), None)
