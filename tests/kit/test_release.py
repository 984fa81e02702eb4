"""The name of the running code changes with whatever a page is made of, and with nothing else."""

from nscp.kit.release import fingerprint


def test_the_fingerprint_follows_code_and_data_alone(tmp_path):
    outlines, compiled = tmp_path / "app" / "outlines.json", tmp_path / "app" / "__pycache__"
    compiled.mkdir(parents=True)
    outlines.write_text("1")
    first = fingerprint([tmp_path / "app"])
    (compiled / "views.pyc").write_text("compiled")
    assert fingerprint([tmp_path / "app"]) == first
    outlines.write_text("2")
    assert fingerprint([tmp_path / "app"]) != first
