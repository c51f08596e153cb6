/* What each head would do: a strip of shades for each, all on one axis, the data above them and
 * the disc below. */
#include "modes.h"

#include "gradus/obstacle.h"

#include <math.h>
#include <stdio.h>

enum { DRAWS = 512, LEAST = 12, MOST = 96, PARTS = 20, NAME = 32 };

/* A strip says how much of the actions lies in a PARTS-th of the axis, whatever its cells are. */
static const double shades[] = { .01, .02, .05, .1, .2, .4 };

typedef struct strips {
    size_t rows, cells; /* the first row at the bottom */
    size_t each;        /* rows of a strip: it and what parts it from the next, or it alone */
    size_t heads;       /* that there is room for */
    bool disc;          /* and whether there is for the disc */
    double low, high;
    double *values;
    const char **names;
    size_t next; /* counted from the top */
} strips;

static double wide(const strips *s)
{
    return (s->high - s->low) / (double)s->cells;
}

static void put(const strips *s, double *row, double action, double share)
{
    double at = floor((action - s->low) / wide(s));

    if (at >= 0 && at < (double)s->cells)
        row[(size_t)at] += share * (double)s->cells / PARTS;
}

/* --- what is in a strip --- */

static double of_data(const gr_modes_scene *c, const strips *s, double *row)
{
    size_t count = gr_modes_count(c->job, c->now, false);
    double state[GR_MODES_STATES], action, hits = 0;

    for (size_t i = 0; i < count; i++) {
        gr_modes_sample(c->job, c->now, false, i, state, &action);
        put(s, row, action, 1 / (double)count);
        hits += fabs(action) < GR_OBSTACLE_RADIUS;
    }
    return count > 0 && gr_modes_has_disc(c->s) ? hits / (double)count : gr_missing();
}

/* From the distribution where the head tells it, else of actions drawn. */
static double of_head(const gr_modes_scene *c, size_t fitter, const strips *s, double *row)
{
    const gr_head_job head = gr_modes_head(c->s, c->now, fitter);
    double state[GR_MODES_STATES], actions[DRAWS], low, high;
    bool sampled = gr_modes_how(c->job) == GR_EXECUTE_SAMPLE;
    gr_rng rng = gr_rng_stream(&c->now->look, "strips");

    if (c->now->made == 0)
        return gr_missing(); /* what is drawn before it learns means nothing */
    gr_modes_state_range(c, &low, &high);
    gr_modes_state_at(c, (low + high) / 2, state);
    if (sampled && head.head->below != NULL) {
        const double *y = gr_modes_outputs(c->job, c->now, fitter, state);
        for (size_t i = 0; i < s->cells; i++) {
            double from = s->low + (double)i * wide(s);
            double share =
                head.head->below(&head, y, from + wide(s)) - head.head->below(&head, y, from);
            row[i] = share * (double)s->cells / PARTS;
        }
    } else {
        size_t count = sampled ? DRAWS : 1;
        gr_modes_act(c->job, c->now, fitter, state, count, gr_modes_how(c->job), &rng, actions);
        for (size_t i = 0; i < count; i++)
            put(s, row, actions[i], 1 / (double)count);
    }
    return gr_modes_collision(c->job, c->now, fitter);
}

/* Where the disc is, in the shade of what is always there. */
static void of_disc(const strips *s, double *row)
{
    for (size_t i = 0; i < s->cells; i++)
        row[i] = fabs(s->low + ((double)i + 0.5) * wide(s)) < GR_OBSTACLE_RADIUS;
}

/* --- the picture --- */

static size_t row_now(const strips *s)
{
    return s->rows - 1 - s->next * s->each;
}

static double *row_of(const strips *s)
{
    return s->values + row_now(s) * s->cells;
}

/* "gaussian    44.8%": the share that crashes in a column of its own. */
static bool name_row(const gr_modes_scene *c, strips *s, const char *name, double collision)
{
    char percent[NAME] = "";

    if (!gr_is_missing(collision))
        snprintf(percent, sizeof percent, collision > 0.9995 ? "%.0f%%" : "%.1f%%",
                 100 * collision);
    const char *text = gr_modes_has_disc(c->s)
                           ? gr_arena_printf(&c->view->arena, c->err, "%-11s %5s", name, percent)
                           : name;
    s->names[row_now(s)] = text;
    s->next++;
    return text != NULL;
}

static bool fill(const gr_modes_scene *c, strips *s, gr_text *says)
{
    const char *data = gr_modes_has_disc(c->s) ? "data" : "all data";

    if (!name_row(c, s, data, of_data(c, s, row_of(s))))
        return false;
    for (size_t i = 0; i < s->heads; i++) {
        const char *name = c->s->fitters[i].head->name;
        double collision = of_head(c, i, s, row_of(s));
        if (!name_row(c, s, name, collision))
            return false;
        if (!gr_is_missing(collision))
            gr_text_addf(says, " %s hits the disc in %.1f percent.", name, 100 * collision);
    }
    if (!s->disc)
        return true;
    of_disc(s, row_of(s));
    return name_row(c, s, "disc", gr_missing());
}

/* A row is the heading's. Where there is little room the disc goes first, then a head for each row
 * that is missing. */
static void share_rows(const gr_modes_scene *c, strips *s)
{
    size_t room = c->request->rows > 1 ? (size_t)c->request->rows - 1 : 1, all = c->s->count;

    s->disc = gr_modes_has_disc(c->s) && room > 2 && all + 1 != room;
    size_t others = s->disc ? 2 : 1;
    s->heads = all + others <= room ? all : room > others ? room - others : 1;
    s->each = 2 * (s->heads + others) < room ? 2 : 1;
    s->rows = s->each * (s->heads + others) - (s->each - 1);
}

/* As many cells as the names leave room for, so that none is between two columns of the screen. */
static bool make(const gr_modes_scene *c, strips *s)
{
    bool disc = gr_modes_has_disc(c->s);
    int room = c->request->columns - (disc ? 18 : 12);

    share_rows(c, s);
    s->cells = room < LEAST ? LEAST : room > MOST ? MOST : (size_t)room;
    s->low = disc ? -1 : c->now->low;
    s->high = disc ? 1 : c->now->high;
    s->values = gr_arena_alloc(&c->view->arena, s->rows * s->cells, sizeof *s->values, c->err);
    s->names = gr_arena_alloc(&c->view->arena, s->rows, sizeof *s->names, c->err);
    for (size_t i = 0; s->names != NULL && i < s->rows; i++)
        s->names[i] = "";
    return s->values != NULL && s->names != NULL;
}

/* Headings of the columns; or of which state it is, as the data are of all. */
static const char *title(const gr_modes_scene *c)
{
    double low, high;

    if (gr_modes_has_disc(c->s))
        return "head        crash  actions";
    gr_modes_state_range(c, &low, &high);
    return gr_arena_printf(&c->view->arena, c->err, "actions in the state %.3g", (low + high) / 2);
}

bool gr_modes_strips(const gr_modes_scene *c)
{
    gr_shape *shape = gr_view_add(c->view, GR_SHAPE_FIELD, GR_ROLE_HEAT, "share", c->err);
    strips s = { 0 };
    gr_text says = { 0 };
    bool good = shape != NULL && make(c, &s);

    gr_text_add(&says, "strips. How often each action is taken.");
    good = good && fill(c, &s, &says) && gr_text_ok(&says, c->err);
    if (good) {
        shape->plot = "rows";
        shape->as.field = (gr_field){ .columns = s.cells,
                                      .rows = s.rows,
                                      .x0 = s.low,
                                      .x1 = s.high,
                                      .y1 = (double)s.rows,
                                      .values = s.values,
                                      .shades = shades,
                                      .row_names = s.names };
        c->view->title = title(c);
        c->view->note = "";
        c->view->says = gr_arena_strdup(&c->view->arena, gr_text_string(&says), c->err);
        good = c->view->title != NULL && c->view->says != NULL;
    }
    gr_text_clear(&says);
    return good;
}
