/* gradus review: what is due from lessons before, asked again; or a list of it. */
#include "cli.h"

#include "listing.h"
#include "open.h"

#include "gradus/app.h"

#include <getopt.h>
#include <stdlib.h>
#include <time.h>

enum { NUMBER, TITLE, QUESTION, DUE, BEFORE, COLUMNS };

typedef struct reading {
    gr_catalogue catalogue;
    gr_review review;
    gr_review_sums sums;
    int64_t now;
} reading;

/* --- what there is --- */

static bool read_rows(gr_csv *rows, gr_error *err)
{
    gr_text student = { 0 };
    bool read =
        gr_student_name(&student, err) && gr_record_read(gr_text_string(&student), rows, err);

    gr_text_clear(&student);
    return read;
}

static bool read_all(reading *r, gr_error *err)
{
    gr_csv rows = { 0 };
    bool done = read_rows(&rows, err) && gr_catalogue_load(&r->catalogue, err) &&
                gr_catalogue_review(&r->catalogue, &rows, &r->review, err);

    gr_csv_clear(&rows);
    r->now = (int64_t)time(NULL);
    r->sums = gr_review_sum(&r->review, NULL, r->now);
    return done;
}

static void clear(reading *r)
{
    gr_review_clear(&r->review);
    gr_catalogue_clear(&r->catalogue);
}

/* --- the list --- */

static void put_time(gr_text *cell, int64_t seconds)
{
    time_t time = (time_t)seconds;
    struct tm utc;
    char stamp[40];

    if (gmtime_r(&time, &utc) != NULL && strftime(stamp, sizeof stamp, "%Y-%m-%d %H:%M", &utc) > 0)
        gr_text_add(cell, stamp);
}

static void put_row(gr_text *cells, const gr_review_item *of)
{
    gr_text_add(&cells[NUMBER], of->lesson->number);
    gr_text_add(&cells[TITLE], of->lesson->title);
    gr_text_add(&cells[QUESTION], of->item->id);
    put_time(&cells[DUE], of->due);
    gr_text_add(&cells[BEFORE], of->recall.times == 0    ? ""
                                : of->recall.still_right ? "right alone"
                                                         : "not right alone");
}

static bool print_due(const reading *r, gr_error *err)
{
    static const char *const heads[COLUMNS] = { "", "lesson", "question", "due since",
                                                "last review" };
    gr_listing listing;
    size_t row = 0;

    if (r->sums.due == 0)
        return true;
    if (!gr_listing_init(&listing, r->sums.due, heads, COLUMNS, err))
        return false;
    for (size_t i = 0; i < r->review.count && row < r->sums.due; i++)
        if (gr_review_is_due(&r->review.items[i], r->now))
            put_row(gr_listing_row(&listing, row++), &r->review.items[i]);
    bool printed = gr_listing_print(&listing, err);
    gr_listing_clear(&listing);
    return printed;
}

/* When the next one is. */
static bool print_next(const reading *r, gr_error *err)
{
    gr_text words = { 0 };

    if (r->sums.due == 0) {
        gr_review_say_next(&r->sums, r->now, &words);
    } else if (r->sums.due < r->sums.closed) {
        gr_text_add(&words, "\nThe next question after these is ");
        gr_review_say_wait(r->sums.next - r->now, &words);
        gr_text_add(&words, ", ");
        put_time(&words, r->sums.next);
        gr_text_add(&words, " UTC.");
    }
    bool good = gr_text_ok(&words, err);
    if (good && words.length > 0)
        gr_cli_print("%s\n", gr_text_string(&words));
    gr_text_clear(&words);
    return good;
}

/* --- the verb --- */

/* Without anything that is due there is nothing to open. */
static bool review(const gr_cli_opening *opening, bool list, gr_error *err)
{
    reading r = { .now = 0 };
    bool done = read_all(&r, err);
    bool due = done && r.sums.due > 0;

    if (done && (list || !due))
        done = print_due(&r, err) && print_next(&r, err);
    clear(&r);
    return done && due && !list ? gr_cli_open(opening, err) : done;
}

static int run(int argc, char **argv)
{
    gr_cli_opening opening = { .review = true };
    bool list = false, taken;
    gr_error err;

    for (int option; (option = gr_cli_option(argc, argv, &gr_verb_review)) != -1;) {
        if (!gr_cli_opening_take(&opening, option, &taken, &err))
            return gr_cli_fail(&err);
        list = list || option == GR_OPTION_LIST;
        if (!taken && option != GR_OPTION_LIST)
            return gr_cli_other(&gr_verb_review, option);
    }
    if (argc > optind)
        return gr_cli_usage(&gr_verb_review, "'%s' is too much", argv[optind]);
    return review(&opening, list, &err) ? EXIT_SUCCESS : gr_cli_fail(&err);
}

static const gr_cli_entry rows[] = {
    { .value = GR_OPTION_LIST,
      .name = "list",
      .help = "ask nothing; say what is due, and when the next question is" },
    GR_CLI_OPENING_ROWS,
    { 0 },
};

const gr_verb gr_verb_review = {
    .name = "review",
    .summary = "ask again what is due from lessons before, five questions at most",
    .notes = "A question that was answered in its lesson, or whose answer was shown, comes back "
             "after a day, and after 3, 7, 16 and 35 days as long as it is right at once and "
             "without help; after a wrong answer it begins with a day again. It has new numbers "
             "where it draws any. Nothing of it counts in the lesson. When nothing is due, a "
             "sentence says when the next question is. Times are UTC.",
    .options = rows,
    .run = run,
};
