#include "status_class.h"

#include "cli.h"
#include "interrupt.h"
#include "listing.h"
#include "progress.h"

#include "gradus/grade.h"
#include "gradus/number.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { STUDENT, LESSON, HANDED_IN, ANSWERED, POINTS, BY_HAND, FAILED, GRADED, WHY, COLUMNS };

/* --- a row --- */

static void put_count(gr_text *cell, size_t count)
{
    if (count > 0)
        gr_text_addf(cell, "%zu", count);
}

static void put_points(gr_text *cell, const gr_standing *s)
{
    char points[GR_NUMBER_SIZE], max[GR_NUMBER_SIZE];

    gr_number_exact(s->points, points);
    gr_number_exact(s->max, max);
    gr_text_addf(cell, "%s of %s", points, max);
}

static void put_row(gr_text *cells, const gr_standing *s)
{
    gr_text_add(&cells[STUDENT], s->student);
    gr_text_add(&cells[LESSON], s->lesson);
    if (s->missing)
        gr_text_add(&cells[HANDED_IN], "missing");
    else
        gr_listing_put_time(&cells[HANDED_IN], s->stamp);
    if (!s->missing && s->questions > 0)
        gr_text_addf(&cells[ANSWERED], "%zu of %zu", s->answered, s->questions);
    if (s->max > 0)
        put_points(&cells[POINTS], s);
    put_count(&cells[BY_HAND], s->by_hand);
    put_count(&cells[FAILED], s->failed);
    gr_text_add(&cells[GRADED], s->graded);
    gr_text_add(&cells[WHY], s->why);
}

/* --- the whole --- */

typedef struct sums {
    size_t missing, by_hand, failed, ungraded;
} sums;

static sums sum(const gr_standings *standings)
{
    sums all = { 0, 0, 0, 0 };

    for (size_t i = 0; i < standings->count; i++) {
        const gr_standing *s = &standings->list[i];
        all.missing += s->missing;
        all.by_hand += s->by_hand > 0;
        all.failed += s->failed > 0;
        all.ungraded += !s->missing && s->graded[0] != '\0' && strcmp(s->graded, "yes") != 0;
    }
    return all;
}

/* "40 hand-ins; 3 missing, 1 with answers to mark by hand, 2 where something failed" */
static void print_sums(const gr_standings *standings, bool graded)
{
    sums all = sum(standings);
    size_t there = standings->count - all.missing;

    gr_cli_print("\n%zu hand-in%s, %zu missing; %zu with answers to mark by hand, %zu where "
                 "something failed",
                 there, there == 1 ? "" : "s", all.missing, all.by_hand, all.failed);
    if (graded)
        gr_cli_print(", %zu not graded as they are now", all.ungraded);
    gr_cli_print(".\n");
    if (standings->strays > 0)
        gr_cli_print("%zu file%s beside the students' folders: nobody's, not read.\n",
                     standings->strays, standings->strays == 1 ? "" : "s");
}

static bool print(const gr_standings *standings, bool graded, gr_error *err)
{
    static const char *const heads[COLUMNS] = { "student",  "lesson", "handed in",
                                                "answered", "points", "by hand",
                                                "failed",   "graded", "" };
    const char *shown[COLUMNS];
    gr_listing listing;

    memcpy(shown, heads, sizeof shown);
    shown[GRADED] = graded ? shown[GRADED] : "";
    if (!gr_listing_init(&listing, standings->count, shown, COLUMNS, err))
        return false;
    for (size_t i = 0; i < standings->count; i++)
        put_row(gr_listing_row(&listing, i), &standings->list[i]);
    bool printed = gr_listing_print(&listing, err);
    gr_listing_clear(&listing);
    if (printed)
        print_sums(standings, graded);
    return printed;
}

/* --- looking --- */

static bool goes_on(void *context, size_t done, size_t count)
{
    gr_cli_bar_move(context, done, count);
    return gr_cli_interrupted() == 0;
}

static bool look(const char *folder, const char *grades, size_t jobs, gr_standings *standings,
                 gr_error *err)
{
    gr_cli_interrupts interrupts;
    gr_cli_bar bar;
    gr_pool_watch watch = { .goes_on = goes_on, .context = &bar };

    gr_cli_interrupts_take(&interrupts);
    gr_cli_bar_start(&bar, false);
    bar.what = "hand-ins";
    bool done = gr_grade_look(folder, grades, jobs, &watch, standings, err);
    gr_cli_bar_clear(&bar);
    return done;
}

static const char submitted[] = "submitted";

/* Whether the last part of a path is that. */
static bool is_submitted(const char *path)
{
    size_t length = strlen(path), word = sizeof submitted - 1;

    while (length > 1 && path[length - 1] == '/')
        length--;
    return length >= word && strncmp(path + length - word, submitted, word) == 0 &&
           (length == word || path[length - word - 1] == '/');
}

/* `submitted` itself may be named in the place of the folder that it is in. */
static bool class_of(const char *folder, gr_text *class, gr_error *err)
{
    struct stat status;

    gr_text_addf(class, "%s/%s", folder, submitted);
    bool inside = stat(gr_text_string(class), &status) == 0;
    gr_text_clear(class);
    gr_text_addf(class, "%s%s", folder, !inside && is_submitted(folder) ? "/.." : "");
    return gr_text_ok(class, err);
}

int gr_cli_status_class(const char *folder, const char *grades, size_t jobs)
{
    gr_standings standings = { .count = 0 };
    gr_text class = { 0 };
    gr_error err = { 0 };
    bool done = class_of(folder, &class, &err) &&
                look(gr_text_string(&class), grades, jobs, &standings, &err);

    gr_text_clear(&class);
    if (gr_cli_interrupted() != 0) {
        gr_standings_clear(&standings);
        gr_cli_die(gr_cli_interrupted());
    }
    done = done && print(&standings, grades != NULL, &err);
    gr_standings_clear(&standings);
    return done ? EXIT_SUCCESS : gr_cli_fail(&err);
}
