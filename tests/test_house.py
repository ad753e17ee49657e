"""The rules of the house. Each rule is a function that names the places where it is broken; each is shown to fail."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterable, Iterator
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
LINES_OF_A_FILE = {"publish": 400, "tests": 700}
LINES_OF_A_FUNCTION = {"publish": 50, "tests": 90}
DRAWERS = frozenset({"util", "utils", "helper", "helpers", "common", "manager", "managers", "misc"})

# Spelt in parts, so that this file does not hold what it forbids.
REGISTRY_HOSTS = tuple(
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("files", "pythonhosted", "org"),
        ("registry", "npmjs", "org"),
        ("registry", "yarnpkg", "com"),
        ("deb", "debian", "org"),
        ("security", "debian", "org"),
        ("archive", "ubuntu", "com"),
        ("static", "crates", "io"),
        ("proxy", "golang", "org"),
    )
)

# A library that could run through everything is kept behind one door.
DOORS = {
    "frictionless": ("publish/gate/schema/judge_program.py",),
    "pelican": ("publish/site/",),
    "datasette": ("publish/api/", "publish/serve.py"),
}


# --- what is looked at --------------------------------------------------------------------------------------------


def python_files(folder: str) -> list[Path]:
    return sorted(path for path in (ROOT / folder).rglob("*.py") if "__pycache__" not in path.parts)


def repository_files() -> list[Path]:
    """Every file that is or would be committed, below ROOT."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout.decode()
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def project_table() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def declared(project: dict[str, Any], *extras: str) -> list[Requirement]:
    """What pyproject.toml asks for, with the extras named."""
    lines = [*project["project"]["dependencies"]]
    for extra in extras:
        lines += project["project"]["optional-dependencies"][extra]
    return [Requirement(line) for line in lines]


# --- the rules: a syntax tree, the places ---------------------------------------------------------------------------


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def long_functions(tree: ast.AST, limit: int) -> list[str]:
    """Functions of more than ``limit`` lines, decorators apart."""
    sizes = ((f.name, f.lineno, (f.end_lineno or f.lineno) - f.lineno + 1) for f in functions(tree))
    return [f"{line} {name}: {size} lines" for name, line, size in sizes if size > limit]


def broad_excepts(tree: ast.AST) -> list[str]:
    """Handlers that catch everything: a bug would pass for a finding."""

    def names(node: ast.expr | None) -> set[str]:
        if node is None:
            return {"everything"}
        parts = node.elts if isinstance(node, ast.Tuple) else [node]
        return {part.attr if isinstance(part, ast.Attribute) else getattr(part, "id", "") for part in parts}

    broad = {"everything", "Exception", "BaseException"}
    handlers = (node for node in ast.walk(tree) if isinstance(node, ast.ExceptHandler))
    return [f"{h.lineno} except {', '.join(names(h.type) & broad)}" for h in handlers if names(h.type) & broad]


def hidden_imports(tree: ast.AST) -> list[str]:
    """Imports inside a function: the layout would no longer show who needs whom."""
    hidden = (n for f in functions(tree) for n in ast.walk(f) if isinstance(n, ast.Import | ast.ImportFrom))
    return [f"{node.lineno} {ast.unparse(node)}" for node in hidden]


def imported(tree: ast.AST) -> set[str]:
    """The top-level names of the modules a file imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.split(".")[0])
    return found


def calls_of(tree: ast.AST, name: str) -> list[int]:
    """The lines where ``name(…)`` is called."""
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
    return [c.lineno for c in calls if isinstance(c.func, ast.Name) and c.func.id == name]


def drawers(paths: Iterable[Path]) -> list[str]:
    """Modules and packages whose name says nothing about what is in them."""
    return [str(path) for path in paths if DRAWERS & {part.removesuffix(".py") for part in path.parts}]


def host_names(text: str) -> list[str]:
    return [host for host in REGISTRY_HOSTS if host in text]


def unlocked(requirements: Iterable[Requirement], locked: str) -> list[str]:
    """What is asked for and not held by the lock at a version that satisfies it."""
    pinned = {canonicalize_name(name): version for name, version in re.findall(r"(?m)^([\w.-]+)==([^\s;\\]+)", locked)}
    versions = ((r, pinned.get(canonicalize_name(r.name))) for r in requirements)
    return [f"{r} (locked: {version})" for r, version in versions if version is None or version not in r.specifier]


def undeclared(modules: set[str], requirements: Iterable[Requirement]) -> list[str]:
    """Modules that come from no distribution asked for: they are there only because another one needs them."""
    asked = {canonicalize_name(r.name) for r in requirements}
    owners = packages_distributions()
    foreign = modules - sys.stdlib_module_names - {"publish"}
    return sorted(m for m in foreign if not asked & {canonicalize_name(name) for name in owners.get(m, [])})


Rule = Callable[[ast.AST], list[str]]


def broken(folder: str, rule: Rule) -> list[str]:
    """Where the Python files of a folder break the rule: path:line what."""
    places = ((path, rule(ast.parse(path.read_text(encoding="utf-8")))) for path in python_files(folder))
    return [f"{path.relative_to(ROOT)}:{place}" for path, found in places for place in found]


# --- the house as it stands -----------------------------------------------------------------------------------------


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the import contract on the package in a folder, without a cache."""
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True)


def test_imports_keep_to_the_layers():
    result = lint_imports(ROOT)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize("folder", LINES_OF_A_FILE)
def test_no_file_is_too_long(folder):
    lengths = {p: len(p.read_text(encoding="utf-8").splitlines()) for p in python_files(folder)}
    assert [f"{p}: {n} lines" for p, n in lengths.items() if n > LINES_OF_A_FILE[folder]] == []


@pytest.mark.parametrize("folder", LINES_OF_A_FUNCTION)
def test_no_function_is_too_long(folder):
    assert broken(folder, lambda tree: long_functions(tree, LINES_OF_A_FUNCTION[folder])) == []


def test_every_module_says_what_it_is():
    assert drawers(path.relative_to(ROOT) for path in python_files("publish")) == []


def test_nothing_catches_everything():
    assert broken("publish", broad_excepts) == []


def test_imports_stand_at_the_top():
    assert broken("publish", hidden_imports) == []


@pytest.mark.parametrize("library", DOORS)
def test_a_library_stays_behind_its_door(library):
    users = [p.relative_to(ROOT).as_posix() for p in python_files("publish") if library in imported(_tree(p))]
    assert [user for user in users if not user.startswith(DOORS[library])] == []


def test_only_one_place_admits():
    """``Admitted`` is the proof that the gate was passed, so there is one way to come by it."""
    made = broken("publish", lambda tree: [str(line) for line in calls_of(tree, "Admitted")])
    assert len(made) == 1, made
    assert made[0].startswith("publish/gate/"), made


def test_deploy_holds_no_python():
    assert python_files("publish/deploy") == []


def test_no_registry_is_named():
    texts = ((p, p.read_bytes().decode("utf-8", errors="ignore")) for p in repository_files())
    assert [(str(p.relative_to(ROOT)), host_names(text)) for p, text in texts if host_names(text)] == []


def test_readme_has_the_two_commands():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [command for command in ("make portal", "make test") if command not in readme] == []


@pytest.mark.parametrize("name", ["CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "LICENSE-CONTENT.md", "metadata.yml"])
def test_the_house_has(name):
    assert (ROOT / name).read_text(encoding="utf-8").strip()


def test_the_lock_satisfies_the_project():
    locked = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    assert unlocked(declared(project_table(), "dev"), locked) == []


def test_every_locked_version_has_a_hash():
    locked = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    blocks = re.split(r"(?m)^(?=[\w.-]+==)", locked)[1:]
    assert blocks
    assert [block.split()[0] for block in blocks if "--hash=sha256:" not in block] == []


def test_what_is_imported_is_declared():
    modules = set[str]().union(*(imported(_tree(path)) for path in python_files("publish")))
    assert undeclared(modules, declared(project_table())) == []


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


# --- each rule can fail ---------------------------------------------------------------------------------------------


@pytest.fixture
def small_house(tmp_path: Path) -> Path:
    """A package with every layer of our contract and nothing in it."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (contract,) = project_table()["tool"]["importlinter"]["contracts"]
    for layer in contract["layers"]:
        for name in layer.split(" | "):
            module = tmp_path / "publish" / f"{name.strip()}.py"
            module.parent.mkdir(exist_ok=True)
            module.touch()
    (tmp_path / "publish" / "__init__.py").touch()
    return tmp_path


@pytest.mark.parametrize(
    ("module", "text", "kept"),
    [
        ("pipeline", "import publish.read, publish.gate, publish.model\n", True),
        ("read", "import publish.gate\n", False),  # a stage needs a stage
        ("model", "import publish.problems\n", False),  # a noun looks up
        ("pipeline", "import publish.serve\n", False),  # the two that know stages know not each other
        ("drawer", "", False),  # a module without a layer
    ],
)
def test_the_contract_can_fail(small_house, module, text, kept):
    (small_house / "publish" / f"{module}.py").write_text(text)
    result = lint_imports(small_house)
    assert (result.returncode == 0) is kept, result.stdout + result.stderr


@pytest.mark.parametrize(
    ("rule", "bad", "good"),
    [
        (broad_excepts, "try: x\nexcept Exception: y", "try: x\nexcept ValueError: y"),
        (broad_excepts, "try: x\nexcept: y", "try: x\nexcept (OSError, ValueError): y"),
        (broad_excepts, "try: x\nexcept (OSError, builtins.Exception): y", "try: x\nfinally: y"),
        (hidden_imports, "def f():\n  import os", "import os\ndef f(): return os"),
        (hidden_imports, "async def f():\n  if x:\n    from os import path", "if x:\n  from os import path"),
        (lambda tree: long_functions(tree, 2), "def f():\n  a\n  b", "def f():\n  a"),
        (lambda tree: [str(n) for n in calls_of(tree, "Admitted")], "Admitted(1)", "def f(x: Admitted): ..."),
        (lambda tree: [*({"frictionless"} & imported(tree))], "import frictionless.x", "from .frictionless import x"),
    ],
)
def test_a_rule_can_fail(rule, bad, good):
    assert rule(ast.parse(bad))
    assert rule(ast.parse(good)) == []


def test_drawers_are_found():
    assert drawers([Path("publish/utils.py"), Path("publish/common/x.py")])
    assert drawers([Path("publish/commonwealth.py")]) == []


def test_registry_hosts_are_found():
    assert host_names("--index-url https://" + REGISTRY_HOSTS[0] + "/simple")
    assert host_names("pip install kaimen") == []


def test_an_unlocked_requirement_is_found():
    locked = "polars==2.1.0 \\\n    --hash=sha256:00\n"
    assert unlocked([Requirement("polars>=2.2")], locked)
    assert unlocked([Requirement("Pelican")], locked)
    assert unlocked([Requirement("Polars>=2,<3")], locked) == []


def test_an_undeclared_import_is_found():
    assert undeclared({"yaml"}, [Requirement("polars")]) == ["yaml"]
    assert undeclared({"yaml", "os", "publish"}, [Requirement("PyYAML")]) == []


def test_the_repository_is_seen():
    names = {path.relative_to(ROOT).as_posix() for path in repository_files()}
    assert {"pyproject.toml", "tests/test_house.py"} <= names
