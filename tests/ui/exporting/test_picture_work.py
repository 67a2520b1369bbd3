"""A design travels as a file to the process that makes its pictures."""

from designer import clock
from designer.analysis.run import analyze
from designer.review.rules import review
from designer.ui.commands.actions.export_kinds import Snapshot
from designer.ui.commands.actions.snapshot_files import read_snapshot, write_snapshot
from designer.ui.exporting.picture_work import make_pictures, too_large
from tests.campus import campus
from tests.shipped import LIBRARY


class _Teller:
    def __call__(self, done, total, name):
        return True

    def partial(self, make):
        """Nobody wants partial results."""


def test_a_snapshot_comes_out_of_its_file_as_it_was_and_its_picture_is_made_there(tmp_path):
    design = campus(LIBRARY, 2, 2, 3, 12)
    results = analyze(design, library=LIBRARY)
    findings = tuple(review(design, results, clock.today(), library=LIBRARY))
    for project, media in ((None, ()), (tmp_path / "a.stackwright", ("power",))):
        whole = Snapshot(
            design, results, findings, LIBRARY.joined(design), "", "topology", (), media, "", "", 1, project
        )
        assert read_snapshot(write_snapshot(tmp_path / "packed", whole)) == whole
    (made,) = make_pictures(_Teller(), tmp_path / "packed", ["exports.bill"])
    assert made.png
    assert not too_large(whole)
