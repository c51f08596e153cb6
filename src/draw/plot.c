#include "gradus/plot.h"

#include "gradus/chart.h"

#include <limits.h>
#include <string.h>

#define GR_PLOT(name) extern const gr_plot gr_plot_##name;
#include "plots.def"
#undef GR_PLOT

static const gr_plot *const plots[] = {
#define GR_PLOT(name) &gr_plot_##name,
#include "plots.def"
#undef GR_PLOT
};

enum { LEAST_ROWS = 3, LEAST_COLUMNS = 8 };

size_t gr_plot_count(void)
{
    return GR_LEN(plots);
}

const gr_plot *gr_plot_at(size_t index)
{
    return plots[index];
}

const gr_plot *gr_plot_find(const char *name, gr_error *err)
{
    gr_text names = { 0 };

    for (size_t i = 0; i < GR_LEN(plots); i++) {
        if (strcmp(plots[i]->name, name) == 0) {
            gr_text_clear(&names);
            return plots[i];
        }
        gr_text_addf(&names, "%s%s", i > 0 ? ", " : "", plots[i]->name);
    }
    gr_fail(err, GR_ERROR_USAGE, "unknown plot kind '%s'; there are: %s", name,
            gr_text_string(&names));
    gr_text_clear(&names);
    return NULL;
}

const gr_plot *gr_plot_for(gr_shape_kind shape)
{
    for (size_t i = 0; i < GR_LEN(plots); i++)
        if (plots[i]->shape == shape)
            return plots[i];
    return NULL;
}

/* The columns of a title that are shown where there is no room for all of it: whole words, as half
 * of "5-8-4-3" is another net; of one word what fits. */
static int title_columns(const char *title, int room)
{
    int all = (int)gr_text_width(title), columns = 0;

    if (all <= room)
        return all;
    for (const char *end = strchr(title, ' '); end != NULL; end = strchr(end + 1, ' ')) {
        int before = all - (int)gr_text_width(end) - (end > title && end[-1] == ',');
        columns = before <= room ? before : columns;
    }
    return columns > 0 ? columns : room;
}

/* The title, and the unit of what is measured; the columns taken. */
static int draw_title(gr_canvas *canvas, gr_rect rect, int room, const gr_view *view)
{
    const char *unit = view->figure != NULL ? view->figure->y.unit : NULL;
    int shown = title_columns(view->title, room);
    int used = gr_canvas_text(canvas, rect.x, rect.y, shown, view->title, GR_ROLE_HEADING);

    if (unit == NULL || unit[0] == '\0' || used < (int)gr_text_width(view->title))
        return used;
    used += gr_canvas_text(canvas, rect.x + used, rect.y, room - used, ", ", GR_ROLE_HEADING);
    return used + gr_canvas_text(canvas, rect.x + used, rect.y, room - used, unit, GR_ROLE_HEADING);
}

const char *gr_note_fit(const char *note, int width)
{
    const char *equals = strrchr(note, '=');

    if ((int)gr_text_width(note) > width && equals != NULL)
        note = equals + 1 + strspn(equals + 1, " "); /* half a sum would be a wrong one */
    while ((int)gr_text_width(note) > width) {
        note += strcspn(note, " ");
        note += strspn(note, " ");
    }
    return note;
}

/* Without a number of the moment the right end names the scale, where all of it fits. */
static void draw_scale(gr_canvas *canvas, gr_rect rect, int taken, const gr_view *view)
{
    static const char *const names[2][2] = { { "", "x log scale" }, { "log scale", "both log" } };
    const gr_figure *figure = view->figure;

    if (figure == NULL || gr_chart_axis_rows(view) == 0)
        return;
    const char *name = names[figure->y.log][figure->x.log];
    if (taken + 2 + (int)strlen(name) <= rect.width)
        gr_canvas_text_right(canvas, rect.x, rect.y, rect.width, name, GR_ROLE_DIM);
}

/* Title left, note right; the note is the number that stays to the last. */
static void draw_heading(gr_canvas *canvas, gr_rect rect, const gr_view *view)
{
    const char *note = gr_note_fit(view->note != NULL ? view->note : "", rect.width);
    int needed = (int)gr_text_width(note);
    int room = rect.width - needed - (needed > 0 ? 2 : 0);
    int taken = room > 0 ? draw_title(canvas, rect, room, view) : 0;

    if (view->note == NULL)
        draw_scale(canvas, rect, taken, view);
    gr_canvas_text_right(canvas, rect.x, rect.y, rect.width, note, GR_ROLE_HEADING);
}

/* The kind that draws a shape: the one asked for where it fits, else what suits it, else its default. */
static const gr_plot *kind_for(const gr_shape *shape, const gr_plot *asked)
{
    const gr_plot *own = shape->plot != NULL ? gr_plot_find(shape->plot, NULL) : NULL;

    if (asked != NULL && asked->shape == shape->kind)
        return asked;
    return own != NULL && own->shape == shape->kind ? own : gr_plot_for(shape->kind);
}

int gr_figure_rows(const gr_view *view, const gr_plot *plot)
{
    int most = 0;

    for (size_t i = 0; i < view->count; i++) {
        const gr_plot *kind = kind_for(&view->shapes[i], plot);
        if (kind == NULL)
            continue;
        if (kind->rows == NULL)
            return INT_MAX;
        int rows = kind->rows(&view->shapes[i]) + 1;
        most = rows > most ? rows : most;
    }
    return most;
}

/* What lies lower is drawn first. */
static int height_of(const gr_shape *shape)
{
    return shape->kind == GR_SHAPE_FIELD ? 0 : shape->kind == GR_SHAPE_SERIES ? 1 : 2;
}

static bool draw_shapes(gr_canvas *canvas, gr_rect body, const gr_view *view, const gr_plot *plot,
                        gr_error *err)
{
    for (int height = 0; height <= 2; height++) {
        for (size_t i = 0; i < view->count; i++) {
            const gr_shape *shape = &view->shapes[i];
            const gr_plot *kind = kind_for(shape, plot);
            if (kind != NULL && height_of(shape) == height &&
                !kind->draw(canvas, body, view, shape, err))
                return false;
        }
    }
    return true;
}

static void draw_marks(gr_canvas *canvas, gr_rect body, const gr_view *view, const gr_plot *plot)
{
    for (size_t i = 0; i < view->count; i++) {
        const gr_plot *kind = kind_for(&view->shapes[i], plot);
        if (kind != NULL && kind->marks != NULL)
            kind->marks(canvas, body, view, &view->shapes[i]);
    }
}

bool gr_figure_draw(gr_canvas *canvas, gr_rect rect, const gr_view *view, const gr_plot *plot,
                    gr_error *err)
{
    if (rect.width < 1 || rect.height < 1)
        return true;
    draw_heading(canvas, rect, view);
    gr_rect body = { rect.x, rect.y + 1, rect.width, rect.height - 1 };
    if (body.height < LEAST_ROWS - 1 || body.width < LEAST_COLUMNS)
        return true;
    gr_view shared = *view; /* limits found once, and not by each shape */
    if (!shared.fixed) {
        shared.fixed = true;
        shared.limits = gr_chart_no_limits();
        gr_chart_join(&shared.limits, view);
    }
    if (!draw_shapes(canvas, body, &shared, plot, err))
        return false;
    draw_marks(canvas, body, &shared, plot);
    return true;
}
