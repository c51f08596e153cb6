/* Runs many commands of gradus in one go, each in a process that is forked and not started anew,
 * which takes most of the time of a short command: for scripts that run thousands.
 *
 * Standard input has them one behind the other, in fields that end with NUL:
 *
 *     TITLE INPUT OUTPUT SETTINGS COUNT WORD...
 *
 * What a command prints, on both outputs, goes behind what is in the file OUTPUT, and behind the
 * line "== TITLE" unless that is empty; its standard input reads INPUT. Of the COUNT words the
 * first SETTINGS are for the environment, as NAME=VALUE; then come the program and its arguments. A
 * status over 4, and a death by a signal, are told on standard output: "status 139: frame 030".
 */
#include "cli/cli.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { BLOCK = 1 << 16, WORDS_MOST = 64, STATUS_MOST = 4 };

typedef struct command {
    const char *title, *input, *output;
    int settings, count;
    char *words[WORDS_MOST + 1];
} command;

static _Noreturn void stop(const char *what)
{
    fprintf(stderr, "commands: %s: %s\n", what, strerror(errno));
    exit(EXIT_FAILURE);
}

/* --- reading them --- */

/* All of it, past stdio: a child that ends would put back what is in its buffer. */
static char *read_all(char **end)
{
    char *bytes = NULL;
    size_t length = 0;
    ssize_t n;

    do {
        bytes = realloc(bytes, length + BLOCK);
        n = bytes != NULL ? read(STDIN_FILENO, bytes + length, BLOCK) : -1;
        if (n < 0)
            stop("standard input");
        length += (size_t)n;
    } while (n > 0);
    if (length > 0 && bytes[length - 1] != '\0')
        stop("the last field has no end");
    *end = bytes + length;
    return bytes;
}

static char *take(char **at, const char *end)
{
    char *field = *at;

    if (field >= end)
        stop("the last command is not whole");
    *at += strlen(field) + 1;
    return field;
}

static void take_command(command *c, char **at, const char *end)
{
    c->title = take(at, end);
    c->input = take(at, end);
    c->output = take(at, end);
    c->settings = atoi(take(at, end));
    c->count = atoi(take(at, end));
    if (c->settings < 0 || c->settings >= c->count || c->count > WORDS_MOST)
        stop("these counts are those of no command");
    for (int i = 0; i < c->count; i++)
        c->words[i] = take(at, end);
    c->words[c->count] = NULL;
}

/* --- in the child --- */

static void put_in_place(int fd, int standard)
{
    if (fd < 0 || dup2(fd, standard) < 0)
        stop("what a command reads or writes");
    close(fd);
}

/* A pipe has room for what is typed. */
static int open_input(const char *input)
{
    int ends[2];
    size_t length = strlen(input);

    if (length == 0)
        return open("/dev/null", O_RDONLY);
    if (pipe(ends) != 0 || write(ends[1], input, length) != (ssize_t)length)
        stop("what is typed");
    close(ends[1]);
    return ends[0];
}

static _Noreturn void run(command *c)
{
    put_in_place(open_input(c->input), STDIN_FILENO);
    put_in_place(open(c->output, O_WRONLY | O_CREAT | O_APPEND, 0600), STDOUT_FILENO);
    if (c->title[0] != '\0')
        dprintf(STDOUT_FILENO, "== %s\n", c->title);
    if (dup2(STDOUT_FILENO, STDERR_FILENO) < 0)
        _exit(EXIT_FAILURE);
    for (int i = 0; i < c->settings; i++)
        putenv(c->words[i]);
    exit(gr_cli_main(c->count - c->settings, c->words + c->settings));
}

/* --- in the parent --- */

static void tell(const command *c, int status)
{
    if (WIFEXITED(status) && WEXITSTATUS(status) <= STATUS_MOST)
        return;
    printf("status %d:", WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
    for (int i = 0; i < c->count; i++)
        printf(" %s", c->words[i]);
    puts("");
    fflush(stdout);
}

int main(void)
{
    char *end, *all = read_all(&end);
    command c;
    int status;

    for (char *at = all; at < end;) {
        take_command(&c, &at, end);
        pid_t child = fork();
        if (child < 0)
            stop("fork");
        if (child == 0)
            run(&c);
        while (waitpid(child, &status, 0) < 0 && errno == EINTR)
            continue;
        tell(&c, status);
    }
    free(all);
    return EXIT_SUCCESS;
}
