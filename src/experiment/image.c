/* image - a picture is a matrix of grey values.
 *
 * Any CSV of numbers is a picture, one line a row, a line of names in front allowed. Rows and
 * columns count from 0, steps from 1: step k reads the k-th pixel in row order, which is the one at
 * row (k - 1) / width and column (k - 1) % width, and the last step reads the last pixel. Step 0 is
 * the start: nothing has been read, so row, column and value are missing in its row.
 *
 * The columns and the table hold the values of the file. Brightness and threshold change only what
 * is shown; the figures show all of it, in shades, in numbers and as one vector.
 */
#include "image.h"

#include "gradus/csv.h"
#include "gradus/paths.h"

#include <math.h>

enum { PIXELS_MAX = 1000000 };

static const double count_max = 1e9; /* whole values below it are shown with all their digits */

static const char *const no_threshold[] = { "none", NULL };
static const char *const auto_white[] = { "auto", NULL };

static const gr_param params[] = {
    { .name = "file",
      .kind = GR_PARAM_FILE,
      .initial = "lincoln.csv",
      .help = "a CSV of grey values, one line for each row of the picture" },
    { .name = "brightness",
      .kind = GR_PARAM_NUMBER,
      .unit = "grey values",
      .initial = "0",
      .low = -65535,
      .high = 65535,
      .live = true,
      .help = "added to every value before it is shown; the file stays as it is" },
    { .name = "threshold",
      .kind = GR_PARAM_NUMBER,
      .unit = "grey values",
      .initial = "none",
      .words = no_threshold,
      .low = 0,
      .high = 65535,
      .live = true,
      .help = "what is not below it is shown white, the rest black" },
    { .name = "white",
      .kind = GR_PARAM_NUMBER,
      .unit = "grey values",
      .initial = "auto",
      .words = auto_white,
      .low = 0,
      .high = INFINITY,
      .low_open = true,
      .log_scale = true,
      .help = "the value that is white; auto: the first of 1, 16, 255, 65535 that none exceeds" },
    { .name = NULL },
};

size_t image_pixels(const image_setup *image)
{
    return image->rows * image->columns;
}

/* --- reading --- */

/* A first line with text in it is a header, but among numbers it is a slip of the pen. */
static bool check_header(const gr_csv *csv, gr_error *err)
{
    size_t numbers = 0, text = csv->columns;
    long line, column;
    double value;

    for (size_t c = 0; csv->has_header && c < csv->columns; c++) {
        bool number = gr_csv_cell_number(gr_csv_heading(csv, c), &value);
        numbers += number;
        text = number || text < csv->columns ? text : c;
    }
    if (numbers == 0)
        return true;
    gr_csv_heading_place(csv, text, &line, &column);
    return gr_fail_at(err, csv->name, line, column, "'%.40s' is no pixel; a pixel is a number",
                      gr_csv_heading(csv, text));
}

static bool check_size(const gr_csv *csv, gr_error *err)
{
    size_t most = PIXELS_MAX / csv->columns;
    long line, column;

    if (csv->rows == 0)
        return gr_fail_at(err, csv->name, 1, 1,
                          "no picture; a picture has at least one line of numbers");
    if (csv->rows <= most)
        return true;
    gr_csv_place(csv, most, 0, &line, &column);
    return gr_fail_at(err, csv->name, line, column,
                      "more than %d pixels; at %zu a row there may be %zu rows",
                      PIXELS_MAX, csv->columns, most);
}

static bool check_pixels(const gr_csv *csv, gr_error *err)
{
    long line, column;

    for (size_t r = 0; r < csv->rows; r++) {
        for (size_t c = 0; c < csv->columns; c++) {
            if (isfinite(gr_csv_number(csv, r, c)))
                continue;
            const char *text = gr_csv_text(csv, r, c);
            gr_csv_place(csv, r, c, &line, &column);
            if (text[0] == '\0')
                return gr_fail_at(err, csv->name, line, column,
                                  "an empty cell; a pixel is a finite number");
            return gr_fail_at(err, csv->name, line, column,
                              "'%.40s' is no pixel; a pixel is a finite number", text);
        }
    }
    return true;
}

bool image_is_count(double value)
{
    return floor(value) == value && fabs(value) < count_max;
}

static bool copy_values(image_setup *image, const gr_csv *csv, gr_arena *arena, gr_error *err)
{
    double *values = gr_arena_alloc(arena, csv->rows * csv->columns, sizeof *values, err);

    if (values == NULL)
        return false;
    *image = (image_setup){
        .rows = csv->rows, .columns = csv->columns, .values = values, .whole = true
    };
    for (size_t i = 0; i < image_pixels(image); i++) {
        values[i] = gr_csv_number(csv, i / csv->columns, i % csv->columns);
        image->whole = image->whole && image_is_count(values[i]);
        image->black = values[i] < image->black ? values[i] : image->black;
        image->white = values[i] > image->white ? values[i] : image->white;
    }
    return true;
}

/* Black is 0, or the lowest value below it. */
static void choose_white(image_setup *image, const gr_value *white)
{
    static const double usual[] = { 1, 16, 255, 65535 };

    if (white->word < 0) {
        image->white = white->number;
        return;
    }
    for (size_t i = 0; i < GR_LEN(usual); i++) {
        if (image->white <= usual[i]) {
            image->white = usual[i];
            return;
        }
    }
}

static bool read_picture(image_setup *image, const char *file, gr_arena *arena, gr_error *err)
{
    gr_text path = { 0 };
    gr_csv csv = { 0 };
    bool good = gr_path_find(file, GR_PATH_DATA, &path, err) &&
                gr_csv_load(gr_text_string(&path), &csv, err) && check_header(&csv, err) &&
                check_size(&csv, err) && check_pixels(&csv, err) &&
                copy_values(image, &csv, arena, err);

    gr_csv_clear(&csv);
    gr_text_clear(&path);
    return good;
}

static bool prepare(void **out, const gr_values *values, gr_arena *arena, gr_error *err)
{
    image_setup *image = gr_arena_alloc(arena, 1, sizeof *image, err);

    if (image == NULL || !read_picture(image, gr_values_text(values, "file"), arena, err))
        return false;
    choose_white(image, gr_values_find(values, "white", err));
    image->brightness = gr_values_index(values, "brightness");
    image->threshold = gr_values_index(values, "threshold");
    *out = image;
    return true;
}

/* --- stepping --- */

static size_t state_size(const gr_job *job)
{
    (void)job;
    return sizeof(image_state);
}

static gr_progress init(const gr_job *job, void *at, gr_rng rng)
{
    (void)job, (void)at, (void)rng; /* a zeroed state has read nothing */
    return GR_STEP;
}

static gr_progress advance(const gr_job *job, void *at, bool fine)
{
    image_state *now = at;

    (void)fine;
    now->read++;
    return now->read == image_pixels(job->setup) ? GR_FINISHED : GR_STEP;
}

static bool columns(const gr_job *job, gr_columns *columns, gr_error *err)
{
    const image_setup *image = job->setup;
    int decimals = image->whole ? GR_DECIMALS_COUNT : GR_DECIMALS_AUTO;

    return gr_columns_add(columns, "row", "", GR_DECIMALS_COUNT, err) &&
           gr_columns_add(columns, "column", "", GR_DECIMALS_COUNT, err) &&
           gr_columns_add(columns, "value", "", decimals, err);
}

static void pixel_row(const image_setup *image, size_t i, double *row)
{
    row[0] = (double)(i / image->columns);
    row[1] = (double)(i % image->columns);
    row[2] = image->values[i];
}

static void measure(const gr_job *job, const void *at, double *row)
{
    const image_state *now = at;

    if (now->read > 0)
        pixel_row(job->setup, now->read - 1, row);
}

static long length(const gr_job *job)
{
    return (long)image_pixels(job->setup);
}

/* --- export --- */

static const gr_table_spec tables[] = {
    { "pixels", "row,column,value of the whole picture, as in the file" },
    { NULL, NULL },
};

static bool table(const gr_job *job, const void *at, int which, gr_table *out, gr_error *err)
{
    const image_setup *image = job->setup;

    (void)at, (void)which;
    if (!columns(job, &out->columns, err))
        return false;
    for (size_t i = 0; i < image_pixels(image); i++) {
        double row[3];
        pixel_row(image, i, row);
        if (!gr_table_add(out, row, err))
            return false;
    }
    return true;
}

const gr_experiment gr_experiment_image = {
    .name = "image",
    .summary = "a picture as shades, as numbers, and as one long vector",
    .params = params,
    .figures = image_figures,
    .tables = tables,
    .prepare = prepare,
    .columns = columns,
    .state_size = state_size,
    .init = init,
    .advance = advance,
    .measure = measure,
    .view = image_view,
    .table = table,
    .length = length,
};
