/* gradus status: how far a student has come, a line a lesson. */
#include "cli.h"

#include "gradus/app.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { NUMBER, TITLE, PROGRESS, PREDICTED, ANSWERED, LAST, OPEN, COLUMNS };

typedef struct sheet {
    gr_text *cells; /* COLUMNS a row, the heading first */
    size_t rows;
} sheet;

/* --- a row --- */

/* "1 of 3", nothing where there are none. */
static void put_share(gr_text *cell, size_t part, size_t whole)
{
    if (whole > 0)
        gr_text_addf(cell, "%zu of %zu", part, whole);
}

/* "2026-11-22 21:40" of 2026-11-22T21:40:27Z; what is no time is shown as it is. */
static void put_time(gr_text *cell, const char *time)
{
    if (strlen(time) == strlen("2026-11-22T21:40:27Z") && time[10] == 'T')
        gr_text_addf(cell, "%.10s %.5s", time, time + 11);
    else
        gr_text_add(cell, time);
}

static void put_open(gr_text *cell, const gr_lesson *lesson, const gr_csv *rows)
{
    for (size_t i = 0; i < lesson->item_count; i++)
        if (gr_item_is_open(lesson, lesson->items[i], rows))
            gr_text_addf(cell, "%s%s", cell->length > 0 ? ", " : "", lesson->items[i]->id);
}

static void put_row(gr_text *cells, const gr_catalogue_entry *entry, const gr_csv *rows)
{
    gr_lesson_standing standing;

    if (entry->lesson == NULL) {
        gr_text_add(&cells[TITLE], entry->name);
        gr_text_add(&cells[PROGRESS], "cannot be read");
        return;
    }
    gr_lesson_stand(entry->lesson, rows, &standing);
    gr_text_add(&cells[NUMBER], entry->lesson->number);
    gr_text_add(&cells[TITLE], entry->lesson->title);
    gr_text_add(&cells[PROGRESS], standing.word);
    if (standing.last[0] == '\0')
        return;
    put_share(&cells[PREDICTED], standing.predicted, standing.predictions);
    put_share(&cells[ANSWERED], standing.answered, standing.asks);
    put_time(&cells[LAST], standing.last);
    put_open(&cells[OPEN], entry->lesson, rows);
}

/* --- all of them, in columns --- */

static size_t width_of(const sheet *s, size_t column)
{
    size_t width = 0;

    for (size_t row = 0; row < s->rows; row++) {
        size_t w = gr_text_width(gr_text_string(&s->cells[row * COLUMNS + column]));
        width = w > width ? w : width;
    }
    return width;
}

static void put_line(gr_text *out, const sheet *s, size_t row, const size_t widths[COLUMNS])
{
    size_t blanks = 0;

    for (size_t c = 0; c < COLUMNS; c++) {
        const char *cell = gr_text_string(&s->cells[row * COLUMNS + c]);
        if (cell[0] != '\0') {
            gr_text_pad(out, ' ', blanks);
            gr_text_add(out, cell);
            blanks = 0;
        }
        blanks += widths[c] - gr_text_width(cell) + 2;
    }
    gr_text_add(out, "\n");
}

static bool print_sheet(const sheet *s, gr_error *err)
{
    gr_text out = { 0 };
    size_t widths[COLUMNS];
    bool good = true;

    for (size_t i = 0; good && i < s->rows * COLUMNS; i++)
        good = gr_text_ok(&s->cells[i], err);
    for (size_t c = 0; c < COLUMNS; c++)
        widths[c] = width_of(s, c);
    for (size_t row = 0; good && row < s->rows; row++)
        put_line(&out, s, row, widths);
    good = good && gr_text_ok(&out, err);
    if (good)
        gr_cli_print("%s", gr_text_string(&out));
    gr_text_clear(&out);
    return good;
}

static bool print_status(const gr_catalogue *catalogue, const gr_csv *rows, gr_error *err)
{
    static const char *const heads[COLUMNS] = { "",         "lesson", "progress", "predicted",
                                                "answered", "last",   "open" };
    sheet s = { .rows = catalogue->count + 1 };

    s.cells = gr_alloc(s.rows * COLUMNS, sizeof *s.cells, err);
    if (s.cells == NULL)
        return false;
    for (size_t c = 0; c < COLUMNS; c++)
        gr_text_add(&s.cells[c], heads[c]);
    for (size_t i = 0; i < catalogue->count; i++)
        put_row(&s.cells[(i + 1) * COLUMNS], &catalogue->entries[i], rows);
    bool printed = print_sheet(&s, err);
    for (size_t i = 0; i < s.rows * COLUMNS; i++)
        gr_text_clear(&s.cells[i]);
    gr_free(s.cells);
    return printed;
}

/* --- whose --- */

/* A student of another name must have a record; one's own may be empty so far. */
static bool read_record(const char *name, gr_csv *rows, gr_error *err)
{
    gr_text student = { 0 }, path = { 0 };
    bool found =
        (name != NULL ? gr_student_clean(name, &student, err) : gr_student_name(&student, err)) &&
        gr_record_path(gr_text_string(&student), &path, err);

    if (found && name != NULL && access(gr_text_string(&path), F_OK) != 0)
        found = gr_fail(err, GR_ERROR_IO, "there is no record %s", gr_text_string(&path));
    found = found && gr_record_read(gr_text_string(&student), rows, err);
    gr_text_clear(&student);
    gr_text_clear(&path);
    return found;
}

static bool status_of(const char *student, gr_error *err)
{
    gr_catalogue catalogue = { 0 };
    gr_csv rows = { 0 };
    bool done = read_record(student, &rows, err) && gr_catalogue_load(&catalogue, err) &&
                print_status(&catalogue, &rows, err);

    gr_catalogue_clear(&catalogue);
    gr_csv_clear(&rows);
    return done;
}

static int run(int argc, char **argv)
{
    const char *student = NULL;
    gr_error err;

    for (int option; (option = gr_cli_option(argc, argv, &gr_verb_status)) != -1;) {
        if (option != GR_OPTION_STUDENT)
            return gr_cli_other(&gr_verb_status, option);
        student = optarg;
    }
    if (argc > optind)
        return gr_cli_usage(&gr_verb_status, "'%s' is too much", argv[optind]);
    return status_of(student, &err) ? EXIT_SUCCESS : gr_cli_fail(&err);
}

static const gr_cli_entry rows[] = {
    { .value = GR_OPTION_STUDENT,
      .name = "student",
      .argument = "NAME",
      .help = "of this student's record",
      .initial = "$GRADUS_STUDENT, or the name of the account" },
    { 0 },
};

const gr_verb gr_verb_status = {
    .name = "status",
    .summary = "say how far you have come, a line a lesson",
    .notes = "The word of a lesson is the lowest over its questions. Questions that still wait are "
             "named at the end; times are UTC. Records are kept in gradus/ of $XDG_STATE_HOME or "
             "~/.local/state.",
    .options = rows,
    .run = run,
};
