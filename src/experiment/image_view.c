/* The figures of `image`: shades, numbers, one vector. All show the picture as the knobs have it.
 */
#include "image.h"

#include <math.h>

const gr_figure image_figures[] = {
    { .name = "picture",
      .title = "shades",
      .bare = true,
      .layers = { { .shape = GR_SHAPE_FIELD, .role = GR_ROLE_HEAT, .label = "picture" },
                  { .shape = GR_SHAPE_POINTS, .role = GR_ROLE_FOCUS, .label = "cursor" } },
      .count = 2 },
    { .name = "numbers",
      .title = "numbers",
      .layers = { { .shape = GR_SHAPE_TEXT, .role = GR_ROLE_TEXT, .label = "numbers" } },
      .count = 1 },
    { .name = "vector",
      .title = "vector",
      .x = { .label = "entry" },
      .y = { .label = "value" },
      .layers = { { .shape = GR_SHAPE_SERIES, .role = GR_ROLE_GHOST, .label = "all" },
                  { .shape = GR_SHAPE_SERIES, .role = GR_ROLE_SERIES1, .label = "read" } },
      .count = 2 },
    { .name = NULL },
};

/* A value as it is shown: black or white, or brightened and cut at both ends. */
static double shown(const gr_job *job, double value)
{
    const image_setup *image = job->setup;
    const gr_value *threshold = &job->values->items[image->threshold];
    double bright = value + job->values->items[image->brightness].number;

    if (threshold->word < 0)
        return bright >= threshold->number ? image->white : image->black;
    bright = image->whole ? rint(bright) : bright;
    return bright < image->black ? image->black : bright > image->white ? image->white : bright;
}

static void number_text(const image_setup *image, double value, char out[GR_NUMBER_SIZE])
{
    gr_number_shown(
        value, image->whole && image_is_count(value) ? GR_DECIMALS_COUNT : GR_DECIMALS_AUTO, out);
}

/* "16 x 12"; "row 1, column 1 = 182"; where it is shown as another, "... = 182 shown 222". */
static bool add_words(const gr_job *job, const image_state *now, gr_view *view, gr_error *err)
{
    const image_setup *image = job->setup;
    size_t i = now->read > 0 ? now->read - 1 : 0, row = i / image->columns;
    double value = image->values[i], seen = shown(job, value);
    char text[GR_NUMBER_SIZE], other[GR_NUMBER_SIZE];

    number_text(image, value, text);
    number_text(image, seen, other);
    view->note = now->read == 0
                     ? gr_arena_printf(&view->arena, err, "%zu x %zu", image->rows, image->columns)
                     : gr_arena_printf(&view->arena, err, "row %zu, column %zu = %s%s%s", row,
                                       i % image->columns, text, seen != value ? " shown " : "",
                                       seen != value ? other : "");
    view->says = gr_arena_printf(
        &view->arena, err, "%s. %zu rows of %zu grey values; %zu of %zu read.", view->figure->name,
        image->rows, image->columns, now->read, image_pixels(image));
    return view->note != NULL && view->says != NULL;
}

/* --- shades --- */

/* The present pixel between brackets; where both fall into one cell, the left one is seen. */
static bool add_cursor(const image_setup *image, const image_state *now, gr_view *view,
                       gr_error *err)
{
    static const char *const brackets[] = { "]", "[" };
    gr_shape *cursor = gr_view_add(view, GR_SHAPE_POINTS, GR_ROLE_FOCUS, "cursor", err);
    double *place = gr_arena_alloc(&view->arena, 4, sizeof *place, err);

    if (cursor == NULL || place == NULL)
        return false;
    double column = (double)((now->read - 1) % image->columns);
    double row = (double)(image->rows - 1 - (now->read - 1) / image->columns);
    place[0] = column + 0.75;
    place[1] = column + 0.25;
    place[2] = place[3] = row + 0.5;
    cursor->as.points = (gr_points){ .count = 2, .x = place, .y = place + 2, .marks = brackets };
    return true;
}

/* A field has its first row at the bottom, a picture on top. */
static bool view_picture(const gr_job *job, const image_state *now, gr_view *view, gr_error *err)
{
    const image_setup *image = job->setup;
    size_t wide = image->columns;
    gr_shape *field = gr_view_add(view, GR_SHAPE_FIELD, GR_ROLE_HEAT, "picture", err);
    double *values = gr_arena_alloc(&view->arena, image_pixels(image), sizeof *values, err);

    if (field == NULL || values == NULL)
        return false;
    for (size_t i = 0; i < image_pixels(image); i++)
        values[(image->rows - 1 - i / wide) * wide + i % wide] = shown(job, image->values[i]);
    field->as.field = (gr_field){ .columns = wide,
                                  .rows = image->rows,
                                  .x1 = (double)wide,
                                  .y1 = (double)image->rows,
                                  .values = values,
                                  .low = image->black,
                                  .high = image->white };
    return now->read == 0 || add_cursor(image, now, view, err);
}

/* --- numbers --- */

enum { FRACTION_WIDTH = 9 }; /* -1.234e-4 */

/* The part of the picture that there is room for. */
typedef struct window {
    size_t left, top, columns, rows;
    int cell, label; /* columns of text for a value, and for a row's number */
} window;

static int widest(const image_setup *image)
{
    char text[GR_NUMBER_SIZE];
    size_t most = 0;

    if (!image->whole || !image_is_count(image->white))
        return FRACTION_WIDTH;
    for (size_t i = 0; i < image_pixels(image); i++) {
        size_t length = gr_number_shown(image->values[i], GR_DECIMALS_COUNT, text);
        most = length > most ? length : most;
    }
    size_t white = gr_number_shown(image->white, GR_DECIMALS_COUNT, text);
    return (int)(white > most ? white : most);
}

/* The first of `visible` rows or columns: it moves by half of them when `present` has left. */
static size_t first_of(size_t present, size_t visible, size_t count)
{
    size_t move = visible > 1 ? visible / 2 : 1;

    if (present < visible)
        return 0;
    size_t first = (present - visible + move) / move * move;
    return first + visible > count ? count - visible : first;
}

/* A heading for the columns, a bracket behind the last, and room to say that there are more. */
static window make_window(const image_setup *image, const image_state *now,
                          const gr_view_request *request)
{
    char text[GR_NUMBER_SIZE];
    window w = { .cell = widest(image) };
    size_t present = now->read > 0 ? now->read - 1 : 0;

    w.label = (int)gr_number_shown((double)(image->rows - 1), GR_DECIMALS_COUNT, text);
    int room = (request->columns - w.label - 3) / (w.cell + 1), rows = request->rows - 2;
    w.columns = room < 1 ? 1 : image->columns < (size_t)room ? image->columns : (size_t)room;
    w.rows = rows < 1 ? 1 : image->rows < (size_t)rows ? image->rows : (size_t)rows;
    w.left = first_of(present % image->columns, w.columns, image->columns);
    w.top = first_of(present / image->columns, w.rows, image->rows);
    return w;
}

static bool heading_line(const image_setup *image, const window *w, gr_text *line, gr_error *err)
{
    gr_text_addf(line, "%*s", w->label, w->left > 0 ? "<" : "");
    for (size_t c = w->left; c < w->left + w->columns; c++)
        gr_text_addf(line, " %*zu", w->cell, c);
    if (w->left + w->columns < image->columns)
        gr_text_add(line, " >");
    return gr_text_ok(line, err);
}

/* One row of numbers, the pixel just read between brackets. */
static bool number_line(const gr_job *job, const image_state *now, const window *w, size_t row,
                        gr_text *line, gr_error *err)
{
    const image_setup *image = job->setup;
    char text[GR_NUMBER_SIZE];
    bool open = false;

    gr_text_addf(line, "%*zu", w->label, row);
    for (size_t c = w->left; c < w->left + w->columns; c++) {
        size_t i = row * image->columns + c;
        const char *before = open ? "]" : i + 1 == now->read ? "[" : " ";
        open = i + 1 == now->read;
        number_text(image, shown(job, image->values[i]), text);
        gr_text_addf(line, "%s%*s", before, w->cell, text);
    }
    gr_text_add(line, open ? "]" : "");
    return gr_text_ok(line, err);
}

static bool view_numbers(const gr_job *job, const image_state *now, const gr_view_request *request,
                         gr_view *view, gr_error *err)
{
    window w = make_window(job->setup, now, request);
    gr_shape *shape = gr_view_add(view, GR_SHAPE_TEXT, GR_ROLE_TEXT, "numbers", err);
    const char **lines = gr_arena_alloc(&view->arena, w.rows + 1, sizeof *lines, err);
    gr_text line = { 0 };
    bool good = shape != NULL && lines != NULL;

    for (size_t r = 0; good && r <= w.rows; r++) {
        gr_text_truncate(&line, 0);
        good = r == 0 ? heading_line(job->setup, &w, &line, err)
                      : number_line(job, now, &w, w.top + r - 1, &line, err);
        lines[r] = good ? gr_arena_strdup(&view->arena, gr_text_string(&line), err) : NULL;
        good = lines[r] != NULL;
    }
    gr_text_clear(&line);
    if (good)
        shape->as.text = (gr_lines){ .count = w.rows + 1, .lines = lines };
    return good;
}

/* --- one vector --- */

/* All of it dotted, so that the axes never move, and what has been read on top. */
static bool view_vector(const gr_job *job, const image_state *now, gr_view *view, gr_error *err)
{
    const image_setup *image = job->setup;
    gr_shape *all = gr_view_add(view, GR_SHAPE_SERIES, GR_ROLE_GHOST, "all", err);
    gr_shape *read =
        all != NULL ? gr_view_add(view, GR_SHAPE_SERIES, GR_ROLE_SERIES1, "read", err) : NULL;
    double *x = gr_arena_alloc(&view->arena, image_pixels(image), sizeof *x, err);
    double *y = gr_arena_alloc(&view->arena, image_pixels(image), sizeof *y, err);

    if (read == NULL || x == NULL || y == NULL)
        return false;
    for (size_t i = 0; i < image_pixels(image); i++) {
        x[i] = (double)(i + 1);
        y[i] = shown(job, image->values[i]);
    }
    all->as.series = (gr_series){ .count = image_pixels(image), .x = x, .y = y };
    all->dotted = true;
    read->as.series = (gr_series){ .count = now->read, .x = x, .y = y };
    return true;
}

bool image_view(const gr_job *job, const void *at, const gr_view_request *request, gr_view *view,
                gr_error *err)
{
    const image_state *now = at;

    if (!add_words(job, now, view, err))
        return false;
    if (request->figure == &image_figures[0])
        return view_picture(job, now, view, err);
    return request->figure == &image_figures[1] ? view_numbers(job, now, request, view, err)
                                                : view_vector(job, now, view, err);
}
