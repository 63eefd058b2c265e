"""What others see of the config layer: errors, imports, schema, reference page, result columns."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

import forecast
from forecast.config import json_schema, load_experiment
from forecast.config.outcomes import quantities
from forecast.config.schema import KINDS
from forecast.errors import ConfigError, ForecastError, ObservationError, Problem, ResultError, RunError
from studies.reference.config_page import page

ROOT = Path(__file__).parents[2]


def test_exit_codes_and_lines_of_errors() -> None:
    codes = {ConfigError: 2, ObservationError: 3, ResultError: 3, RunError: 4}
    for kind, code in codes.items():
        error = kind([Problem("a:1:2", "wrong"), Problem("", "more\nover\x1b")])
        assert isinstance(error, ForecastError) and error.exit_code == code
        assert str(error).splitlines() == ["a:1:2: wrong", "more\\x0aover\\x1b"]
        assert kind.of("x", "y").problems == [Problem("x", "y")]


def test_that_reading_a_config_imports_no_heavy_library() -> None:
    code = (
        "import sys, forecast, forecast.config\n"
        "heavy = {'numpy', 'numba', 'scipy', 'xarray', 'pandas', 'pyarrow', 'matplotlib', 'h5netcdf'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_that_the_package_has_a_version_and_no_other_surprise() -> None:
    assert forecast.__version__ == "0.2.0"
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = forecast.nothing


def test_that_an_experiment_is_frozen(minimal: Path) -> None:
    experiment = load_experiment(minimal)
    for part, name in ((experiment, "horizon"), (experiment.design, "seed"), (experiment.baseline, "name")):
        with pytest.raises(ValueError, match="frozen"):
            setattr(part, name, 3)


def test_that_the_committed_reference_page_is_the_generated_one() -> None:
    committed = (ROOT / "docs" / "config.md").read_text(encoding="utf-8")
    assert committed == page(), "run: python -m studies config_page > docs/config.md"


def test_that_the_schema_describes_quantities_as_text() -> None:
    schema = json_schema()
    definitions = schema["$defs"]
    json.dumps(schema)
    horizon = definitions["ExperimentFile"]["properties"]["horizon"]
    assert horizon["type"] == "string" and "weeks?" in horizon["pattern"]
    assert "default" not in horizon
    deadline = definitions["Offer"]["properties"]["deadline"]["anyOf"]
    assert {"$ref": "#/$defs/PriorRef"} in deadline and deadline[0]["type"] == "string"
    assert definitions["Package"]["additionalProperties"] is False
    assert "required" not in definitions["ExperimentFile"], "keys may come from the file that is extended"
    for kind, model in KINDS.items():
        assert json_schema(kind)["$ref"] == f"#/$defs/{model.__name__}"
        assert "extends" in definitions[model.__name__]["properties"]


def test_that_every_field_has_a_line_of_documentation() -> None:
    for name, definition in json_schema()["$defs"].items():
        for key, field in definition["properties"].items():
            assert field.get("description"), f"{name}.{key}"


def test_that_conditions_name_the_columns_that_the_results_have() -> None:
    from forecast.store import variables

    ids = {"defender": "up", "attacker": "low", "donor": "lead"}
    known = quantities("up", "low", ["lead"])
    columns = {v.named(ids).name: v for v in (*variables.OUTCOME_VARIABLES, variables.PEACE_WEEKS)}
    assert set(known) == set(columns)
    for name, column in columns.items():
        assert known[name].unit == column.unit, name
        assert known[name].needs == column.needs, name
        assert known[name].flag == (column.kind == "flag"), name
