/* The files that come of grading: grades.csv, items.csv, feedback. */
#include "grade_private.h"

#include "gradus/file.h"
#include "gradus/number.h"

#include <string.h>

/* --- the sums of one hand-in --- */

static double points_of(const gr_class *class, size_t hand_in)
{
    double sum = 0;

    for (size_t i = 0; i < class->result_count; i++)
        if (class->results[i].hand_in == hand_in)
            sum += gr_result_points(&class->results[i]);
    return sum;
}

static double most_of(const gr_class *class, const gr_hand_in *hand_in)
{
    const gr_class_lesson *about = gr_class_lesson_of(class, hand_in);

    return about != NULL ? about->points : 0;
}

/* --- cells --- */

static void put_text(gr_output *out, const char *text)
{
    gr_csv_put_text(out, text);
    gr_csv_put_comma(out);
}

static void put_number(gr_output *out, double number)
{
    gr_csv_put_number(out, number);
    gr_csv_put_comma(out);
}

/* --- the tables --- */

static void put_grade(const gr_class *class, size_t number, gr_output *out)
{
    static const gr_enrolled nobody = { "", "", "", "", "" };
    const gr_hand_in *hand_in = &class->list[number];
    const gr_enrolled *who =
        hand_in->enrolled < class->roster_count ? &class->roster[hand_in->enrolled] : &nobody;
    double points = points_of(class, number);

    put_text(out, hand_in->lesson);
    put_text(out, who->due);
    put_text(out, hand_in->stamp);
    put_text(out, hand_in->student);
    put_text(out, who->last);
    put_text(out, who->first);
    put_text(out, who->email);
    put_number(out, points);
    put_number(out, 0);
    put_number(out, points);
    gr_csv_put_number(out, most_of(class, hand_in));
    gr_csv_put_end(out);
}

static bool put_grades(const gr_class *class, gr_output *out, gr_error *err)
{
    gr_output_text(out, "assignment,duedate,timestamp,student_id,last_name,first_name,email,"
                        "raw_score,late_submission_penalty,score,max_score\n");
    for (size_t i = 0; i < class->count; i++)
        put_grade(class, i, out);
    return gr_output_ok(out, err);
}

static void put_item(const gr_class *class, const gr_result *r, gr_output *out)
{
    put_text(out, class->list[r->hand_in].student);
    put_text(out, class->list[r->hand_in].lesson);
    put_text(out, r->item);
    put_number(out, r->score);
    put_number(out, r->max);
    put_number(out, r->attempts);
    put_number(out, r->hints);
    put_text(out, gr_grade_word(r->status));
    put_text(out, r->manual);
    gr_csv_put_text(out, r->message);
    gr_csv_put_end(out);
}

static bool put_items(const gr_class *class, gr_output *out, gr_error *err)
{
    gr_output_text(out, "student,lesson,item,score,max,attempts,hints,status,manual,message\n");
    for (size_t h = 0; h < class->count; h++)
        for (size_t i = 0; i < class->result_count; i++)
            if (class->results[i].hand_in == h)
                put_item(class, &class->results[i], out);
    return gr_output_ok(out, err);
}

static bool save(const gr_class *class, const char *output, const char *name,
                 bool (*put)(const gr_class *, gr_output *, gr_error *), gr_error *err)
{
    gr_text path = { 0 };
    gr_output out = { 0 };

    gr_text_addf(&path, "%s/%s", output, name);
    bool done = gr_text_ok(&path, err) && gr_output_open(&out, gr_text_string(&path), err) &&
                put(class, &out, err) && gr_output_commit(&out, err);
    gr_output_abort(&out);
    gr_text_clear(&path);
    return done;
}

/* --- feedback --- */

static void put_points(gr_text *text, double number)
{
    char exact[GR_NUMBER_SIZE];

    gr_number_exact(number, exact);
    gr_text_add(text, exact);
}

static const char *words_for(gr_grade_status status)
{
    static const char *const words[GR_GRADE_STATUSES] = {
        [GR_GRADE_RIGHT_ALONE] = "right",
        [GR_GRADE_RIGHT_HELPED] = "right, with help",
        [GR_GRADE_WRONG] = "not right yet",
        [GR_GRADE_PREDICTED] = "predicted",
        [GR_GRADE_SKIPPED] = "skipped",
        [GR_GRADE_SHOWN] = "the answer was shown",
        [GR_GRADE_MISSING] = "nothing handed in",
        [GR_GRADE_MATCH] = "the same numbers again",
        [GR_GRADE_MISMATCH] = "does not agree with what was made again",
        [GR_GRADE_NEEDS_MANUAL] = "marked by hand",
        [GR_GRADE_ERROR] = "could not be marked",
    };

    return words[status];
}

static void put_result(gr_text *text, const gr_result *r)
{
    bool whole = r->item[0] == '\0';

    gr_text_addf(text, "%s: %s", whole ? "the whole file" : r->item,
                 !whole && r->status == GR_GRADE_MISSING ? "not answered" : words_for(r->status));
    if (!gr_is_missing(r->max) && r->max > 0 &&
        (!gr_is_missing(r->score) || r->manual[0] != '\0')) {
        gr_text_add(text, ", ");
        put_points(text, gr_result_points(r));
        gr_text_add(text, " of ");
        put_points(text, r->max);
    }
    gr_text_add(text, "\n");
    if (r->message[0] != '\0')
        gr_text_addf(text, "    %s\n", r->message);
}

static void put_feedback(const gr_class *class, size_t number, gr_text *text)
{
    const gr_hand_in *hand_in = &class->list[number];

    gr_text_addf(text, "%s, %s: ", hand_in->lesson, hand_in->student);
    put_points(text, points_of(class, number));
    gr_text_add(text, " of ");
    put_points(text, most_of(class, hand_in));
    gr_text_addf(text, " points%s%s\n\n", hand_in->stamp[0] != '\0' ? ", handed in " : "",
                 hand_in->stamp);
    for (size_t i = 0; i < class->result_count; i++)
        if (class->results[i].hand_in == number)
            put_result(text, &class->results[i]);
}

static bool save_feedback(const gr_class *class, size_t number, const char *output, gr_error *err)
{
    const gr_hand_in *hand_in = &class->list[number];
    gr_text path = { 0 }, text = { 0 };
    gr_output out = { 0 };

    put_feedback(class, number, &text);
    gr_text_addf(&path, "%s/feedback/%s", output, hand_in->student);
    bool done = gr_text_ok(&path, err) && gr_text_ok(&text, err) &&
                gr_file_make_folder(gr_text_string(&path), err);
    gr_text_addf(&path, "/%s.txt", hand_in->lesson[0] != '\0' ? hand_in->lesson : "hand-in");
    done = done && gr_text_ok(&path, err) && gr_output_open(&out, gr_text_string(&path), err);
    if (done) {
        gr_output_text(&out, gr_text_string(&text));
        done = gr_output_commit(&out, err);
    }
    gr_text_clear(&path);
    gr_text_clear(&text);
    return done;
}

bool gr_class_write(const gr_class *class, const char *output, gr_error *err)
{
    for (size_t i = 0; i < class->count; i++)
        if (!save_feedback(class, i, output, err))
            return false;
    return save(class, output, "items.csv", put_items, err) &&
           save(class, output, "grades.csv", put_grades, err);
}
