#include "cli.h"

#include "gradus/capsule.h"
#include "gradus/csv.h"
#include "gradus/file.h"

#include <getopt.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CAPSULE_MAX = 1 << 20, CSV_MAX = 64 << 20 };

/* --- comparing, number by number --- */

static bool same_shape(const char *name, const gr_csv *file, const gr_csv *again, gr_error *err)
{
    if (file->columns != again->columns)
        return gr_fail(err, GR_ERROR_DIFFERENCE, "%s: %zu columns; the run again has %zu", name,
                       file->columns, again->columns);
    for (size_t c = 0; c < file->columns; c++) {
        const char *mine = gr_csv_heading(file, c), *other = gr_csv_heading(again, c);
        if (mine == NULL || other == NULL || strcmp(mine, other) != 0)
            return gr_fail(err, GR_ERROR_DIFFERENCE,
                           "%s: column %zu is '%s'; in the run again '%s'", name, c + 1,
                           mine != NULL ? mine : "", other != NULL ? other : "");
    }
    return true;
}

/* "run 2, step 14" in front of what differs, where there are such columns. */
static void place_of(const gr_csv *csv, size_t row, gr_text *place)
{
    static const char *const names[] = { "run", "step" };

    for (size_t i = 0; i < GR_LEN(names); i++)
        for (size_t c = 0; c < csv->columns; c++)
            if (strcmp(gr_csv_heading(csv, c), names[i]) == 0)
                gr_text_addf(place, "%s %s, ", names[i], gr_csv_text(csv, row, c));
}

static bool differ(const char *name, const gr_csv *file, const gr_csv *again, size_t row, size_t c,
                   gr_error *err)
{
    gr_text place = { 0 };
    long line, column;

    place_of(again, row, &place);
    gr_csv_place(file, row, c, &line, &column);
    gr_fail(err, GR_ERROR_DIFFERENCE, "%s:%ld:%ld: %scolumn %s: '%s' here, '%s' in the run again",
            name, line, column, gr_text_string(&place), gr_csv_heading(again, c),
            gr_csv_text(file, row, c), gr_csv_text(again, row, c));
    gr_text_clear(&place);
    return false;
}

/* The same number, however it is written: a spreadsheet that saved the file may say 48.0. */
static bool same_cell(const char *here, const char *again)
{
    double a, b;

    if (strcmp(here, again) == 0)
        return true;
    return here[0] != '\0' && again[0] != '\0' && gr_csv_cell_number(here, &a) &&
           gr_csv_cell_number(again, &b) && (a == b || (isnan(a) && isnan(b)));
}

static bool same_cells(const char *name, const gr_csv *file, const gr_csv *again, gr_error *err)
{
    size_t rows = file->rows < again->rows ? file->rows : again->rows;

    for (size_t r = 0; r < rows; r++)
        for (size_t c = 0; c < file->columns; c++)
            if (!same_cell(gr_csv_text(file, r, c), gr_csv_text(again, r, c)))
                return differ(name, file, again, r, c, err);
    return file->rows == again->rows ||
           gr_fail(err, GR_ERROR_DIFFERENCE, "%s: %zu rows; the run again has %zu", name,
                   file->rows, again->rows);
}

static bool compare(const char *name, const gr_csv *file, const gr_csv *again, gr_error *err)
{
    if (!same_shape(name, file, again, err) || !same_cells(name, file, again, err))
        return false;
    gr_cli_print("%s: %zu row%s of %zu columns, all the same\n", name, file->rows,
                 file->rows == 1 ? "" : "s", file->columns);
    return true;
}

/* --- running again --- */

static bool run_again(const gr_plan *plan, gr_text *text, gr_error *err)
{
    gr_output out = { 0 };
    gr_text words = { 0 };

    gr_output_memory(&out, text);
    bool done = gr_plan_write(plan, 1, &out, &words, err) && gr_output_commit(&out, err);
    gr_text_clear(&words);
    if (done && text->length > CSV_MAX)
        return gr_fail(err, GR_ERROR_DATA, "a run of more than 64 MiB of text is not compared");
    return done;
}

static bool compare_file(const char *path, const gr_text *text, gr_error *err)
{
    gr_csv file = { 0 }, again = { 0 };
    bool same =
        gr_csv_load(path, &file, err) &&
        gr_csv_read("the run again", gr_text_string(text), text->length, NULL, &again, err) &&
        compare(path, &file, &again, err);

    gr_csv_clear(&file);
    gr_csv_clear(&again);
    return same;
}

/* A capsule without a file: its digest stands for the numbers. */
static bool compare_digest(const char *name, const gr_capsule *capsule, const gr_text *text,
                           gr_error *err)
{
    if (!capsule->has_digest)
        return gr_fail(err, GR_ERROR_DATA,
                       "this capsule has no digest; give the CSV file that it belongs to");
    if (gr_fnv1a(GR_FNV_START, gr_text_string(text), text->length) != capsule->digest)
        return gr_fail(err, GR_ERROR_DIFFERENCE, "the run again gives other numbers");
    gr_cli_print("%s: all the same\n", name);
    return true;
}

/* `csv` NULL: compare the digest. */
static bool replay(const char *name, const char *bytes, size_t length, const char *csv,
                   gr_error *err)
{
    gr_capsule capsule;
    gr_text text = { 0 };

    if (!gr_capsule_read(name, bytes, length, &capsule, err))
        return false;
    bool same =
        run_again(&capsule.plan, &text, err) &&
        (csv != NULL ? compare_file(csv, &text, err) : compare_digest(name, &capsule, &text, err));
    gr_plan_clear(&capsule.plan);
    gr_text_clear(&text);
    return same;
}

static bool ends_in(const char *text, const char *suffix)
{
    size_t length = strlen(text), n = strlen(suffix);

    return length >= n && strcmp(text + length - n, suffix) == 0;
}

/* x.csv has its capsule beside it; a capsule's own path leads to x.csv. */
static bool pair_of(const char *path, gr_text *csv, gr_text *capsule, gr_error *err)
{
    static const char suffix[] = ".run.yaml";

    if (ends_in(path, suffix)) {
        gr_text_add(capsule, path);
        gr_text_addn(csv, path, strlen(path) - strlen(suffix));
        gr_text_add(csv, ".csv");
        return gr_text_ok(csv, err) && gr_text_ok(capsule, err);
    }
    gr_text_add(csv, path);
    return gr_text_ok(csv, err) && gr_capsule_path(path, capsule, err);
}

/* One line with its digest, as the workbench copies it. */
static bool is_line(const char *path)
{
    return ends_in(path, ".yaml") && !ends_in(path, ".run.yaml");
}

static bool replay_line(const char *path, gr_error *err)
{
    char *bytes = NULL;
    size_t length;
    bool same = gr_file_read(path, CAPSULE_MAX, &bytes, &length, err) &&
                replay(path, bytes, length, NULL, err);

    gr_free(bytes);
    return same;
}

static bool replay_file(const char *path, gr_error *err)
{
    gr_text csv = { 0 }, capsule = { 0 };
    char *bytes = NULL;
    size_t length;
    bool same = pair_of(path, &csv, &capsule, err) &&
                gr_file_read(gr_text_string(&capsule), CAPSULE_MAX, &bytes, &length, err) &&
                replay(gr_text_string(&capsule), bytes, length, gr_text_string(&csv), err);

    gr_free(bytes);
    gr_text_clear(&csv);
    gr_text_clear(&capsule);
    return same;
}

static int run(int argc, char **argv)
{
    gr_error err = { 0 };
    int option = gr_cli_option(argc, argv, &gr_verb_replay);

    if (option != -1)
        return gr_cli_other(&gr_verb_replay, option);
    if (argc - optind != 1)
        return gr_cli_usage(&gr_verb_replay, "name one CSV file or capsule");
    const char *what = argv[optind];
    bool same = what[0] == '{'  ? replay("capsule", what, strlen(what), NULL, &err)
                : is_line(what) ? replay_line(what, &err)
                                : replay_file(what, &err);
    return same ? EXIT_SUCCESS : gr_cli_fail(&err);
}

static const gr_cli_entry rows[] = {
    { .argument = "FILE",
      .help = "a CSV saved by `gradus run -o` or from the workbench, or the .run.yaml beside it",
      .or_next = true,
      .files = "csv yaml" },
    { .argument = "CAPSULE",
      .help = "the same in one line, {...}, or its file as the workbench copies it" },
    { 0 },
};

const gr_verb gr_verb_replay = {
    .name = "replay",
    .summary = "run again and compare, number by number",
    .notes = "Exit status 1 when a number differs; the first one is named.",
    .options = rows,
    .run = run,
};
