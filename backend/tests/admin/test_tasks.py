"""What administration does by itself."""

from pathlib import Path

from app.admin.tasks import anchor_audit_log, verify_audit_log
from app.core.audit import AnchorFile
from app.core.container import Container
from tests.admin.conftest import Desk
from tests.factories.lessons import Scene


async def test_the_head_is_kept_whenever_it_is_new(
    desk: Desk, scene: Scene, container: Container, tmp_path: Path
) -> None:
    container.settings.audit_anchor_file = tmp_path / "anchors.jsonl"
    assert await anchor_audit_log.run(container) is False
    for number in (1, 2):
        await desk.done(f"GET /users/{scene.student.id}")
        assert await anchor_audit_log.run(container) is True
        assert await anchor_audit_log.run(container) is False
        assert [anchor.id for anchor in AnchorFile(tmp_path / "anchors.jsonl").read()] == list(range(1, number + 1))
    assert await verify_audit_log.run(container) is True
