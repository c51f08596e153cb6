/* gradus status: how far a student has come, a line a lesson; or how a class stands. */
#include "cli.h"

#include "listing.h"
#include "status_class.h"

#include "gradus/app.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { NUMBER, TITLE, PROGRESS, PREDICTED, ANSWERED, REVIEW, LAST, OPEN, COLUMNS };

typedef struct reading {
    gr_catalogue catalogue;
    gr_csv rows;
    gr_review review;
    int64_t now;
} reading;

/* --- a row --- */

/* "1 of 3", nothing where there are none. */
static void put_share(gr_text *cell, size_t part, size_t whole)
{
    if (whole > 0)
        gr_text_addf(cell, "%zu of %zu", part, whole);
}

static void put_open(gr_text *cell, const gr_lesson *lesson, const gr_csv *rows)
{
    for (size_t i = 0; i < lesson->item_count; i++)
        if (gr_item_is_open(lesson, lesson->items[i], rows))
            gr_text_addf(cell, "%s%s", cell->length > 0 ? ", " : "", lesson->items[i]->id);
}

/* "1 of 3 right alone, 2 due" */
static void put_review(gr_text *cell, const gr_review_sums *sums)
{
    if (sums->reviewed > 0)
        gr_text_addf(cell, "%zu of %zu right alone", sums->still_right, sums->closed);
    if (sums->due > 0)
        gr_text_addf(cell, "%s%zu due", cell->length > 0 ? ", " : "", sums->due);
}

static void put_row(gr_text *cells, const gr_catalogue_entry *entry, const reading *r)
{
    gr_lesson_standing standing;

    if (entry->lesson == NULL) {
        gr_text_add(&cells[TITLE], entry->name);
        gr_text_add(&cells[PROGRESS], "cannot be read");
        return;
    }
    gr_lesson_stand(entry->lesson, &r->rows, &standing);
    gr_text_add(&cells[NUMBER], entry->lesson->number);
    gr_text_add(&cells[TITLE], entry->lesson->title);
    gr_text_add(&cells[PROGRESS], standing.word);
    if (standing.last[0] == '\0')
        return;
    gr_review_sums sums = gr_review_sum(&r->review, entry->lesson, r->now);
    put_share(&cells[PREDICTED], standing.predicted, standing.predictions);
    put_share(&cells[ANSWERED], standing.answered, standing.asks);
    put_review(&cells[REVIEW], &sums);
    gr_listing_put_time(&cells[LAST], standing.last);
    put_open(&cells[OPEN], entry->lesson, &r->rows);
}

/* --- all of them --- */

/* What is due in all, and how to get at it. */
static bool print_due(const reading *r, gr_error *err)
{
    gr_review_sums sums = gr_review_sum(&r->review, NULL, r->now);
    gr_text words = { 0 };

    gr_review_say(&sums, ", ", &words);
    bool good = gr_text_ok(&words, err);
    if (good && words.length > 0)
        gr_cli_print("\n%s%s\n", gr_text_string(&words), sums.due > 0 ? ": gradus review" : "");
    gr_text_clear(&words);
    return good;
}

static bool print_status(const reading *r, gr_error *err)
{
    static const char *const heads[COLUMNS] = { "",         "lesson", "progress", "predicted",
                                                "answered", "review", "last",     "open" };
    gr_listing listing;

    if (!gr_listing_init(&listing, r->catalogue.count, heads, COLUMNS, err))
        return false;
    for (size_t i = 0; i < r->catalogue.count; i++)
        put_row(gr_listing_row(&listing, i), &r->catalogue.entries[i], r);
    bool printed = gr_listing_print(&listing, err) && print_due(r, err);
    gr_listing_clear(&listing);
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
    reading r = { .now = (int64_t)time(NULL) };
    bool done = read_record(student, &r.rows, err) && gr_catalogue_load(&r.catalogue, err) &&
                gr_catalogue_review(&r.catalogue, &r.rows, &r.review, err) &&
                print_status(&r, err);

    gr_review_clear(&r.review);
    gr_catalogue_clear(&r.catalogue);
    gr_csv_clear(&r.rows);
    return done;
}

static int run(int argc, char **argv)
{
    const char *student = NULL, *grades = NULL;
    long jobs = 0;
    gr_error err;

    for (int option; (option = gr_cli_option(argc, argv, &gr_verb_status)) != -1;) {
        if (option == GR_OPTION_STUDENT)
            student = optarg;
        else if (option == GR_OPTION_GRADES)
            grades = optarg;
        else if (option != 'j')
            return gr_cli_other(&gr_verb_status, option);
        else if (!gr_cli_whole(optarg, 1, 64, "-j", &jobs, &err))
            return gr_cli_fail(&err);
    }
    if (argc - optind > 1)
        return gr_cli_usage(&gr_verb_status, "'%s' is too much", argv[optind + 1]);
    bool class = argc > optind;
    if (class ? student != NULL : grades != NULL || jobs > 0)
        return gr_cli_usage(&gr_verb_status, "%s", class ? "a class, or one --student"
                                                         : "--grades and -j are for a class");
    if (class)
        return gr_cli_status_class(argv[optind], grades, jobs > 0 ? (size_t)jobs : 1);
    return status_of(student, &err) ? EXIT_SUCCESS : gr_cli_fail(&err);
}

static const gr_cli_entry rows[] = {
    { .value = GR_OPTION_STUDENT,
      .name = "student",
      .argument = "NAME",
      .help = "of this student's record",
      .initial = "$GRADUS_STUDENT, or the name of the account" },
    { .argument = "DIR",
      .help = "a class, as for grade: what is there, missing, to be marked by hand, or failed",
      .optional = true,
      .files = "" },
    { .value = GR_OPTION_GRADES,
      .name = "grades",
      .argument = "DIR",
      .help = "where grade has written: tells what was graded, and heeds marks by hand",
      .files = "" },
    { .value = 'j',
      .name = "jobs",
      .argument = "JOBS",
      .help = "so many processes for a class",
      .initial = "1" },
    { 0 },
};

const gr_verb gr_verb_status = {
    .name = "status",
    .summary = "say how far you have come, a line a lesson; or how a class stands",
    .notes = "The word of a lesson is the lowest over its questions. Questions that still wait are "
             "named at the end; times are UTC. Records are kept in gradus/ of $XDG_STATE_HOME or "
             "~/.local/state.\n"
             "Of a class there is a line for each hand-in, and for each of the roster who has "
             "handed in nothing of a lesson that others have. Everything is marked and made again "
             "as by grade, and nothing is written; links are not followed.",
    .options = rows,
    .run = run,
};
