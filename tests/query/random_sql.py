"""Random SQL that both sides answer alike, whatever order their rows come in:
joins of every form, windows, CTEs and recursion, aggregates, subqueries, set
operations, LIKE and GLOB, blanks, order and limit.

What the language leaves open is avoided: a window and a limit have an order in
which no two rows are alike, and what is added up is exact in binary."""

# Columns by kind: n number, t text, d day. The first one of each table tells its
# rows apart.
TABLES = {
    'contracts': {'contract_id': 't', 'client_id': 't', 'account_manager': 't', 'stage': 't',
                  'kind': 't', 'value': 'n', 'budget': 'n', 'closed_on': 'd', 'start_on': 'd',
                  'due_on': 'd', 'project_id': 't', 'team': 't', 'source': 't', 'Floor': 't',
                  'we"ird name': 't'},
    'timesheets': {'entry': 't', 'project_id': 't', 'worked_on': 'd', 'hours': 'n', 'cost': 'n',
                   'employee': 't', 'Floor': 't', 'Tầng Lầu': 't'},
    'surveys': {'survey_id': 't', 'kind': 't', 'account_manager': 't', 'contract_id': 't',
                'client_id': 't', 'score': 'n', 'score_100': 'n', 'sent_on': 'd',
                'answered_on': 'd', 'department': 't', 'scale_min': 'n'},
    'people': {'account_manager': 't', 'name': 't', 'team': 't', 'reports_to': 't', 'source': 't'},
}
JOINABLE = [('contracts', 'timesheets'), ('contracts', 'surveys'), ('contracts', 'people'),
            ('surveys', 'people'), ('timesheets', 'contracts'), ('surveys', 'contracts')]
TEXTS = ["''", "'7'", "'007'", "'won'", "'C1'", "'C2'", "'an'", "'Hà Nội'", "'new'", "'1'", "'2'",
         "'K003'", "'x''y'", "'zz'", 'null']
NUMBERS = ['0', '1', '-1', '2', '7', '100', '0.25', '-1.5', '1e3', 'null', '3', '12', '9e999',
           '9223372036854775807', '9007199254740993']
DAYS = ["'2026-01-31'", "'2026-02-30'", "'2026-03-01'", "'2026'", "'2026-05-15 '", "''", 'null',
        "'2026-06-10'", "'2026-04-04'"]
PATTERNS = ["'%'", "'k%'", "'_'", "'C_'", "'%1%'", "'hÀ%'", "'%\u1ed8%'", "''", "'W_n'", "null"]
GLOBS = ["'*'", "'K*'", "'?'", "'[a-c]*'", "'*[^0-9]'", "'C?'", "''"]


def quoted(name):
    return '"%s"' % name.replace('"', '""') if not name.isidentifier() or not name.isascii() else name


class Query:
    """One query: `text`, and whether the order of its rows is certain."""

    def __init__(self, die):
        self.die = die
        self.names = 0
        shape = die.choice([self.plain, self.plain, self.join, self.join, self.join, self.natural,
                            self.natural, self.star, self.grouped, self.grouped, self.window,
                            self.window, self.recursive, self.common, self.set_operation,
                            self.from_subquery, self.without_table])
        self.ordered = False
        self.text = shape()

    # ---- expressions; `scope` is a list of (how it is written, kind) ----

    def of_kind(self, scope, kind):
        fitting = [text for text, its in scope if its == kind]
        return self.die.choice(fitting) if fitting else None

    def number(self, scope, depth=2):
        die, column = self.die, self.of_kind(scope, 'n')
        if depth == 0 or die.random() < .4:
            return column if column and die.random() < .7 else die.choice(NUMBERS)
        a, b = (lambda: self.number(scope, depth - 1)), (lambda: self.text_of(scope, depth - 1))
        return die.choice([
            lambda: '(%s %s %s)' % (a(), die.choice('+ - * / % | & ||'.split()[:7]), a()),
            lambda: 'abs(%s)' % die.choice(['0.25', '-3', column or '-1', 'null']),
            lambda: 'round(%s, %d)' % (a(), die.randrange(3)),
            lambda: 'length(%s)' % b(),
            lambda: 'coalesce(%s, %s)' % (a(), a()),
            lambda: 'ifnull(%s, 0)' % a(),
            lambda: 'nullif(%s, %s)' % (a(), a()),
            lambda: 'case when %s then %s else %s end' % (self.condition(scope, depth - 1), a(), a()),
            lambda: 'case %s when %s then %s end' % (a(), a(), a()),
            lambda: 'cast(%s as %s)' % (die.choice([a, b])(), die.choice(['integer', 'real', 'numeric'])),
            lambda: '%s(%s, %s)' % (die.choice(['min', 'max']), a(), a()),
            lambda: 'iif(%s, %s, %s)' % (self.condition(scope, depth - 1), a(), a()),
            lambda: 'instr(%s, %s)' % (b(), b()),
            lambda: 'unicode(%s)' % b(),
            lambda: 'sign(%s)' % a(),
            lambda: '(%s)' % self.condition(scope, depth - 1),
            lambda: '-(%s)' % a(),
            lambda: 'julianday(%s)' % (self.of_kind(scope, 'd') or "'2026-01-01'"),
        ])()

    def text_of(self, scope, depth=2):
        die, column = self.die, self.of_kind(scope, die_kind(self.die))
        if depth == 0 or die.random() < .4:
            return column if column and die.random() < .7 else die.choice(TEXTS + DAYS)
        a, n = (lambda: self.text_of(scope, depth - 1)), (lambda: self.number(scope, depth - 1))
        return die.choice([
            lambda: '(%s || %s)' % (a(), die.choice([a, n])()),
            lambda: '%s(%s)' % (die.choice(['upper', 'lower', 'trim', 'hex', 'quote', 'typeof']), a()),
            lambda: 'typeof(%s)' % n(),
            lambda: 'quote(%s)' % n(),
            lambda: 'substr(%s, %d, %d)' % (a(), die.randrange(-2, 4), die.randrange(-1, 5)),
            lambda: 'replace(%s, %s, %s)' % (a(), die.choice(TEXTS), die.choice(TEXTS)),
            lambda: 'coalesce(%s, %s)' % (a(), a()),
            lambda: 'cast(%s as text)' % n(),
            lambda: 'case when %s then %s else %s end' % (self.condition(scope, depth - 1), a(), a()),
            lambda: "date(%s, '%+d month')" % (a(), die.randrange(-3, 4)),
            lambda: "strftime('%%Y-%%m', %s)" % a(),
            lambda: "printf('%%s-%%d', %s, %s)" % (a(), die.randrange(9)),
        ])()

    def value(self, scope, depth=2):
        return self.die.choice([self.number, self.text_of])(scope, depth)

    def condition(self, scope, depth=2):
        die = self.die
        number = lambda: self.number(scope, max(depth - 1, 0))  # noqa: E731
        text = lambda: self.text_of(scope, max(depth - 1, 0))  # noqa: E731
        any_of = die.choice([number, text])
        day = lambda: self.of_kind(scope, 'd') or die.choice(DAYS)  # noqa: E731
        comparison = die.choice(['=', '<>', '<', '<=', '>', '>=', '=', '=', 'is', 'is not'])
        choices = [
            lambda: '%s %s %s' % (any_of(), comparison, any_of()),
            lambda: '%s %s %s' % (self.of_kind(scope, 't') or text(), comparison, die.choice(TEXTS + NUMBERS)),
            lambda: '%s %s %s' % (self.of_kind(scope, 't') or text(), comparison, self.of_kind(scope, 'n') or '7'),
            lambda: "%s %s cast(%s as blob)" % (self.of_kind(scope, 't') or text(), comparison, die.choice(TEXTS)),
            lambda: '%s %s %s' % (day(), comparison, die.choice(DAYS)),
            lambda: '%s %sbetween %s and %s' % (day(), die.choice(['', 'not ']), *die.sample(DAYS, 2)),
            lambda: '%s %sbetween %s and %s' % (number(), die.choice(['', 'not ']), number(), number()),
            lambda: '%s is %snull' % (any_of(), die.choice(['', 'not '])),
            lambda: '%s %sin (%s)' % (any_of(), die.choice(['', 'not ']),
                                      ', '.join(die.sample(TEXTS + NUMBERS, die.randrange(1, 5)))),
            lambda: '%s %slike %s' % (text(), die.choice(['', 'not ']), die.choice(PATTERNS)),
            lambda: "%s like 'x%%' escape 'x'" % text(),
            lambda: "%s like '%%S1%%' escape 'S'" % text(),
            lambda: '%s %sglob %s' % (text(), die.choice(['', 'not ']), die.choice(GLOBS)),
            lambda: "%s = %s collate nocase" % (text(), die.choice(TEXTS)),
        ]
        if depth > 0:
            inner = lambda: self.condition(scope, depth - 1)  # noqa: E731
            choices += [lambda: '(%s %s %s)' % (inner(), die.choice(['and', 'or']), inner()),
                        lambda: 'not (%s)' % inner(),
                        lambda: self.subquery_condition(scope)] * 2
        return '(%s)' % die.choice(choices)()

    def subquery_condition(self, scope):
        die = self.die
        table, own, named = self.table()
        kind = die.choice('tn')
        mine = self.of_kind(scope, kind) or die.choice(TEXTS)
        theirs = self.of_kind(own, kind) or 'null'
        return die.choice([
            lambda: '%s %sin (select %s from %s where %s)' % (
                mine, die.choice(['', 'not ']), theirs, named, self.condition(own, 0)),
            lambda: '%sexists (select 1 from %s where %s = %s and %s)' % (
                die.choice(['', 'not ']), named, theirs, mine, self.condition(own + scope, 0)),
            lambda: '%s %s (select %s(%s) from %s where %s)' % (
                mine, die.choice(['=', '<', '>=']), die.choice(['min', 'max', 'count']), theirs, named,
                self.condition(own + scope, 0)),
        ])()

    # ---- what stands behind FROM ----

    def alias(self):
        self.names += 1
        return 'a%d' % self.names

    def table(self, table=None):
        """The table's name, its scope, and `table alias`."""
        table = table or self.die.choice(list(TABLES))
        alias = self.alias()
        scope = [('%s.%s' % (alias, quoted(column)), kind) for column, kind in TABLES[table].items()]
        return table, scope, '%s %s' % (table, alias)

    def joined(self):
        """FROM with two or three tables, and its scope."""
        die = self.die
        left, right = die.choice(JOINABLE)
        _, scope, text = self.table(left)
        tables = [left]
        for _ in range(1 if die.random() < .75 else 2):
            _, own, named = self.table(right)
            how = die.choice(['join', 'left join', 'join', 'left join', 'right join', 'full join', 'cross join'])
            common = [c for c in TABLES[right] if any(c in TABLES[t] for t in tables)]
            common = [c for c in common if sum(c in TABLES[t] for t in tables) == 1]
            # A USING whose left side may be NULL of one table is left open
            # by the language where three are joined fully.
            if common and die.random() < .5:
                key = die.sample(common, 1 if die.random() < .7 else min(2, len(common)))
                text += ' %s %s using (%s)' % (how, named, ', '.join(map(quoted, key)))
            else:
                key = self.die.choice(common) if common else None
                left_key = next((t for t, _ in scope if key and t.endswith('.' + quoted(key))), None)
                on = '%s = %s' % (left_key, next(t for t, _ in own if t.endswith('.' + quoted(key)))) \
                    if left_key else self.condition(scope + own, 0)
                if die.random() < .3:
                    on += ' and %s' % self.condition(scope + own, 1)
                text += ' %s %s on %s' % (how, named, on)
            scope = scope + own
            tables.append(right)
            right = die.choice(list(TABLES))
        return text, scope

    # ---- the shapes ----

    def where(self, scope, often=.8):
        return ' where ' + self.condition(scope) if self.die.random() < often else ''

    def columns(self, scope, count=None):
        return [self.value(scope, self.die.randrange(3)) for _ in range(count or self.die.randrange(1, 5))]

    def end(self, count):
        """ORDER BY over all columns, so that ties are alike, and LIMIT."""
        die = self.die
        if die.random() < .5:
            return ''
        order = list(range(1, count + 1))
        die.shuffle(order)
        self.ordered = True
        text = ' order by ' + ', '.join('%d%s%s' % (i, die.choice(['', ' desc', ' asc']), die.choice(
            ['', '', ' nulls first', ' nulls last'])) for i in order)
        if die.random() < .5:
            text += ' limit %d%s' % (die.randrange(12), die.choice(['', ' offset %d' % die.randrange(5)]))
        return text

    def plain(self):
        _, scope, named = self.table()
        columns = self.columns(scope)
        return 'select %s%s from %s%s%s' % (
            self.die.choice(['', '', 'distinct ', 'all ']), ', '.join(columns), named,
            self.where(scope), self.end(len(columns)))

    def join(self):
        text, scope = self.joined()
        columns = [self.die.choice(scope)[0] for _ in range(self.die.randrange(1, 4))] + self.columns(scope, 1)
        return 'select %s%s from %s%s%s' % (self.die.choice(['', 'distinct ']), ', '.join(columns), text,
                                            self.where(scope, .5), self.end(len(columns)))

    def natural(self):
        """Joins that name no column: of tables, or of a table and a part of one."""
        die = self.die
        left, right = die.choice(JOINABLE)
        how = die.choice(['natural join', 'natural left join', 'natural right join', 'natural full join',
                          'natural inner join', 'NATURAL LEFT OUTER JOIN'])
        sides = []
        for table in (left, right):
            parts = die.sample(list(TABLES[table]), die.randrange(1, 5))
            sides.append(die.choice([
                table, '(select %s from %s)' % (', '.join(map(quoted, parts)), table),
                '(select * from %s)' % table]) + ' ' + self.alias())
        what = die.choice(['count(*)', '*', sides[0].split()[-1] + '.*', '1, ' + sides[1].split()[-1] + '.*'])
        return 'select %s from %s %s %s' % (what, sides[0], how, sides[1])

    def star(self):
        table, scope, named = self.table()
        alias = named.split()[1]
        return self.die.choice([
            'select * from %s%s' % (named, self.where(scope)),
            'select %s.*, 1 from %s%s' % (alias, named, self.where(scope)),
            'select all * from (select * from %s%s)' % (named, self.where(scope)),
            'with v as (select * from %s) select count(*), min(v.%s) from v' % (
                table, quoted(self.die.choice(list(TABLES[table])))),
            'select * from %s union all select * from %s' % (table, table),
            'select %s from (select * from %s)' % (quoted(self.die.choice(list(TABLES[table]))), table),
        ])

    def aggregate(self, scope):
        die = self.die
        exact = self.of_kind(scope, 'n') or '1'
        filtered = ' filter (where %s)' % self.condition(scope, 1) if die.random() < .25 else ''
        return die.choice([
            'count(*)', 'count(%s)' % self.value(scope), 'count(distinct %s)' % self.value(scope, 1),
            'sum(%s)' % exact, 'total(%s)' % exact, 'avg(%s)' % exact, 'sum(%s * 2 + 1)' % exact,
            'min(%s)' % self.value(scope, 1), 'max(%s)' % self.value(scope, 1), 'sum(distinct %s)' % exact,
        ]) + filtered

    def grouped(self):
        die = self.die
        if die.random() < .6:
            _, scope, text = self.table()
        else:
            text, scope = self.joined()
        keys = self.columns(scope, die.randrange(0, 3)) if die.random() < .9 else []
        columns = keys + [self.aggregate(scope) for _ in range(die.randrange(1, 4))]
        group = ' group by ' + ', '.join(str(i + 1) for i in range(len(keys))) if keys else ''
        having = ' having ' + die.choice(['count(*) > 1', '%s is not null' % self.aggregate(scope),
                                          'max(%s) > 1' % (self.of_kind(scope, 'n') or '1')]) \
            if keys and die.random() < .4 else ''
        return 'select %s from %s%s%s%s%s' % (', '.join(columns), text, self.where(scope, .5), group, having,
                                              self.end(len(columns)))

    def window(self):
        die = self.die
        table, scope, named = self.table()
        unique = '%s.%s' % (named.split()[1], quoted(next(iter(TABLES[table]))))
        over = '%sorder by %s%s' % (
            'partition by %s ' % self.value(scope, 1) if die.random() < .6 else '',
            die.choice(['', '%s, ' % self.value(scope, 1)]), unique)
        frame = die.choice(['', '', ' rows between %d preceding and current row' % die.randrange(4),
                            ' rows between unbounded preceding and %d following' % die.randrange(3),
                            ' groups between 1 preceding and 1 following', ' rows unbounded preceding',
                            ' rows between current row and unbounded following exclude current row'])
        exact = self.of_kind(scope, 'n') or '1'
        plain = self.value(scope, 1)
        call = die.choice(['row_number()', 'rank()', 'dense_rank()', 'percent_rank()', 'cume_dist()',
                           'ntile(%d)' % die.randrange(1, 5), 'lag(%s)' % plain, 'lead(%s, 2, 0)' % plain,
                           'first_value(%s)' % plain, 'last_value(%s)' % plain, 'nth_value(%s, 2)' % plain,
                           'sum(%s)' % exact, 'count(*)', 'avg(%s)' % exact, 'min(%s)' % plain, 'max(%s)' % plain,
                           "group_concat(%s, '/')" % plain])
        if die.random() < .3:
            return 'select %s, %s over w from %s%s window w as (%s%s)' % (
                unique, call, named, self.where(scope, .4), over, frame)
        return 'select %s, %s over (%s%s) from %s%s' % (unique, call, over, frame, named, self.where(scope, .4))

    def recursive(self):
        die = self.die
        _, scope, named = self.table()
        last = die.randrange(1, 30)
        return die.choice([
            lambda: 'with recursive c(n) as (select %d union all select n + %d from c where n < %d) '
                    'select n, (select count(*) from %s where %s = n) from c' % (
                        die.randrange(3), die.randrange(1, 4), last, named, self.of_kind(scope, 'n') or '1'),
            lambda: 'with recursive f(a, b, i) as (values (0, 1, 0) union all select b, a + b, i + 1 from f '
                    'where i < %d) select * from f order by i desc limit 5' % die.randrange(5, 89),
            lambda: 'with recursive up(id, boss, depth) as (select account_manager, reports_to, 0 from people '
                    'union all select p.account_manager, p.reports_to, depth + 1 from people p join up on '
                    'up.id = p.reports_to where depth < %d) select id, max(depth), count(*) from up group by 1' %
                    die.randrange(1, 5),
            lambda: "with recursive d(day) as (select '2026-01-01' union select date(day, '+%d day') from d "
                    "where day < '2026-06-30') select day, (select count(*) from contracts where closed_on <= day)"
                    ', (select sum(hours) from timesheets where worked_on > day) from d' % die.randrange(9, 40),
            lambda: 'with recursive under(id) as (select account_manager from people where reports_to is null '
                    'union select p.account_manager from people p, under where p.reports_to = under.id) '
                    'select id, count(c.contract_id) from under left join contracts c on '
                    'c.account_manager = id group by 1',
        ])()

    def common(self):
        die = self.die
        _, scope, named = self.table()
        columns = self.columns(scope, 3)
        return 'with x(p, q, r) as %s(select %s from %s%s), y as (select p, count(*) n from x group by p) ' \
               'select %s from x %s y %s' % (
                   die.choice(['', 'materialized ', 'not materialized ']), ', '.join(columns), named,
                   self.where(scope, .5), die.choice(['*', 'x.*', 'q, n', 'count(*), sum(n)']),
                   *die.choice([('natural join', ''), ('join', 'using (p)'), ('left join', 'on x.p is y.p'),
                                (',', 'where x.p = y.p')]))

    def set_operation(self):
        die = self.die
        count = die.randrange(1, 4)
        parts = []
        for _ in range(die.randrange(2, 4)):
            _, scope, named = self.table()
            parts.append('select %s from %s%s' % (', '.join(self.columns(scope, count)), named, self.where(scope)))
        text = parts[0]
        for part in parts[1:]:
            text += ' %s %s' % (die.choice(['union', 'union all', 'intersect', 'except']), part)
        return text + self.end(count)

    def from_subquery(self):
        die = self.die
        _, scope, named = self.table()
        inner = 'select %s p, %s q from %s%s' % (
            self.value(scope), self.number(scope), named, self.where(scope))
        own = [('s.p', 't'), ('s.q', 'n')]
        table, others, other = self.table()
        if die.random() < .5:
            return 'select %s from (%s) s%s' % (', '.join(self.columns(own, 2)), inner, self.where(own))
        return 'select %s, (select count(*) from (%s) s where s.p = %s) from %s%s' % (
            others[0][0], inner, self.of_kind(others, 't'), other, self.where(others, .5))

    def without_table(self):
        columns = self.columns([], self.die.randrange(1, 5))
        if self.die.random() < .3:
            return 'values (%s), (%s)' % (', '.join(columns), ', '.join(self.columns([], len(columns))))
        return 'select ' + ', '.join(columns)


def die_kind(die):
    return die.choice('ttd')
