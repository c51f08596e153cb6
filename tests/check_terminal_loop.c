/* The whole loop at 80x24: open, predict, run, answer wrong, hint, answer right, export, hand in;
 * and then what was exported is replayed, and what was handed in is graded, its marks read back. */
#include "terminal.h"

#include "support.h"

#include "gradus/csv.h"
#include "gradus/memory.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static gr_pty *pty;
static char *place; /* with the lesson in it */

static void type(const char *keys, const char *shown)
{
    gr_pty_type(pty, keys);
    gr_pty_wait_text(pty, shown);
}

static void set_up(void)
{
    char *lesson = gr_test_read(gr_test_source("tests/data/910-loop.md"), NULL);

    place = gr_test_folder();
    ck_assert_int_eq(mkdir(gr_test_path(place, "lessons"), 0700), 0);
    gr_test_write(gr_test_path(place, "lessons/910-loop.md"), lesson, strlen(lesson));
    free(lesson);
    setenv("GRADUS_PATH", place, 1); /* for grading */
    pty = gr_pty_start(&(gr_pty_setup){ .variable = "GRADUS_STUDENT=ann", .path = place },
                       (const char *[]){ "910", NULL });
}

static void tear_down(void)
{
    gr_pty_free(pty);
    gr_test_folder_remove(place);
}

/* --- afterwards, where the program ran --- */

static int run(const char *const *words)
{
    int status;
    pid_t child = fork();

    ck_assert_int_ge(child, 0);
    if (child == 0) {
        if (chdir(gr_pty_folder(pty)) == 0 && freopen("out", "w", stdout) != NULL &&
            freopen("errors", "w", stderr) != NULL)
            execv(getenv("GRADUS"), (char *const *)words);
        _exit(127);
    }
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static gr_csv read_csv(const char *name)
{
    gr_error err = { 0 };
    gr_csv csv;

    ck_assert_msg(gr_csv_load(gr_test_path(gr_pty_folder(pty), name), &csv, &err), "%s",
                  err.message);
    return csv;
}

static void assert_cells(const gr_csv *csv, size_t row, const char *const *cells)
{
    ck_assert_uint_lt(row, csv->rows);
    for (size_t i = 0; cells[i] != NULL; i += 2) {
        size_t column;
        gr_error err = { 0 };
        ck_assert_msg(gr_csv_find(csv, cells[i], &column, &err), "%s", err.message);
        ck_assert_msg(strcmp(gr_csv_text(csv, row, column), cells[i + 1]) == 0,
                      "row %zu, %s: '%s', not '%s'", row, cells[i], gr_csv_text(csv, row, column),
                      cells[i + 1]);
    }
}

#define CELLS(...)                                                                                 \
    (const char *const[])                                                                          \
    {                                                                                              \
        __VA_ARGS__, NULL                                                                          \
    }

static void assert_handed_in(void)
{
    gr_csv csv = read_csv("910-loop-ann.csv");

    ck_assert_uint_eq(csv.rows, 5);
    assert_cells(&csv, 0,
                 CELLS("kind", "predict", "item", "total", "answer", "100", "attempts", "1",
                       "confidence", "2"));
    assert_cells(&csv, 1,
                 CELLS("kind", "ask", "item", "second", "first", "100", "answer", "105", "correct",
                       "1", "attempts", "2", "hints", "1", "confidence", "3"));
    assert_cells(&csv, 2, CELLS("kind", "run", "item", "page 1"));
    assert_cells(&csv, 3, CELLS("kind", "run", "item", "page 2"));
    assert_cells(&csv, 4, CELLS("kind", "note", "answer", "biases too", "student", "ann"));
    gr_csv_clear(&csv);
}

static void collect(void)
{
    static const char *const folders[] = { "class", "class/submitted", "class/submitted/ann",
                                           "class/submitted/ann/910-loop" };
    const char *there = gr_pty_folder(pty);

    for (size_t i = 0; i < GR_LEN(folders); i++)
        ck_assert_int_eq(mkdir(gr_test_path(there, folders[i]), 0700), 0);
    ck_assert_int_eq(rename(gr_test_path(there, "910-loop-ann.csv"),
                            gr_test_path(there, "class/submitted/ann/910-loop/910-loop-ann.csv")),
                     0);
}

static void assert_graded(void)
{
    gr_csv items = read_csv("grades/items.csv"), grades = read_csv("grades/grades.csv");

    ck_assert_uint_eq(items.rows, 4);
    assert_cells(&items, 0, CELLS("student", "ann", "item", "total", "status", "predicted"));
    assert_cells(&items, 1,
                 CELLS("item", "second", "score", "2", "max", "2", "attempts", "2", "hints", "1",
                       "status", "right_helped"));
    assert_cells(&items, 2, CELLS("item", "page 1", "status", "match"));
    assert_cells(&items, 3, CELLS("item", "page 2", "status", "match"));
    ck_assert_uint_eq(grades.rows, 1);
    assert_cells(
        &grades, 0,
        CELLS("assignment", "910-loop", "student_id", "ann", "score", "2", "max_score", "2"));
    gr_csv_clear(&items);
    gr_csv_clear(&grades);
}

START_TEST(the_whole_loop)
{
    gr_pty_wait_text(pty, "page 1 of 2");
    type(" ", "predict first");
    type("100\r", "sure?");
    type("2", "You said 100; it is 99, off by 1.");
    type("n", "page 2 of 2");
    type("100\r", "sure?");
    type("3", "Those are its weights alone.");
    type("h", "A weight for each pair.");
    type("105\r", "sure?");
    type("3", "105, right with help");
    type("\t.", "step 1 of 1");
    type("e", "The run, as y copies it:");
    type("\025mine.csv\r", "= saved mine.csv");
    type(":note biases too\r", "= noted");
    type(":hand-in\r", "= saved 910-loop-ann.csv");
    gr_pty_type(pty, "Q");
    gr_pty_end end = gr_pty_wait_end(pty);
    ck_assert(end.signal == 0 && end.status == 0);
    gr_pty_assert_restored(pty);

    ck_assert_int_eq(run((const char *const[]){ "gradus", "replay", "mine.csv", NULL }), 0);
    assert_handed_in();
    collect();
    ck_assert_int_eq(run((const char *const[]){ "gradus", "grade", "class", "-o", "grades", NULL }),
                     0);
    assert_graded();
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("terminal_loop");
    TCase *tcase = gr_test_case(suite, "loop");

    setlocale(LC_CTYPE, "C.UTF-8");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, the_whole_loop);
    return gr_test_main(suite);
}
