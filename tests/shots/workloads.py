"""Pictures of demand at work: the stories, the Stack view, inspectors of services, the money window."""

from PySide6.QtWidgets import QWidget

from tests.shots.catalog import Camera


def shoot_workloads(stage: Camera, size: tuple[int, int]) -> None:
    """A service with users, in every window that speaks of it."""
    window = stage.window
    window.files.new_from("rag-service", {})
    stage.analysed()
    work = window.workspace
    assert work is not None
    stage.take("story")
    kinds = {node.kind: node.id for node in work.document.design.nodes.values()}
    for kind in ("application", "serving", "vector-database"):
        work.canvas.select((kinds[kind],))
        stage.take(f"inspect-{kind}")
    work.canvas.select(())
    window.commands.run("view.stack")
    stage.take("stack")
    window.commands.run("view.topology")
    window.commands.run("money.open")
    for number in range(4):
        for found in window.findChildren(QWidget):
            if type(found).__name__ == "MoneyWindow":
                found.resize(min(size[0] - 100, 1240), min(size[1] - 60, 800))
                found.tabs.setCurrentIndex(number)
                stage.spin(0.8)
                stage.take(f"money-{number + 1}", found)
                if number == 3:
                    found.close()
    for story in ("training-run", "data-platform"):
        window.files.new_from(story, {})
        stage.analysed()
        stage.take(story)
        work = window.workspace
        assert work is not None
        jobs = [node.id for node in work.document.design.nodes.values() if node.kind == "training-job"]
        work.canvas.select(tuple(jobs[:1]))
        stage.take(f"{story}-job")
        window.commands.run("view.stack")
        stage.take(f"{story}-stack")
