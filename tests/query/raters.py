"""Goal: `kpi query` shows no coordination of fewer than three raters."""
import tempfile

import suite
from ground import random_agency, rows
from query import as_float, kpi_csv
from suite import equal


@suite.check
def hides_coordination_of_few_raters():
    """Nobody in these data says who answered: each answer is a rater."""
    with tempfile.TemporaryDirectory() as folder:
        random_agency(folder, 11, raters=3)
        expected = {row['subject']: row for row in kpi_csv(folder, '2026Q2')
                    if row['metric'] == 'coordination' and row['scope'] == 'manager'}
        found = {row['manager']: row for row in rows('query', folder, '--metric', 'coordination', '--period',
                                                     '2026Q2', '--by', 'manager')}
        seen = set()
        for subject, row in expected.items():
            if row['n'] == '0':
                continue
            few = int(row['n']) < 3
            seen.add(few)
            mine = found[subject]
            equal(mine['n'], int(row['n']), row)
            equal('hidden' in (mine['flags'] or ''), few, row)
            for column in ('value', 'numerator', 'ci_low', 'ci_high'):
                equal(as_float(mine[column]), None if few else as_float(row[column]), (column, row))
        equal(seen, {True, False})
