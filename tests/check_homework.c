/* What is handed in: each column from a record that was written by hand, and :hand-in. */
#include "gradus/grade.h"
#include "gradus/homework.h"
#include "gradus/memory.h"
#include "gradus/number.h"

#include "apps.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char source[] = "---\ntitle: t\nobjective: o\nminutes: 1\n---\n"
                             "# t\n\n## One\n\nText.\n\n"
                             "```experiment\nexperiment: parameters\n"
                             "set: {layers: 2-3, bias: yes}\n```\n\n"
                             "```predict\nid: guess\nquestion: q\nkind: number\nof: last.total\n"
                             "```\n\n## Two\n\n"
                             "```ask\nid: sum\nquestion: q\nkind: number\nanswer: last.total\n"
                             "hints: [h]\n```\n";

#define HEADER                                                                                     \
    "format,lesson,item,student,session,seq,time_utc,event,value,expected_shown,correct,score,"    \
    "max,attempt,confidence,params,capsule\n"

/* A row of the record: when, what, about what, and the rest. */
#define ROW(second, event, item, value, shown, correct, attempt, confidence, capsule)              \
    "1,small," item ",ann,s,1,2026-01-02T03:04:" second "Z," event "," value "," shown "," correct \
    ",,," attempt "," confidence ",," capsule "\n"

#define CAPSULE                                                                                    \
    "\"{gradus: 1.0.0, experiment: parameters, set: {layers: 2-3, bias: yes}, seed: 1, "           \
    "steps: 1}\""

#define EARLIER                                                                                    \
    "\"{gradus: 1.0.0, experiment: parameters, set: {layers: 2-3, bias: yes}, seed: 1, "           \
    "steps: 0}\""

/* Columns of a hand-in that every row of this lesson begins with. */
static void put_front(gr_text *out)
{
    char digest[17];

    snprintf(digest, sizeof digest, "%016llx",
             (unsigned long long)gr_fnv1a(GR_FNV_START, source, strlen(source)));
    gr_text_addf(out, "1,%s,ann,small,%s,", GRADUS_VERSION, digest);
}

static gr_lesson *small_lesson(const char *folder)
{
    const char *path = gr_test_path(folder, "small.md");
    gr_error err = { 0 };

    gr_test_write(path, source, strlen(source));
    gr_lesson *lesson = gr_lesson_load(path, NULL, &err);
    ck_assert_msg(lesson != NULL, "%s", err.message);
    return lesson;
}

/* The hand-in of a record; false with the error. */
static bool hand_in(const char *record, gr_text *made, gr_text *words, gr_error *err)
{
    char *folder = gr_test_folder();
    gr_lesson *lesson = small_lesson(folder);
    gr_output out;
    gr_csv rows;

    ck_assert_msg(gr_csv_read("record", record, strlen(record), NULL, &rows, err), "%s",
                  err->message);
    gr_output_memory(&out, made);
    bool done =
        gr_homework_write(lesson, "ann", &rows, &out, words, err) && gr_output_commit(&out, err);
    gr_output_abort(&out);
    gr_csv_clear(&rows);
    gr_lesson_free(lesson);
    gr_test_folder_remove(folder);
    return done;
}

/* The hand-in of a record is the header and these lines, each behind what all begin with. */
static void hands_in(const char *record, const char *const *lines)
{
    gr_text made = { 0 }, expected = { 0 }, words = { 0 };
    gr_error err = { 0 };

    ck_assert_msg(hand_in(record, &made, &words, &err), "%s", err.message);
    gr_text_add(&expected, "format,gradus,student,lesson,digest,kind,item,first,answer,correct,"
                           "attempts,hints,shown,skipped,confidence,params,capsule,time\n");
    for (size_t i = 0; lines[i] != NULL; i++) {
        put_front(&expected);
        gr_text_addf(&expected, "%s\n", lines[i]);
    }
    gr_assert_text(gr_text_string(&made), gr_text_string(&expected));
    gr_assert_text(gr_text_string(&words), "");
    gr_text_clear(&made);
    gr_text_clear(&expected);
    gr_text_clear(&words);
}

START_TEST(test_questions)
{
    static const char *const lines[] = {
        "predict,guess,8,8,,1,,,,2,,,2026-01-02T03:04:02Z",
        "ask,sum,7,9,1,2,1,,,3,,,2026-01-02T03:04:06Z",
        NULL,
    };

    hands_in(HEADER ROW("01", "predict", "guess", "8", "", "", "", "", "")
                 ROW("02", "confidence", "guess", "", "", "", "1", "2", "")
                     ROW("03", "answer", "sum", "7", "", "0", "1", "", "")
                         ROW("04", "hint", "sum", "1", "", "", "", "", "")
                             ROW("05", "answer", "sum", "9", "", "1", "2", "", "")
                                 ROW("06", "confidence", "sum", "", "", "", "2", "3", "")
                                     ROW("07", "practice", "sum", "1", "", "0", "1", "", ""),
             lines);
}
END_TEST

START_TEST(test_given_up)
{
    static const char *const lines[] = {
        "predict,guess,,,,,,,1,,,,2026-01-02T03:04:01Z",
        "ask,sum,,,,,1,1,,,,,2026-01-02T03:04:03Z",
        "note,note 1,,\"a, b\",,,,,,,,,2026-01-02T03:04:04Z",
        NULL,
    };

    hands_in(HEADER ROW("01", "skip", "guess", "", "", "", "", "", "")
                 ROW("02", "hint", "sum", "1", "", "", "", "", "")
                     ROW("03", "solution", "sum", "", "1", "", "", "", "")
                         ROW("04", "note", "", "\"a, b\"", "", "", "", "", ""),
             lines);
}
END_TEST

/* The run that was exported is not the last of its page; the one exported again is. */
START_TEST(test_exports)
{
    gr_text made = { 0 }, words = { 0 };
    gr_error err = { 0 };

    ck_assert(hand_in(HEADER ROW("01", "export", "", "x.csv", "", "", "", "", EARLIER)
                          ROW("02", "export", "", "y.csv", "", "", "", "", EARLIER)
                              ROW("03", "run", "", "", "", "", "", "", CAPSULE)
                                  ROW("04", "export", "", "z.csv", "", "", "", "", CAPSULE),
                      &made, &words, &err));
    const char *rows = gr_text_string(&made);
    const char *page = strstr(rows, ",run,page 1,,step=1 "),
               *export = strstr(rows, ",run,export 1,,step=0 ");
    ck_assert_ptr_nonnull(page);
    ck_assert_ptr_nonnull(export);
    ck_assert_ptr_null(strstr(rows, ",export 2,"));
    ck_assert_ptr_nonnull(strstr(export, "03:04:01Z"));
    gr_assert_text(gr_text_string(&words), "");
    gr_text_clear(&made);
    gr_text_clear(&words);
}
END_TEST

/* 2*3 + 3 = 9; the digest is that of the CSV as it is written by hand here. */
START_TEST(test_runs)
{
    static const char csv[] = "step,inputs,outputs,weights,biases,parameters,total\n"
                              "0,,,,,,0\n1,2,3,6,3,9,9\n";
    gr_text line = { 0 };
    unsigned long long digest = gr_fnv1a(GR_FNV_START, csv, strlen(csv));

    gr_text_addf(&line,
                 "run,page 2,,step=1 inputs=2 outputs=3 weights=6 biases=3 parameters=9 "
                 "total=9,,,,,,,,\"{gradus: " GRADUS_VERSION
                 ", experiment: parameters, set: {layers: 2-3, bias: yes}, seed: 1, steps: "
                 "1, digest: %016llx}\",2026-01-02T03:04:03Z",
                 digest);
    const char *lines[] = { gr_text_string(&line), NULL };
    hands_in(HEADER ROW("01", "open", "", "2", "", "", "", "", "")
                 ROW("02", "run", "", "", "", "", "", "", "{no capsule")
                     ROW("03", "run", "", "", "", "", "", "", CAPSULE),
             lines);
    gr_text_clear(&line);
}
END_TEST

START_TEST(test_a_run_that_cannot_be_made)
{
    gr_text made = { 0 }, words = { 0 };
    gr_error err = { 0 };

    ck_assert(hand_in(HEADER ROW("01", "run", "", "", "", "", "", "", "{no capsule"), &made, &words,
                      &err));
    ck_assert_ptr_nonnull(strstr(gr_text_string(&words), "the run of page 1 is left out: "));
    ck_assert_ptr_null(strstr(gr_text_string(&made), "page 1"));
    gr_text_clear(&made);
    gr_text_clear(&words);
}
END_TEST

/* --- files of one's own --- */

#define PICTURE(file)                                                                              \
    "\"{gradus: 1.0.0, experiment: image, set: {file: " file "}, seed: 1, steps: 0}\""

/* The hand-in of a run that reads such a file in the current folder; what it says, and the file as
 * it came along (heap; NULL: not at all). */
static char *hand_in_picture(const char *record, const char *file, const char *text, gr_text *words)
{
    char *there = gr_test_folder();
    gr_text made = { 0 }, joined = { 0 };
    gr_error err = { 0 };
    gr_csv csv;
    size_t kind, answer, pieces = 0;

    ck_assert_int_eq(chdir(there), 0);
    gr_test_write(file, text, strlen(text));
    ck_assert_msg(hand_in(record, &made, words, &err), "%s", err.message);
    ck_assert(gr_csv_read("x", gr_text_string(&made), made.length, NULL, &csv, &err));
    ck_assert(gr_csv_find(&csv, "kind", &kind, &err) && gr_csv_find(&csv, "answer", &answer, &err));
    for (size_t i = 0; i < csv.rows; i++) {
        if (strcmp(gr_csv_text(&csv, i, kind), "data") != 0)
            continue;
        pieces++;
        gr_text_add(&joined, gr_record_value(gr_csv_text(&csv, i, answer)));
    }
    gr_csv_clear(&csv);
    gr_text_clear(&made);
    ck_assert_int_eq(chdir("/"), 0);
    gr_test_folder_remove(there);
    char *whole = pieces > 0 ? strdup(gr_text_string(&joined)) : NULL;
    gr_text_clear(&joined);
    return whole;
}

static char *grey_values(const char *first, size_t rows, const char *row)
{
    gr_text text = { 0 };

    gr_text_add(&text, first);
    for (size_t i = 0; i < rows; i++)
        gr_text_add(&text, row);
    return text.bytes;
}

/* In one piece, in several cut at line ends, in several of one line. */
START_TEST(test_own_data)
{
    char *texts[] = { grey_values("", 2, "-1,2,3\n"), grey_values("", 9000, "12,200,7\n"),
                      grey_values("5", 9000, ",100") };

    for (size_t i = 0; i < GR_LEN(texts); i++) {
        gr_text words = { 0 };
        char *came =
            hand_in_picture(HEADER ROW("01", "run", "", "", "", "", "", "", PICTURE("mine.csv"))
                                ROW("02", "export", "", "", "", "", "", "", PICTURE("mine.csv")),
                            "mine.csv", texts[i], &words);
        gr_assert_text(gr_text_string(&words), "");
        ck_assert_ptr_nonnull(came);
        gr_assert_text(came, texts[i]);
        free(came);
        gr_free(texts[i]);
        gr_text_clear(&words);
    }
}
END_TEST

START_TEST(test_data_that_cannot_come_along)
{
    char *large = grey_values("", 60000, "12,200,7\n");
    const struct {
        const char *record, *text, *message;
    } rows[] = {
        { HEADER ROW("01", "run", "", "", "", "", "", "", PICTURE("./mine.csv")), "1,2\n",
          "it reads ./mine.csv, which cannot go with it" },
        { HEADER ROW("01", "run", "", "", "", "", "", "", PICTURE("mine.csv")), "1,2\r\n",
          "mine.csv:1:4: control character U+000D; what goes with a hand-in" },
        { HEADER ROW("01", "run", "", "", "", "", "", "", PICTURE("mine.csv")), large,
          "mine.csv: the file is over 400000 bytes" },
    };

    for (size_t i = 0; i < GR_LEN(rows); i++) {
        gr_text words = { 0 };
        char *came = hand_in_picture(rows[i].record, "mine.csv", rows[i].text, &words);
        ck_assert_ptr_null(came);
        ck_assert_msg(strstr(gr_text_string(&words), "the run of page 1 is left out: ") != NULL &&
                          strstr(gr_text_string(&words), rows[i].message) != NULL,
                      "%s", gr_text_string(&words));
        gr_text_clear(&words);
    }
    gr_free(large);
}
END_TEST

/* As many as are marked, and no more. */
START_TEST(test_many_runs)
{
    gr_text record = { 0 }, made = { 0 }, words = { 0 };
    gr_error err = { 0 };
    size_t runs = 0;

    gr_text_add(&record, HEADER);
    for (int i = 0; i < GR_HAND_IN_RUNS + 2; i++)
        gr_text_addf(&record,
                     "1,small,,ann,s,1,2026-01-02T03:04:01Z,export,x,,,,,,,,\"{gradus: 1.0.0, "
                     "experiment: parameters, set: {layers: %d-3}, seed: 1, steps: 1}\"\n",
                     i + 1);
    ck_assert_msg(hand_in(gr_text_string(&record), &made, &words, &err), "%s", err.message);
    for (const char *at = gr_text_string(&made); (at = strstr(at, ",run,")) != NULL; at++)
        runs++;
    ck_assert_uint_eq(runs, GR_HAND_IN_RUNS);
    ck_assert_ptr_nonnull(strstr(gr_text_string(&words), "a hand-in has at most 100 runs"));
    gr_text_clear(&record);
    gr_text_clear(&made);
    gr_text_clear(&words);
}
END_TEST

START_TEST(test_nothing)
{
    gr_text made = { 0 }, words = { 0 };
    gr_error err = { 0 };

    ck_assert(!hand_in(HEADER "1,other,,ann,s,1,2026-01-02T03:04:01Z,open,1,,,,,,,,\n", &made,
                       &words, &err));
    ck_assert_int_eq(err.kind, GR_ERROR_IO);
    gr_assert_message(err, "nothing of small is recorded for ann yet");
    gr_text_clear(&made);
}
END_TEST

/* --- in the workbench --- */

static void command(gr_app *app, const char *typed)
{
    gr_test_press(app, ":");
    gr_test_type(app, typed);
    gr_test_press(app, "Enter");
}

/* A record with one prediction in it, in a folder of its own. */
static void keep_record(const char *folder)
{
    static const char record[] =
        HEADER "1,030-parameters,total,ann,s,1,2026-01-02T03:04:01Z,predict,90,,,,,,,,\n";

    setenv("XDG_STATE_HOME", folder, 1);
    setenv("GRADUS_STUDENT", "ann", 1);
    char *place = strdup(gr_test_path(folder, "gradus"));
    gr_error err = { 0 };
    gr_record *made = gr_record_open("ann", NULL, &err);
    ck_assert_msg(made != NULL, "%s", err.message);
    gr_record_close(made);
    gr_test_write(gr_test_path(place, "ann.csv"), record, strlen(record));
    free(place);
}

START_TEST(test_command)
{
    char *folder = gr_test_folder();
    gr_app app = gr_test_app(0, false);

    keep_record(folder);
    ck_assert_int_eq(chdir(folder), 0);
    command(&app, "hand-in");
    gr_test_says(&app, GR_MESSAGE_DONE, "saved 030-parameters-ann.csv");
    command(&app, "hand-in mine.csv");
    gr_test_says(&app, GR_MESSAGE_DONE, "saved mine.csv");
    char *one = gr_test_read("030-parameters-ann.csv", NULL);
    char *other = gr_test_read("mine.csv", NULL);
    gr_assert_text(one, other);
    ck_assert_ptr_nonnull(strstr(one, ",predict,total,90,90,"));
    command(&app, "hand-in -");
    gr_test_says(&app, GR_MESSAGE_ERROR, "type the name of a file");
    command(&app, "hand");
    gr_test_says(&app, GR_MESSAGE_ERROR, "hand");
    free(one);
    free(other);
    gr_app_clear(&app);
    ck_assert_int_eq(chdir("/"), 0);
    gr_test_folder_remove(folder);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("homework");
    TCase *tests = gr_test_case(suite, "homework");

    tcase_add_test(tests, test_questions);
    tcase_add_test(tests, test_given_up);
    tcase_add_test(tests, test_runs);
    tcase_add_test(tests, test_exports);
    tcase_add_test(tests, test_a_run_that_cannot_be_made);
    tcase_add_test(tests, test_own_data);
    tcase_add_test(tests, test_data_that_cannot_come_along);
    tcase_add_test(tests, test_many_runs);
    tcase_add_test(tests, test_nothing);
    tcase_add_test(tests, test_command);
    return gr_test_main(suite);
}
