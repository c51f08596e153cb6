/* How a class stands: what grading finds, told and not written. */
#include "grade_private.h"

#include "gradus/memory.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { WHY_MOST = 200 };

/* --- one hand-in --- */

static const char *one_line(gr_standings *s, const char *text, gr_error *err)
{
    gr_text line = { 0 };

    gr_text_clean_line(&line, text, strlen(text), WHY_MOST);
    const char *kept =
        gr_text_ok(&line, err) ? gr_arena_strdup(&s->arena, gr_text_string(&line), err) : NULL;
    gr_text_clear(&line);
    return kept;
}

static bool has_failed(const gr_result *r)
{
    return (r->status == GR_GRADE_MISMATCH || r->status == GR_GRADE_ERROR) && r->manual[0] == '\0';
}

static bool is_item(const gr_lesson *lesson, const char *id)
{
    for (size_t i = 0; i < lesson->item_count; i++)
        if (strcmp(lesson->items[i]->id, id) == 0)
            return true;
    return false;
}

/* "page 1: does not agree ..." of the first that failed. */
static bool say_why(gr_standings *s, gr_standing *one, const gr_result *r, gr_error *err)
{
    const char *words = r->message;

    if (one->why[0] != '\0' || words[0] == '\0')
        return true;
    if (r->item[0] != '\0')
        words = gr_arena_printf(&s->arena, err, "%s: %s", r->item, words);
    one->why = words != NULL ? one_line(s, words, err) : NULL;
    return one->why != NULL;
}

static bool add_result(gr_standings *s, gr_standing *one, const gr_lesson *lesson,
                       const gr_result *r, gr_error *err)
{
    bool whole = r->item[0] == '\0';

    one->missing = one->missing || (whole && r->status == GR_GRADE_MISSING);
    one->points += gr_result_points(r);
    one->answered += lesson != NULL && is_item(lesson, r->item) && r->status != GR_GRADE_MISSING;
    one->by_hand += r->status == GR_GRADE_NEEDS_MANUAL && r->manual[0] == '\0';
    one->failed += has_failed(r);
    return !(has_failed(r) || one->missing) || say_why(s, one, r, err);
}

static bool take_hand_in(gr_standings *s, const gr_class *class, size_t number, gr_error *err)
{
    const gr_hand_in *hand_in = &class->list[number];
    const gr_class_lesson *about = gr_class_lesson_of(class, hand_in);
    gr_standing one = { .questions = about != NULL ? about->lesson->item_count : 0,
                        .max = about != NULL ? about->points : 0,
                        .graded = "",
                        .why = "",
                        .number = number };

    if ((one.student = one_line(s, hand_in->student, err)) == NULL ||
        (one.lesson = one_line(s, hand_in->lesson, err)) == NULL ||
        (one.stamp = one_line(s, hand_in->stamp, err)) == NULL)
        return false;
    for (size_t i = 0; i < class->result_count; i++)
        if (class->results[i].hand_in == number &&
            !add_result(s, &one, about != NULL ? about->lesson : NULL, &class->results[i], err))
            return false;
    s->list[s->count++] = one;
    return true;
}

static int by_student(const void *a, const void *b)
{
    const gr_standing *one = a, *other = b;
    int order = strcmp(one->student, other->student);

    order = order != 0 ? order : strcmp(one->lesson, other->lesson);
    return order != 0 ? order : (one->number > other->number) - (one->number < other->number);
}

/* --- what was graded before --- */

enum { ASSIGNMENT, STUDENT, TIMESTAMP, FIELDS };

static const char *const fields[FIELDS] = { "assignment", "student_id", "timestamp" };

static const char *graded_by(const gr_csv *csv, const size_t columns[FIELDS],
                             const gr_standing *one)
{
    for (size_t row = 0; row < csv->rows; row++) {
        const char *lesson = gr_record_value(gr_csv_text(csv, row, columns[ASSIGNMENT]));
        const char *student = gr_record_value(gr_csv_text(csv, row, columns[STUDENT]));
        if (strcmp(lesson, one->lesson) == 0 && strcmp(student, one->student) == 0)
            return strcmp(gr_csv_text(csv, row, columns[TIMESTAMP]), one->stamp) == 0 ? "yes"
                                                                                      : "changed";
    }
    return "no";
}

static bool find_graded(gr_standings *s, const gr_csv *csv, gr_error *err)
{
    size_t columns[FIELDS];

    for (int i = 0; i < FIELDS; i++)
        if (!gr_csv_find(csv, fields[i], &columns[i], err))
            return false;
    for (size_t i = 0; i < s->count; i++)
        s->list[i].graded = graded_by(csv, columns, &s->list[i]);
    return true;
}

/* A folder without the file has graded nobody. */
static bool look_at_grades(gr_standings *s, const char *grades, gr_error *err)
{
    gr_text path = { 0 };
    struct stat status;
    gr_csv csv = { 0 };

    gr_text_addf(&path, "%s/grades.csv", grades);
    bool done = gr_text_ok(&path, err);
    if (done && stat(gr_text_string(&path), &status) == 0)
        done = gr_csv_load(gr_text_string(&path), &csv, err) && find_graded(s, &csv, err);
    else
        for (size_t i = 0; done && i < s->count; i++)
            s->list[i].graded = "no";
    gr_csv_clear(&csv);
    gr_text_clear(&path);
    return done;
}

/* --- the class --- */

static bool stand(const gr_class *class, gr_standings *s, gr_error *err)
{
    s->list = gr_alloc(class->count, sizeof *s->list, err);
    s->strays = class->strays;
    if (s->list == NULL)
        return false;
    for (size_t i = 0; i < class->count; i++)
        if (!take_hand_in(s, class, i, err))
            return false;
    if (s->count > 0)
        qsort(s->list, s->count, sizeof *s->list, by_student);
    return true;
}

bool gr_grade_look(const char *folder, const char *grades, size_t jobs, gr_pool_watch *watch,
                   gr_standings *standings, gr_error *err)
{
    gr_class class = { .root = -1 };
    gr_standings made = { .count = 0 };
    bool done = gr_class_open(&class, folder, err) && gr_class_mark(&class, jobs, watch, err);

    if (done && watch->done == class.count)
        done = (grades == NULL || gr_class_take_manual(&class, grades, err)) &&
               stand(&class, &made, err) && (grades == NULL || look_at_grades(&made, grades, err));
    gr_class_clear(&class);
    if (done)
        *standings = made;
    else
        gr_standings_clear(&made);
    return done;
}

void gr_standings_clear(gr_standings *standings)
{
    gr_free(standings->list);
    gr_arena_clear(&standings->arena);
    *standings = (gr_standings){ .count = 0 };
}
