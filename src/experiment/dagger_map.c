/* The map of a grid world: per cell what the learner does, how often it comes there, and where it
 * would not do what the expert does; inside a round where it has walked, what the expert says to
 * that, and the data that this joins. Of a road, which is one row of cells, the learner against
 * time. */
#include "dagger.h"

#include "grid_marks.h"
#include "share_shades.h"

#include <math.h>
#include <string.h>

/* --- one cell --- */

/* What is looked at: the learner as it is fitted; the walks of the round that is under way, and the
 * labels that they get; all data. */
typedef enum look { LEARNER, WALKS, LABELS, DATA } look;

typedef struct scene {
    const gr_dagger_setup *s;
    const gr_dagger_state *now;
    gr_dagger_arrays a;
    gr_fit fitted;
    look look;
    const double *walked; /* WALKS: how often the round's walks decide in each state */
} scene;

/* Whether it may do what the expert never means. */
static bool disagrees(const scene *c, size_t state)
{
    size_t actions = c->s->model.space.actions;
    const double *does = c->a.shares + state * actions, *means = c->s->model.expert + state * actions;
    double agreed = 0;

    for (size_t k = 0; k < actions; k++)
        agreed += means[k] > 0 ? does[k] : 0;
    return agreed < 0.5;
}

static double episodes_of(const scene *c)
{
    long episodes = c->now->round < 0 || c->look == DATA ? c->s->demos : c->s->episodes;

    return (double)(episodes > 0 ? episodes : 1);
}

/* Visits an episode. */
static double visits_at(const scene *c, size_t state)
{
    const gr_space *space = &c->s->model.space;

    switch (c->look) {
    case LEARNER: return c->a.visits[state] * (double)c->s->horizon;
    case WALKS: return c->walked[state] / episodes_of(c);
    case LABELS: return gr_labels_at(space, c->a.fresh, state) / episodes_of(c);
    default: return gr_labels_at(space, c->a.counts, state) / episodes_of(c);
    }
}

/* The shares that the arrow is of; NULL: there is a `?` in its place. */
static const double *shares_at(const scene *c, size_t state, bool there)
{
    const gr_space *space = &c->s->model.space;
    size_t at = state * space->actions;

    if (c->look == LABELS && there)
        return c->a.fresh + at;
    if (c->look == DATA)
        return c->a.counts + at;
    bool known = gr_labels_at(space, c->a.counts, state) > 0 ||
                 (there && c->s->learner->knows(&c->fitted, c->a.learned, state));
    return known ? c->a.shares + at : NULL;
}

/* `!` where the learner's action is not the expert's, or not its label. */
static bool is_wrong(const scene *c, size_t state, bool there)
{
    return there && (c->look == LEARNER || c->look == LABELS) && disagrees(c, state);
}

static gr_board_cell state_cell(const scene *c, size_t state)
{
    const gr_space *space = &c->s->model.space;
    double visits = visits_at(c, state);
    bool there = visits >= GR_GRID_FAINT;
    gr_board_cell cell = { .glyph = "·", .heat = gr_grid_shade(visits), .role = GR_ROLE_DIM };

    if (!there && (c->look == WALKS || c->look == LABELS ||
                   !(gr_labels_at(space, c->a.counts, state) > 0)))
        return cell;
    const double *shares = shares_at(c, state, there);
    bool experts = c->look == LABELS || c->look == DATA;
    cell.glyph = shares != NULL ? gr_grid_arrow(space, shares) : "?";
    cell.role = shares == NULL ? GR_ROLE_TEXT : experts ? GR_ROLE_EXPERT : GR_ROLE_LEARNER;
    if (is_wrong(c, state, there)) {
        cell.mark = "!";
        cell.role = GR_ROLE_WRONG;
    }
    return cell;
}

static gr_board_cell cell_of(const scene *c, size_t at)
{
    static const char *const glyphs[] = { [GR_TILE_WALL] = "▒", [GR_TILE_HAZARD] = "~",
                                          [GR_TILE_GOAL] = "G" };
    gr_tile tile = c->s->model.tiles[at];

    if (tile == GR_TILE_FREE)
        return state_cell(c, c->s->model.state_at[at]);
    gr_board_cell cell = { .glyph = glyphs[tile], .heat = (double)NAN, .role = GR_ROLE_COVER };
    if (tile == GR_TILE_WALL) {
        cell.solid = true;
        return cell;
    }
    cell.role = tile == GR_TILE_GOAL ? GR_ROLE_GOOD : GR_ROLE_WARN;
    if (c->look == LEARNER)
        cell.heat = gr_grid_shade(visits_at(c, c->s->model.state_at[at]));
    return cell;
}

static bool add_board(const scene *c, gr_view *view, gr_error *err)
{
    const gr_model *model = &c->s->model;
    size_t cells = model->columns * model->rows;
    gr_shape *shape = gr_view_add(view, GR_SHAPE_CELLS, GR_ROLE_HEAT, "states", err);
    gr_board_cell *board = gr_arena_alloc(&view->arena, cells, sizeof *board, err);

    if (shape == NULL || board == NULL)
        return false;
    for (size_t i = 0; i < cells; i++)
        board[i] = cell_of(c, i);
    size_t start = gr_share_best(model->start, model->space.states);
    shape->as.board = (gr_board){ model->columns, model->rows, board,
                                  (size_t)model->space.y[start] };
    return true;
}

/* --- a road against time --- */

enum { WORK_MAX = 4000000 };

/* The distribution at each time, by propagating once more; or the labels, which know no time. */
static bool fill_road(const scene *c, double *values, size_t columns, gr_arena *arena,
                      gr_error *err)
{
    const gr_model *model = &c->s->model;
    size_t states = model->space.states;
    double *now = gr_arena_alloc(arena, 2 * states, sizeof *now, err), *next;

    if (now == NULL)
        return false;
    next = now + states;
    memcpy(now, model->start, states * sizeof *now);
    for (size_t t = 0; t < columns; t++) {
        for (size_t i = 0; i < states; i++)
            values[(states - 1 - i) * columns + t] = now[i] > 0 ? now[i] : (double)NAN;
        gr_propagate(model, c->a.shares, now, next);
        memcpy(now, next, states * sizeof *now);
    }
    return true;
}

static bool add_road(const scene *c, gr_view *view, gr_error *err)
{
    size_t states = c->s->model.space.states, columns = (size_t)c->s->horizon + 1;
    double half = (double)states / 2;

    if (columns * states > WORK_MAX)
        columns = WORK_MAX / states;
    gr_shape *shape = gr_view_add(view, GR_SHAPE_FIELD, GR_ROLE_HEAT, "share", err);
    double *values = gr_arena_alloc(&view->arena, columns * states, sizeof *values, err);
    if (shape == NULL || values == NULL || !fill_road(c, values, columns, &view->arena, err))
        return false;
    shape->plot = "rows";
    shape->as.field = (gr_field){ .columns = columns, .rows = states, .x0 = -0.5,
                                  .x1 = (double)columns - 0.5, .y0 = -half, .y1 = half,
                                  .values = values, .low = 0, .high = 1, .peaks = true,
                                  .shades = gr_share_shades };
    return true;
}

/* --- the figure --- */

enum { LEGEND_COLUMNS = 40 };

/* Counts of states in which something is decided. */
typedef struct tally {
    size_t visited, blank, wrong;
} tally;

static tally count_states(const scene *c)
{
    const gr_space *space = &c->s->model.space;
    tally t = { 0 };

    for (size_t i = 0; i < space->states; i++) {
        bool there = !c->s->model.terminal[i] && visits_at(c, i) >= GR_GRID_FAINT;
        t.visited += there;
        t.blank += there && !(gr_labels_at(space, c->a.counts, i) > 0);
        t.wrong += is_wrong(c, i, there);
    }
    return t;
}

static size_t fresh_labels(const scene *c)
{
    double count = 0;

    for (size_t i = 0; i < c->s->model.space.states; i++)
        count += gr_labels_at(&c->s->model.space, c->a.fresh, i);
    return (size_t)count;
}

/* Each look in words: its heading, and the sentence for the plain dialogue. */

/* Where there is room the shades are told, else the number of the moment. */
static void tell_learner(const scene *c, bool wide, gr_view *view, gr_error *err)
{
    const gr_dagger_state *now = c->now;
    gr_arena *arena = &view->arena;
    tally t = count_states(c);

    view->title = gr_arena_printf(arena, err, "learner, round %ld", now->round);
    view->note = wide && !c->s->model.road ? gr_arena_strdup(arena, "visits .01 . to .95 @", err)
                                           : gr_arena_printf(arena, err, "J %.3f", now->J);
    view->says = gr_arena_printf(
        arena, err,
        "map. After round %ld the learner decides in %zu states; %zu of them have no label (?), "
        "and in %zu its action is not the expert's (!). J is %.3f, the expert's %.3f.",
        now->round, t.visited, t.blank, t.wrong, now->J, c->s->expert_cost);
}

static void tell_walks(const scene *c, bool wide, gr_view *view, gr_error *err)
{
    gr_arena *arena = &view->arena;
    tally t = count_states(c);
    long round = c->now->round + 1;

    (void)wide;
    view->title = gr_arena_printf(arena, err, "round %ld, walks", round);
    view->note = gr_arena_printf(arena, err, "beta %.3g", c->now->beta);
    view->says = gr_arena_printf(
        arena, err,
        "map. In round %ld the walks decide in %zu states; %zu of them have no label yet.", round,
        t.visited, t.blank);
}

static void tell_labels(const scene *c, bool wide, gr_view *view, gr_error *err)
{
    gr_arena *arena = &view->arena;
    tally t = count_states(c);
    long round = c->now->round + 1;

    (void)wide;
    view->title = gr_arena_printf(arena, err, "round %ld, labels", round);
    view->note = gr_arena_printf(arena, err, "%zu new", fresh_labels(c));
    view->says = gr_arena_printf(arena, err,
                                 "map. In round %ld %zu states get labels; in %zu of them the "
                                 "learner would do something else (!).",
                                 round, t.visited, t.wrong);
}

static void tell_data(const scene *c, bool wide, gr_view *view, gr_error *err)
{
    gr_arena *arena = &view->arena;
    size_t labels = c->now->labels, states = gr_labels_states(&c->s->model.space, c->a.counts);

    const char *ending = states == 1 ? "" : "s";

    view->title = "data";
    view->note = wide ? gr_arena_printf(arena, err, "%zu labels in %zu state%s", labels, states,
                                        ending)
                      : gr_arena_printf(arena, err, "%zu labels", labels);
    view->says = gr_arena_printf(arena, err, "data. There are %zu labels in %zu state%s.", labels,
                                 states, ending);
}

static bool tell(const scene *c, const gr_view_request *request, gr_view *view, gr_error *err)
{
    static void (*const tellers[])(const scene *, bool, gr_view *, gr_error *) = {
        [LEARNER] = tell_learner, [WALKS] = tell_walks, [LABELS] = tell_labels, [DATA] = tell_data
    };

    tellers[c->look](c, request->columns >= LEGEND_COLUMNS, view, err);
    return view->title != NULL && view->note != NULL && view->says != NULL;
}

/* What the phases of a round that are done have made: what comes next has not begun. */
static look look_of(const gr_dagger_state *now, bool data)
{
    if (data || now->stage == GR_DAGGER_FIT)
        return DATA;
    return now->stage == GR_DAGGER_LABEL       ? WALKS
           : now->stage == GR_DAGGER_AGGREGATE ? LABELS
                                               : LEARNER;
}

static bool count_walks(const gr_job *job, scene *c, gr_view *view, gr_error *err)
{
    double *walked = gr_arena_alloc(&view->arena, c->s->model.space.states, sizeof *walked, err);
    size_t rows = gr_logbook_rows(job->log, GR_DAGGER_VISITS);

    for (size_t i = c->now->first_visit; walked != NULL && i < rows; i++) {
        const gr_visit *visit = gr_logbook_row(job->log, GR_DAGGER_VISITS, i);
        walked[visit->state]++;
    }
    c->walked = walked;
    return walked != NULL;
}

bool gr_dagger_view_map(const gr_job *job, const gr_dagger_state *now,
                        const gr_view_request *request, bool data, gr_view *view, gr_error *err)
{
    scene c = { .s = job->setup, .now = now, .look = look_of(now, data) };

    if (c.s->model.road && !data)
        c.look = LEARNER;
    c.a = gr_dagger_arrays_of(c.s, (gr_dagger_state *)(uintptr_t)now);
    c.fitted = gr_dagger_fit(job, c.a.counts);
    return (c.look != WALKS || count_walks(job, &c, view, err)) && tell(&c, request, view, err) &&
           (c.s->model.road && !data ? add_road(&c, view, err) : add_board(&c, view, err));
}
