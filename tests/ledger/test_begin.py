import pytest
from shuangkong.errors import LedgerError, Misuse
from shuangkong.ledger.begin import init
from shuangkong.ledger.plans import snapshots
from shuangkong.ledger.store import EntryKind, opened


def test_init_records_the_plan_and_doing_it_again_records_nothing(world):
    first = init(world.workspace, str(world.plan), "建账员", clock=world.clock)
    again = init(world.workspace, str(world.plan), "建账员", clock=world.clock)

    assert first.new
    assert "plan.yaml" in first.changed
    assert [r.kind for r in first.receipts] == [EntryKind.INIT, EntryKind.DECLARATIONS]
    assert not again.new
    assert again.receipts == ()


def test_init_records_changed_declarations_as_a_new_version(begun):
    begun.change("targets/targets.yaml", "100 万吨标准煤", "101 万吨标准煤")

    done = init(begun.workspace, str(begun.plan), "建账员", clock=begun.clock)

    assert done.changed == ("targets/targets.yaml",)
    with opened(begun.workspace) as ledger:
        first, second = snapshots(ledger)
    assert first.files["plan.yaml"] == second.files["plan.yaml"]
    assert first.files["targets/targets.yaml"] != second.files["targets/targets.yaml"]


def test_a_ledger_stays_with_its_plan(begun):
    begun.change("plan.yaml", "id: ledger-demo", "id: another")
    other = begun.plan.rename(begun.plan.with_name("another"))

    with pytest.raises(LedgerError, match=r"SK-L007") as caught:
        init(begun.workspace, str(other), "建账员")

    assert "ledger-demo" in str(caught.value)


def test_init_needs_a_plan_and_a_name(world):
    with pytest.raises(Misuse):
        init(world.workspace, "没有这个规划", "建账员")
    with pytest.raises(LedgerError, match="SK-L008"):
        init(world.workspace, str(world.plan), "  ")
    assert not world.workspace.exists()


def test_an_init_that_was_stopped_before_it_began_can_be_done_again(world):
    world.workspace.mkdir()
    (world.workspace / "shuangkong.ledger").touch()

    assert init(world.workspace, str(world.plan), "建账员").new


@pytest.mark.parametrize("content", [b"not a database at all" * 100, b"SQLite format 3\0"])
def test_a_file_that_is_no_ledger_is_refused(world, content):
    world.workspace.mkdir()
    path = world.workspace / "shuangkong.ledger"
    path.write_bytes(content)

    with pytest.raises(LedgerError, match=r"SK-L00[26]"), opened(world.workspace):
        pass
    with pytest.raises(LedgerError):
        init(world.workspace, str(world.plan), "建账员")
    assert path.read_bytes() == content


def test_no_paths_of_this_machine_enter_the_ledger(begun):
    begun.both_cities()

    with opened(begun.workspace) as ledger:
        texts = [str(entry.content) for entry in ledger.entries()]

    assert texts
    assert not [t for t in texts if str(begun.folder) in t or "收件" in t]
