/* Marks given by hand, in an items.csv that is there already. */
#include "grade_private.h"

#include "gradus/memory.h"

#include <string.h>
#include <sys/stat.h>

enum { STUDENT, LESSON, ITEM, MANUAL, FIELDS };

static const char *const fields[FIELDS] = { "student", "lesson", "item", "manual" };

static const char *plain(const char *text)
{
    return text[0] == '\'' && text[1] != '\0' && strchr("=+-@", text[1]) != NULL ? text + 1 : text;
}

/* Whose it is; class->count for none. */
static size_t find_hand_in(const gr_class *class, const gr_csv *csv, const size_t *columns,
                           size_t row)
{
    const char *student = plain(gr_csv_text(csv, row, columns[STUDENT]));
    const char *lesson = plain(gr_csv_text(csv, row, columns[LESSON]));
    size_t i = 0;

    while (i < class->count && (strcmp(class->list[i].student, student) != 0 ||
                                strcmp(class->list[i].lesson, lesson) != 0))
        i++;
    return i;
}

static gr_result *find_result(const gr_class *class, size_t hand_in, const char *item)
{
    for (size_t i = 0; i < class->result_count; i++)
        if (class->results[i].hand_in == hand_in && strcmp(class->results[i].item, item) == 0)
            return &class->results[i];
    return NULL;
}

/* A mark of something that the hand-in has no more, because another one took its place. */
static gr_result *keep_row(gr_class *class, size_t hand_in, const char *item, gr_error *err)
{
    gr_result r = gr_result_new(hand_in, gr_arena_strdup(&class->arena, item, err));

    if (r.item == NULL ||
        !gr_grow(&class->results, class->result_count, &class->result_capacity, sizeof r, err))
        return NULL;
    class->results[class->result_count] = r;
    return &class->results[class->result_count++];
}

/* A mark of a hand-in that is gone is an error: it would be lost. */
static bool take_row(gr_class *class, const gr_csv *csv, const size_t *columns, size_t row,
                     gr_error *err)
{
    const char *manual = gr_csv_text(csv, row, columns[MANUAL]);
    double number;
    long line, column;

    if (manual[0] == '\0')
        return true;
    gr_csv_place(csv, row, columns[MANUAL], &line, &column);
    if (!gr_csv_cell_number(manual, &number))
        return gr_fail_at(err, csv->name, line, column,
                          "'%.40s' is no mark; write a number, or nothing", manual);
    size_t hand_in = find_hand_in(class, csv, columns, row);
    const char *item = plain(gr_csv_text(csv, row, columns[ITEM]));
    if (hand_in == class->count)
        return gr_fail_at(err, csv->name, line, column,
                          "this mark is of a hand-in that is not there any more; put it back, or "
                          "take the row away");
    gr_result *r = find_result(class, hand_in, item);
    if (r == NULL)
        r = keep_row(class, hand_in, item, err);
    if (r != NULL)
        r->manual = gr_arena_strdup(&class->arena, manual, err);
    return r != NULL && r->manual != NULL;
}

bool gr_class_take_manual(gr_class *class, const char *output, gr_error *err)
{
    gr_text path = { 0 };
    struct stat status;
    size_t columns[FIELDS];
    gr_csv csv;

    gr_text_addf(&path, "%s/items.csv", output);
    bool done = gr_text_ok(&path, err);
    bool there = done && stat(gr_text_string(&path), &status) == 0;
    there = there && (done = gr_csv_load(gr_text_string(&path), &csv, err));
    gr_text_clear(&path);
    if (!there)
        return done;
    for (int i = 0; done && i < FIELDS; i++)
        done = gr_csv_find(&csv, fields[i], &columns[i], err);
    for (size_t i = 0; done && i < csv.rows; i++)
        done = take_row(class, &csv, columns, i, err);
    gr_csv_clear(&csv);
    return done;
}
