/* A world: its states and what its actions lead to, or, where there are too many states for that,
 * its maps. */
#include "family.h"

#include "gradus/number.h"
#include "gradus/world.h"

#include <stdio.h>
#include <string.h>

enum { LISTED = 12 }; /* states, at most */

static const gr_param chosen[] = {
    { .name = "world",
      .kind = GR_PARAM_FAMILY,
      .initial = "grid",
      .family = &gr_world_family,
      .help = "the world to show" },
    { .name = NULL },
};

/* --- its parts --- */

static void print_actions(const gr_space *space)
{
    printf("\nactions\n  ");
    for (size_t a = 0; a < space->actions; a++)
        printf("%s%s", a > 0 ? ", " : "", space->action_names[a]);
    printf("\n\nfeatures\n  %zu numbers are seen in a state\n", space->features);
}

static void print_lead(const gr_model *model, size_t s)
{
    size_t actions = model->space.actions;
    size_t best = gr_share_best(model->expert + s * actions, actions);
    char cost[GR_NUMBER_SIZE];

    gr_number_exact(model->cost[s], cost);
    printf("  %5zu  %4s  %-8s", s, cost,
           model->terminal[s] ? "(ends)" : model->space.action_names[best]);
    for (size_t a = 0; a < actions; a++)
        printf("  %8u", model->next[s * actions + a]);
    printf("\n");
}

/* What each state costs, what the expert means there, and where each action leads. */
static void print_leads(const gr_model *model)
{
    size_t first = gr_share_best(model->start, model->space.states);

    printf("\n%zu states, from %zu on, and where actions lead\n  state  cost  expert  ",
           model->space.states, first);
    for (size_t a = 0; a < model->space.actions; a++)
        printf("  %8s", model->space.action_names[a]);
    printf("\n");
    for (size_t s = 0; s < model->space.states; s++)
        print_lead(model, s);
}

static void print_map(const gr_model *model, const char *name)
{
    static const char letters[] = {
        [GR_TILE_FREE] = '.', [GR_TILE_WALL] = '#', [GR_TILE_HAZARD] = '~', [GR_TILE_GOAL] = 'G'
    };

    printf("\n  %s, %zu by %zu, %zu states\n", name, model->columns, model->rows,
           model->space.states);
    for (size_t i = 0; i < model->columns * model->rows; i++) {
        uint32_t s = model->state_at[i];
        bool begins = s != GR_NO_STATE && model->start[s] > 0;
        printf("%s%c%s", i % model->columns == 0 ? "    " : "",
               begins ? 'S' : letters[model->tiles[i]], (i + 1) % model->columns == 0 ? "\n" : "");
    }
}

/* --- with the knobs at their defaults --- */

/* `map` is a word of that knob, or NULL. */
static bool build(gr_model *model, const char *world, const char *map, gr_arena *arena,
                  gr_error *err)
{
    const gr_setting settings[] = { { "world", world }, { "map", map } };
    gr_values values;

    if (!gr_values_init(&values, chosen, err))
        return false;
    bool good = gr_values_apply(&values, settings, map != NULL ? 2 : 1, err) &&
                gr_world_prepare(model, &values, arena, err);
    gr_values_clear(&values);
    return good;
}

static bool show_one(const char *world, const char *map, gr_error *err)
{
    gr_arena arena = { 0 };
    gr_model model;
    bool good = build(&model, world, map, &arena, err);

    if (good && map != NULL)
        print_map(&model, map);
    else if (good)
        print_actions(&model.space);
    if (good && map == NULL && model.space.states <= LISTED)
        print_leads(&model);
    gr_arena_clear(&arena);
    return good;
}

static bool show_maps(const gr_world *world, gr_error *err)
{
    const gr_param *param = world->params;
    bool good = true;

    while (param->name != NULL && strcmp(param->name, "map") != 0)
        param++;
    if (param->name == NULL)
        return true;
    printf("\nmaps: . free, # wall, ~ hazard, S start, G goal\n");
    for (size_t i = 0; good && param->words[i] != NULL; i++)
        good = show_one(world->name, param->words[i], err);
    return good;
}

static bool show(size_t index, gr_error *err)
{
    const gr_world *world = gr_world_at(index);

    gr_cli_print_title(world->name, "world", world->summary);
    return show_one(world->name, NULL, err) && gr_cli_print_knobs(world->params, err) &&
           show_maps(world, err);
}

const gr_cli_family gr_cli_family_worlds = {
    .name = "worlds",
    .members = &gr_world_family,
    .show = show,
};
