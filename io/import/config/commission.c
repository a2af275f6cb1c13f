#include "io/import/config/commission.h"

#include "engine/base/arena.h"
#include "io/import/config/configuration.h"

enum { STEPS_MOST = 100 };

static struct definitions *
definitions_of(const struct yaml_reading *reading)
{
	struct configuration *configuration = reading->target;
	return &configuration->definitions;
}

/* ---- ladders ---- */

static bool
is_percent(const struct yaml_node *node)
{
	return node->shape == YAML_SCALAR && node->text.length > 0 &&
	       node->text.data[node->text.length - 1] == '%';
}

static enum status
read_rate(
    struct yaml_reading *reading, const struct yaml_node *node, decimal *rate)
{
	bool percent = is_percent(node);
	enum status status =
	    percent ? STATUS_OK : yaml_decimal(reading, node, rate);
	if (!status && (percent || *rate < 0 || *rate > DECIMAL_ONE))
		return yaml_wrong(reading, node,
		    "%s: expected a rate from 0 to 1 (0.02 for 2 percent), "
		    "found %s",
		    node->key->text.data, node->text.data);
	return status;
}

/* A step `from: rate` behind the one before it. */
static enum status
read_step(struct yaml_reading *reading, const struct yaml_node *node,
    const struct ladder_step *before, struct ladder_step *step)
{
	/* The key is a value here, and messages name the kind. */
	struct yaml_node from = *node->key;
	from.key = node->key;
	enum status status = yaml_decimal(reading, &from, &step->from);
	if (status)
		return status;
	if (step->from < 0)
		return yaml_wrong(reading, node,
		    "commission: a step from %s; a ladder begins at 0 or above",
		    from.text.data);
	if (before && step->from <= before->from)
		return yaml_wrong(reading, node,
		    "commission: the step from %s is not above the one before "
		    "it; steps rise, and none stands twice",
		    from.text.data);
	return read_rate(reading, node, &step->rate);
}

/* A rate, or a mapping of sums to rates. */
static enum status
read_ladder(struct yaml_reading *reading, const struct yaml_node *node,
    struct ladder *ladder)
{
	size_t count = 0;
	if (node->shape == YAML_LIST ||
	    (node->shape == YAML_MAPPING && !node->first))
		return yaml_wrong(reading, node,
		    "%s: expected a rate from 0 to 1, or from which sum on "
		    "which rate such as {0: 0, 1000000: 0.01}, found %s",
		    node->key->text.data, yaml_found(node));
	bool flat = node->shape == YAML_SCALAR;
	for (const struct yaml_node *step = node->first; step && !flat;
	     step = step->next)
		if (++count > STEPS_MOST)
			return yaml_wrong(reading, step,
			    "%s: more than %d steps", node->key->text.data,
			    STEPS_MOST);
	struct ladder_step *steps =
	    arena_allocate(reading->arena, flat ? 1 : count, sizeof *steps);
	if (!steps)
		return yaml_no_memory(reading);
	*ladder = (struct ladder){ steps, flat ? 1 : count };
	if (flat)
		return read_rate(reading, node, &steps[0].rate);
	enum status status = STATUS_OK;
	struct ladder_step *next = steps;
	for (const struct yaml_node *step = node->first; step && !status;
	     step = step->next, next++)
		status = read_step(
		    reading, step, next > steps ? next - 1 : NULL, next);
	return status;
}

/* The same for all kinds. */
static enum status
read_all_kinds(struct yaml_reading *reading, const struct yaml_node *node,
    struct ladder *kinds)
{
	enum status status = read_ladder(reading, node, &kinds[0]);
	for (int kind = 1; kind < SOLD_KINDS; kind++)
		kinds[kind] = kinds[0];
	return status;
}

/* ---- kinds, levels and the mode ---- */

/* What may stand beside the kinds. */
enum beside { BESIDE_MODE = SOLD_KINDS, BESIDE_LEVELS, BESIDE_COUNT };

static void
list_keys(const char *keys[BESIDE_COUNT])
{
	for (int kind = 0; kind < SOLD_KINDS; kind++)
		keys[kind] = schema_words(FIELD_KIND)[kind];
	keys[BESIDE_MODE] = "mode";
	keys[BESIDE_LEVELS] = "levels";
}

static enum status read_levels(struct yaml_reading *reading,
    const struct yaml_node *node, struct commission_rates *rates);

/* Kinds with their ladders; where `rates` is not NULL, mode and levels too. */
static enum status
read_kinds(struct yaml_reading *reading, const struct yaml_node *node,
    struct ladder *kinds, struct commission_rates *rates)
{
	const char *keys[BESIDE_COUNT];
	size_t known = rates ? BESIDE_COUNT : SOLD_KINDS;
	enum status status = STATUS_OK;
	list_keys(keys);
	for (const struct yaml_node *value = node->first; value && !status;
	     value = value->next) {
		size_t key = 0;
		int mode = 0;
		while (key < known && !text_is(value->key->text, keys[key]))
			key++;
		if (key == known)
			return yaml_unknown_key(
			    reading, value->key, keys, known);
		if (key < SOLD_KINDS) {
			status = read_ladder(reading, value, &kinds[key]);
		} else if (key == BESIDE_LEVELS) {
			status = read_levels(reading, value, rates);
		} else {
			status =
			    yaml_word(reading, value, commission_modes, &mode);
			rates->mode = (enum commission_mode)mode;
		}
	}
	return status;
}

static enum status
expect_levels(struct yaml_reading *reading, const struct yaml_node *node,
    const char *example)
{
	return node->shape == YAML_MAPPING && node->first
		   ? STATUS_OK
		   : yaml_wrong(reading, node,
			 "levels: expected a mapping of levels such as %s, "
			 "found %s",
			 example, yaml_found(node));
}

static enum status
read_levels(struct yaml_reading *reading, const struct yaml_node *node,
    struct commission_rates *rates)
{
	struct level_rates **tail = &rates->levels;
	enum status status =
	    expect_levels(reading, node, "{senior: {new: 0.02}}");
	for (const struct yaml_node *level = node->first; level && !status;
	     level = level->next) {
		struct level_rates *own =
		    arena_allocate(reading->arena, 1, sizeof *own);
		if (!own)
			return yaml_no_memory(reading);
		own->level = level->key->text;
		if (level->shape == YAML_MAPPING && level->first)
			status = read_kinds(reading, level, own->kinds, NULL);
		else
			status = read_all_kinds(reading, level, own->kinds);
		*tail = own;
		tail = &own->next;
	}
	return status;
}

enum status
commission_read(struct yaml_reading *reading, const struct yaml_node *node)
{
	struct commission_rates *rates = &definitions_of(reading)->commission;
	if (node->shape == YAML_SCALAR)
		return read_all_kinds(reading, node, rates->kinds);
	if (node->shape != YAML_MAPPING)
		return yaml_unexpected(reading, node);
	return read_kinds(reading, node, rates->kinds, rates);
}

/* ---- caps ---- */

static enum status
read_cap(
    struct yaml_reading *reading, const struct yaml_node *node, struct cap *cap)
{
	enum status status = yaml_decimal(reading, node, &cap->most);
	cap->given = true;
	if (!status && cap->most < 0)
		return yaml_wrong(reading, node,
		    "cap: %s: expected an amount of at least 0, found %s",
		    node->key->text.data, node->text.data);
	return status;
}

static enum status read_level_caps(struct yaml_reading *reading,
    const struct yaml_node *node, struct pay_caps *caps);

/* Caps of the parts; where `caps` is not NULL, levels too. */
static enum status
read_caps(struct yaml_reading *reading, const struct yaml_node *node,
    struct cap *of, struct pay_caps *caps)
{
	const char *keys[CAP_COUNT + 1];
	size_t known = caps ? CAP_COUNT + 1 : CAP_COUNT;
	enum status status = STATUS_OK;
	for (int i = 0; i < CAP_COUNT; i++)
		keys[i] = cap_names[i];
	keys[CAP_COUNT] = "levels";
	if (node->shape != YAML_MAPPING)
		return yaml_unexpected(reading, node);
	for (const struct yaml_node *value = node->first; value && !status;
	     value = value->next) {
		size_t key = 0;
		while (key < known && !text_is(value->key->text, keys[key]))
			key++;
		if (key == known)
			return yaml_unknown_key(
			    reading, value->key, keys, known);
		status = key < CAP_COUNT
			     ? read_cap(reading, value, &of[key])
			     : read_level_caps(reading, value, caps);
	}
	return status;
}

static enum status
read_level_caps(struct yaml_reading *reading, const struct yaml_node *node,
    struct pay_caps *caps)
{
	struct level_caps **tail = &caps->levels;
	enum status status =
	    expect_levels(reading, node, "{senior: {commission: 50000000}}");
	for (const struct yaml_node *level = node->first; level && !status;
	     level = level->next) {
		struct level_caps *own =
		    arena_allocate(reading->arena, 1, sizeof *own);
		if (!own)
			return yaml_no_memory(reading);
		own->level = level->key->text;
		status = read_caps(reading, level, own->of, NULL);
		*tail = own;
		tail = &own->next;
	}
	return status;
}

enum status
caps_read(struct yaml_reading *reading, const struct yaml_node *node)
{
	struct pay_caps *caps = &definitions_of(reading)->cap;
	return read_caps(reading, node, caps->of, caps);
}

/* ---- what goes together ---- */

static const struct yaml_node *
said(const struct configuration *configuration, enum definition_index row)
{
	const struct yaml_said *said = configuration->said;
	while (said && said->key->setting != &definitions_table[row].setting)
		said = said->next;
	return said ? said->node : NULL;
}

enum status
clawback_check(struct yaml_reading *reading)
{
	const struct configuration *configuration = reading->target;
	const struct definitions *definitions = &configuration->definitions;
	const struct yaml_node *days =
	    said(configuration, DEFINITION_clawback_days);
	const struct yaml_node *share =
	    said(configuration, DEFINITION_clawback_share);
	if (share && !days)
		return yaml_wrong(reading, share,
		    "clawback: days is missing: write clawback: {days: 90, "
		    "share: %s}",
		    share->text.data);
	if (days && definitions->clawback_days &&
	    definitions->commission_on == COMMISSION_ON_PAYMENT)
		return yaml_wrong(reading, days,
		    "clawback: with commission_on: payment there is nothing to "
		    "take back: a refund is a negative payment; leave out one "
		    "of the two");
	return STATUS_OK;
}
