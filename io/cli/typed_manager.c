#include "io/cli/typed_manager.h"

#include "engine/base/arena.h"
#include "io/cli/talk.h"
#include "io/cli/typed_name.h"

/* Says that there is no such manager, and who there is: the one meant, or
 * everybody as far as a line holds. */
static void
refuse(struct arena *arena, const struct typed_choice *choices, size_t count,
    const char *option, const char *typed)
{
	enum { LISTED = 8 };
	const char **names = arena_allocate(arena, count * 2, sizeof *names);
	struct growing_text list = { .arena = arena };
	for (size_t i = 0; names && i < count * 2; i++)
		names[i] = choices[i / 2].names[i % 2].data;
	const char *nearest =
	    names ? text_nearest(text_of(typed), names, count * 2) : NULL;
	if (nearest) {
		talk_error("%s %s: no such manager; did you mean %s?", option,
		    typed, nearest);
		return;
	}
	for (size_t i = 0; i < count && i < LISTED; i++) {
		text_append(&list, i ? ", " : "");
		text_append(&list, choices[i].names[0].data);
	}
	text_append(&list, count > LISTED ? ", …" : "");
	const char *text = text_grown(&list);
	if (count == 0)
		talk_error(
		    "%s %s: the data name no manager at all", option, typed);
	else
		talk_error("%s %s: no such manager; there are %s", option,
		    typed, text ? text : "…");
}

static struct typed_choice *
list_choices(const struct dataset *data, struct arena *arena)
{
	size_t count = data->managers.count;
	struct typed_choice *choices =
	    arena_allocate(arena, count, sizeof *choices);
	for (uint32_t id = 0; choices && id < count; id++)
		choices[id] = (struct typed_choice){ { dictionary_text(
							   &data->managers, id),
		    dataset_manager_name(data, id) } };
	return choices;
}

uint32_t
typed_manager(struct session *session, const char *option, const char *typed)
{
	const struct dataset *data = &session->data;
	size_t count = data->managers.count;
	uint32_t exact = dictionary_find(&data->managers, text_of(typed));
	if (exact != NO_ID)
		return exact;
	struct typed_choice *choices = list_choices(data, session->arena);
	if (!choices) {
		talk_error("out of memory");
		return NO_ID;
	}
	size_t found = typed_name_choose(choices, count, option, typed,
	    session->options->quiet, session->arena);
	if (found == TYPED_NOBODY)
		refuse(session->arena, choices, count, option, typed);
	return found < count ? (uint32_t)found : NO_ID;
}
