from marketplace.runtime.fingerprint import ROOT, of_code


def tree(root, **files):
    for name, text in files.items():
        path = root / name.replace("__", "/").replace("_py", ".py")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def test_a_changed_migration_changes_the_fingerprint(tmp_path):
    tree(tmp_path, tenants__migrations__0001_py="a")
    before = of_code(tmp_path)
    tree(tmp_path, tenants__migrations__0001_py="b")

    assert of_code(tmp_path) != before


def test_an_added_or_renamed_migration_changes_the_fingerprint(tmp_path):
    tree(tmp_path, tenants__shop__order__migrations__0001_py="a")
    before = of_code(tmp_path)
    tree(tmp_path, tenants__shop__order__migrations__0002_py="")
    added = of_code(tmp_path)

    assert len({before, added}) == 2


def test_code_that_has_no_say_in_schemas_does_not(tmp_path):
    tree(tmp_path, tenants__migrations__0001_py="a")
    before = of_code(tmp_path)
    tree(tmp_path, tenants__services_py="a")

    assert of_code(tmp_path) == before


def test_the_real_tree_is_covered():
    assert len(of_code(ROOT)) == 64
    assert of_code(ROOT) != of_code(ROOT / "docs")
