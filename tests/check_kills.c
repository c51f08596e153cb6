/* A student's sitting, killed 500 times at any moment: what the program has said was done is in the
 * record, and the lesson is taken up from it with all of that. */
#include "gradus/session.h"

#include "gradus/memory.h"
#include "gradus/random.h"

#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support.h"

enum { KILLS = 500, ROUNDS = 12, SAID_MOST = 1 << 20 };

static const char lesson_text[] = "---\ntitle: T\n---\n\n## P\n\n```experiment\n"
                                  "experiment: parameters\nset: {layers: 5-8-4-3}\nfree: [layers]\n"
                                  "```\n\n```ask\nid: one\nquestion: q\nkind: number\n"
                                  "answer: 4\n```\n";

static char *folder;

/* --- a sitting --- */

/* gradus in the other process; what it reads and writes are pipes. */
static pid_t start(int *in, int *out)
{
    int input[2], output[2];
    const char *program = getenv("GRADUS");

    ck_assert(pipe(input) == 0 && pipe(output) == 0);
    pid_t child = fork();
    ck_assert_int_ge(child, 0);
    if (child == 0) {
        dup2(input[0], STDIN_FILENO);
        dup2(output[1], STDOUT_FILENO);
        for (int i = 0; i < 2; i++) {
            close(input[i]);
            close(output[i]);
        }
        execl(program, program, "--plain", gr_test_path(folder, "910-t.md"), (char *)NULL);
        _exit(127);
    }
    close(input[0]);
    close(output[1]);
    *in = input[1];
    *out = output[0];
    return child;
}

static void write_script(int in)
{
    static const char lines[] = "answer 5\nset layers=2-3\nstep\nset layers=5-8-4-3\n";

    for (int i = 0; i < ROUNDS; i++)
        if (write(in, lines, sizeof lines - 1) < 0)
            return;
}

/* Read until so many bytes have come, or to the end; returns how many there are now. */
static size_t read_on(int out, char *said, size_t have, size_t until)
{
    while (have < until) {
        ssize_t n = read(out, said + have, until - have);
        if (n <= 0)
            break;
        have += (size_t)n;
    }
    said[have] = '\0';
    return have;
}

static size_t count_in(const char *text, const char *part)
{
    size_t count = 0;

    for (; (text = strstr(text, part)) != NULL; text++)
        count++;
    return count;
}

/* --- what is left of it --- */

static size_t rows_with(const gr_csv *rows, const char *event)
{
    size_t column, count = 0;
    gr_error err = { 0 };

    ck_assert(gr_csv_find(rows, "event", &column, &err));
    for (size_t i = 0; i < rows->rows; i++)
        count += strcmp(gr_csv_text(rows, i, column), event) == 0;
    return count;
}

static void assert_taken_up(const gr_csv *rows)
{
    gr_error err = { 0 };
    gr_lesson *lesson = gr_lesson_load(gr_test_path(folder, "910-t.md"), NULL, &err);

    ck_assert_msg(lesson != NULL, "%s", err.message);
    gr_session *session = gr_session_new(lesson, &err);
    ck_assert_msg(session != NULL && gr_session_resume(session, rows, &err), "%s", err.message);
    ck_assert_uint_eq((size_t)session->items[0].attempts, rows_with(rows, "answer"));
    gr_session_free(session);
}

static void assert_nothing_lost(const char *said)
{
    gr_error err = { 0 };
    gr_csv rows;
    size_t knobs = count_in(said, "\nKnob layers: ");

    gr_record *record = gr_record_open("ann", NULL, &err); /* as the next sitting would */
    ck_assert_msg(record != NULL, "%s", err.message);
    ck_assert_msg(gr_record_rows(record, &rows, &err), "%s", err.message);
    ck_assert_uint_ge(rows_with(&rows, "answer"), count_in(said, "not 5, attempt "));
    ck_assert_uint_ge(rows_with(&rows, "knob") + 1, knobs); /* one is told by the page itself */
    assert_taken_up(&rows);
    gr_csv_clear(&rows);
    gr_record_close(record);
    ck_assert_int_eq(unlink(gr_test_path(folder, "gradus/ann.csv")), 0);
}

/* One sitting, killed behind so many bytes of what it says; all that it said is in `said`. */
static size_t sitting(char *said, size_t until, bool killed)
{
    int in, out, status;
    pid_t child = start(&in, &out);

    write_script(in);
    close(in);
    size_t have = read_on(out, said, 0, until);
    if (killed)
        kill(child, SIGKILL);
    have = read_on(out, said, have, SAID_MOST - 1); /* what was in the pipe */
    close(out);
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert(killed ? WIFSIGNALED(status) || WIFEXITED(status) : WIFEXITED(status));
    return have;
}

START_TEST(kills_lose_nothing_that_was_said)
{
    char *said = calloc(SAID_MOST, 1);
    gr_rng rng = gr_rng_seeded(1);

    ck_assert(said != NULL);
    folder = gr_test_folder();
    setenv("XDG_STATE_HOME", folder, 1);
    setenv("GRADUS_STUDENT", "ann", 1);
    signal(SIGPIPE, SIG_IGN);
    gr_test_write(gr_test_path(folder, "910-t.md"), lesson_text, sizeof lesson_text - 1);
    size_t whole = sitting(said, SAID_MOST - 1, false);
    ck_assert_uint_eq(count_in(said, "not 5, attempt "), ROUNDS);
    ck_assert_uint_eq(count_in(said, "\nKnob layers: "), 2 * ROUNDS + 1);
    assert_nothing_lost(said);
    for (int i = 0; i < KILLS; i++) {
        sitting(said, (size_t)(gr_rng_uniform(&rng) * (double)whole), true);
        if (access(gr_test_path(folder, "gradus/ann.csv"), F_OK) == 0)
            assert_nothing_lost(said);
    }
    gr_test_folder_remove(folder);
    free(said);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("kills");
    TCase *tcase = gr_test_case(suite, "sittings");

    setlocale(LC_CTYPE, "C.UTF-8");
    tcase_add_test(tcase, kills_lose_nothing_that_was_said);
    return gr_test_main(suite);
}
