/* The process and its pty; terminal_screen.c has the picture, terminal_twin.c what it should be. */
#include "terminal_private.h"

#include "gradus/sanitized.h"

#include "support.h"

#include "gradus/text.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/pidfd.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* A pty that was silent for QUIET_MS is quiet; HANG_MS is never reached but by a hang. */
enum { QUIET_MS = 10, LOOK_MS = 50, HANG_MS = 120000, WORDS_MAX = 24, NAMES_MAX = 24 };

/* What the shell of a job tells when the job has stopped or ended. */
typedef struct report {
    pid_t pid;
    bool ended;
    int status;
    double seconds;
} report;

static long now_ms(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

static double seconds_of(const struct rusage *usage)
{
    return (double)(usage->ru_utime.tv_sec + usage->ru_stime.tv_sec) +
           (double)(usage->ru_utime.tv_usec + usage->ru_stime.tv_usec) / 1e6;
}

bool gr_pty_is_wrapped(void)
{
    return getenv("GRADUS_TEST_WRAPPER") != NULL;
}

bool gr_pty_is_instrumented(void)
{
    return GR_SANITIZED || gr_pty_is_wrapped();
}

/* --- in the child: environment, files, program --- */

/* Set NAME=value in a list that ends with NULL and has room. */
static void add_variable(char **list, const char *name, const char *value)
{
    gr_text text = { 0 };
    size_t count = 0;

    if (value == NULL)
        return;
    while (list[count] != NULL)
        count++;
    if (count >= NAMES_MAX)
        _exit(125);
    gr_text_addf(&text, "%s=%s", name, value);
    list[count] = text.bytes; /* until exec */
}

static char **make_environment(const gr_pty_setup *setup, const char *folder)
{
    static char *list[NAMES_MAX + 1];
    static const char *const kept[] = { "PATH",          "TERMINFO_DIRS",    "ASAN_OPTIONS",
                                        "UBSAN_OPTIONS", "LSAN_OPTIONS",     "GRADUS_SIMD",
                                        "GCOV_PREFIX",   "GCOV_PREFIX_STRIP" };

    for (size_t i = 0; i < GR_LEN(kept); i++)
        add_variable(list, kept[i], getenv(kept[i]));
    add_variable(list, "HOME", folder);
    add_variable(list, "LC_ALL", setup->locale != NULL ? setup->locale : "C.UTF-8");
    add_variable(list, "GRADUS_PATH", setup->path != NULL ? setup->path : getenv("GRADUS_PATH"));
    if (setup->term == NULL || setup->term[0] != '\0')
        add_variable(list, "TERM", setup->term != NULL ? setup->term : "xterm-256color");
    if (setup->variable != NULL) {
        const char *value = strchr(setup->variable, '=');
        char name[64];
        snprintf(name, sizeof name, "%.*s", (int)(value - setup->variable), setup->variable);
        add_variable(list, name, value + 1);
    }
    return list;
}

static void put_file(int fd, const char *path, int flags)
{
    int opened = open(path, flags, 0600);

    if (opened < 0 || dup2(opened, fd) < 0)
        _exit(125);
    if (opened != fd)
        close(opened);
}

static _Noreturn void run_program(const gr_pty_setup *setup, const char *const *arguments,
                                  const char *folder)
{
    const struct rlimit none = { 0, 0 };
    const char *usual = getenv("GRADUS") != NULL ? getenv("GRADUS") : "./gradus";
    char *program = realpath(setup->program != NULL ? setup->program : usual, NULL);
    const char *wrapper = setup->program == NULL ? getenv("GRADUS_TEST_WRAPPER") : NULL;
    char *words[WORDS_MAX + 1] = { NULL }, *rest = NULL;
    int count = 0;

    if (chdir(folder) != 0)
        _exit(125);
    put_file(STDERR_FILENO, "stderr", O_WRONLY | O_CREAT | O_APPEND);
    if (setup->no_input)
        put_file(STDIN_FILENO, "/dev/null", O_RDONLY);
    if (setup->no_output)
        put_file(STDOUT_FILENO, "stdout", O_WRONLY | O_CREAT);
    setrlimit(RLIMIT_CORE, &none); /* the crashes are ours */
    char *copy = wrapper != NULL ? strdup(wrapper) : NULL;
    for (char *word = copy != NULL ? strtok_r(copy, " ", &rest) : NULL;
         word != NULL && count < WORDS_MAX; word = strtok_r(NULL, " ", &rest))
        words[count++] = word;
    words[count++] = program != NULL ? program : strdup(usual);
    for (int i = 0; arguments != NULL && arguments[i] != NULL && count < WORDS_MAX; i++)
        words[count++] = strdup(arguments[i]);
    execvpe(words[0], words, make_environment(setup, folder));
    perror(words[0]);
    _exit(126);
}

/* What Check or a shell had done to signals is none of the program's business. */
static void reset_signals(void)
{
    sigset_t none;

    for (int number = 1; number < NSIG; number++)
        signal(number, SIG_DFL);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

/* The terminal becomes ours and our standard files. */
static void take_terminal(int slave)
{
    setsid();
    if (ioctl(slave, TIOCSCTTY, 0) != 0 || dup2(slave, 0) < 0 || dup2(slave, 1) < 0 ||
        dup2(slave, 2) < 0)
        _exit(125);
    close(slave);
}

/* A shell in so far as job control needs one: a process that stops while its parent does not live
 * in another group of the same session would never be told to stop. */
static _Noreturn void run_shell(const gr_pty_setup *setup, const char *const *arguments,
                                const char *folder, int pipe_end)
{
    report told = { 0 };
    struct rusage usage;
    int status;

    signal(SIGHUP, SIG_IGN); /* it outlives the terminal, to tell how the job ended */
    pid_t pid = fork();
    if (pid == 0) {
        signal(SIGTTOU, SIG_IGN);
        setpgid(0, 0);
        tcsetpgrp(0, getpid());
        signal(SIGTTOU, SIG_DFL);
        signal(SIGHUP, SIG_DFL);
        run_program(setup, arguments, folder);
    }
    close(0);
    close(1);
    close(2);
    told.pid = pid;
    while (pid > 0 && write(pipe_end, &told, sizeof told) == sizeof told && !told.ended &&
           wait4(pid, &status, WUNTRACED, &usage) == pid)
        told = (report){ pid, !WIFSTOPPED(status), status, seconds_of(&usage) };
    _exit(0);
}

/* --- start and end --- */

/* Returns the slave. Open from the beginning, so that an end of file is its end. */
static int open_pty(gr_pty *pty, const gr_pty_setup *setup)
{
    struct winsize size = { .ws_row = (unsigned short)(setup->height > 0 ? setup->height : 24),
                            .ws_col = (unsigned short)(setup->width > 0 ? setup->width : 80) };
    char name[128];

    pty->master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
    ck_assert_msg(pty->master >= 0, "no pty: %s", strerror(errno));
    ck_assert_int_eq(grantpt(pty->master), 0);
    ck_assert_int_eq(unlockpt(pty->master), 0);
    ck_assert_int_eq(ptsname_r(pty->master, name, sizeof name), 0);
    ck_assert_int_eq(ioctl(pty->master, TIOCSWINSZ, &size), 0);
    int slave = open(name, O_RDWR | O_NOCTTY | O_CLOEXEC);
    ck_assert_msg(slave > 2, "%s: %s", name, strerror(errno));
    ck_assert_int_eq(tcgetattr(slave, &pty->before), 0);
    gr_pty_screen_open(pty, size.ws_col, size.ws_row);
    return slave;
}

/* The first thing that the shell tells is who the job is. */
static void learn_job(gr_pty *pty)
{
    report told;

    pty->leader = pty->pid;
    ck_assert_int_eq(read(pty->watch, &told, sizeof told), sizeof told);
    pty->pid = told.pid;
}

/* No signal reaches the child before it has handlers of its own or none. */
static pid_t fork_deaf(void)
{
    sigset_t all, before;

    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, &before);
    pid_t pid = fork();
    if (pid != 0)
        sigprocmask(SIG_SETMASK, &before, NULL);
    return pid;
}

gr_pty *gr_pty_start(const gr_pty_setup *setup, const char *const *arguments)
{
    gr_pty *pty = calloc(1, sizeof *pty);
    int ends[2] = { -1, -1 };

    pty->folder = gr_test_folder();
    int slave = open_pty(pty, setup);
    if (setup->job)
        ck_assert_int_eq(pipe2(ends, O_CLOEXEC), 0);
    fflush(NULL); /* what is buffered is ours, not the child's */
    pty->pid = fork_deaf();
    ck_assert_int_ge(pty->pid, 0);
    if (pty->pid == 0) {
        reset_signals();
        close(pty->master); /* or a shell would keep the terminal alive */
        take_terminal(slave);
        if (setup->job)
            run_shell(setup, arguments, pty->folder, ends[1]);
        run_program(setup, arguments, pty->folder);
    }
    close(slave);
    pty->watch = setup->job ? ends[0] : pidfd_open(pty->pid, 0);
    ck_assert_int_ge(pty->watch, 0);
    if (setup->job) {
        close(ends[1]);
        learn_job(pty);
    }
    return pty;
}

void gr_pty_free(gr_pty *pty)
{
    if (pty == NULL)
        return;
    if (!pty->ended) {
        kill(pty->pid, SIGKILL);
        gr_pty_wait_end(pty);
    }
    if (pty->master >= 0)
        close(pty->master);
    if (pty->leader > 0)
        waitpid(pty->leader, NULL, 0);
    close(pty->watch);
    gr_pty_screen_close(pty);
    gr_test_folder_remove(pty->folder);
    free(pty);
}

const char *gr_pty_folder(const gr_pty *pty)
{
    return pty->folder;
}

/* --- taking what comes --- */

static void note_process(gr_pty *pty)
{
    report told = { .pid = pty->pid };
    struct rusage usage;

    if (pty->leader > 0) {
        if (read(pty->watch, &told, sizeof told) != sizeof told)
            gr_pty_fail(pty, "the shell of the job has died", "");
    } else {
        told.ended = wait4(pty->pid, &told.status, 0, &usage) == pty->pid;
        told.seconds = seconds_of(&usage);
    }
    pty->ended = told.ended;
    pty->stopped = !told.ended;
    pty->status = told.status;
    pty->seconds = told.seconds;
}

/* All that is there now. */
static bool take_output(gr_pty *pty)
{
    char bytes[16384];
    bool some = false;

    for (;;) {
        ssize_t n = read(pty->master, bytes, sizeof bytes);
        if (n > 0) {
            gr_pty_screen_write(pty, bytes, (size_t)n);
            some = true;
        } else if (n == 0 || (errno != EAGAIN && errno != EINTR)) {
            pty->over = true; /* EIO: nobody has the terminal open any more */
            return some;
        } else if (errno == EAGAIN) {
            return some;
        }
    }
}

bool gr_pty_pump(gr_pty *pty, int milliseconds)
{
    struct pollfd files[2] = { { .fd = pty->over ? -1 : pty->master, .events = POLLIN },
                               { .fd = pty->ended ? -1 : pty->watch, .events = POLLIN } };
    bool some = false;

    if (pty->over && pty->ended)
        return false;
    if (poll(files, 2, milliseconds) <= 0)
        return false;
    if (files[0].revents != 0)
        some = take_output(pty);
    if (files[1].revents != 0)
        note_process(pty);
    return some;
}

/* --- what a user does --- */

void gr_pty_send(gr_pty *pty, const char *bytes, size_t length)
{
    long deadline = now_ms() + HANG_MS;

    while (length > 0) {
        struct pollfd file = { .fd = pty->master, .events = POLLIN | POLLOUT };
        ssize_t n = write(pty->master, bytes, length);
        if (n > 0) {
            bytes += n;
            length -= (size_t)n;
            continue;
        }
        if (pty->over || now_ms() > deadline)
            gr_pty_fail(pty, "the program takes no keys", "");
        poll(&file, 1, LOOK_MS);
        take_output(pty); /* it may be waiting for us */
    }
}

void gr_pty_type(gr_pty *pty, const char *keys)
{
    gr_pty_send(pty, keys, strlen(keys));
}

void gr_pty_resize(gr_pty *pty, int width, int height)
{
    struct winsize size = { .ws_row = (unsigned short)height, .ws_col = (unsigned short)width };

    vterm_set_size(pty->vt, height, width);
    ck_assert_int_eq(ioctl(pty->master, TIOCSWINSZ, &size), 0);
}

void gr_pty_kill(gr_pty *pty, int signal)
{
    pty->stopped = false;
    ck_assert_int_eq(kill(pty->pid, signal), 0);
}

void gr_pty_hang_up(gr_pty *pty)
{
    close(pty->master);
    pty->master = -1;
    pty->over = true;
}

/* --- waiting --- */

bool gr_pty_try(gr_pty *pty, gr_pty_condition *holds, void *context)
{
    for (long deadline = now_ms() + HANG_MS; now_ms() < deadline;) {
        bool held = holds(pty, context), last = pty->over && pty->ended;
        if (held && !gr_pty_pump(pty, QUIET_MS))
            return true;
        if (!held && last)
            return false;
        if (!held)
            gr_pty_pump(pty, LOOK_MS);
    }
    return false;
}

void gr_pty_wait(gr_pty *pty, gr_pty_condition *holds, void *context, const char *what)
{
    if (!gr_pty_try(pty, holds, context))
        gr_pty_fail(pty, "waited in vain for", what);
}

static bool has_stopped(gr_pty *pty, void *context)
{
    (void)context;
    return pty->stopped;
}

void gr_pty_wait_stopped(gr_pty *pty)
{
    gr_pty_wait(pty, has_stopped, NULL, "the program to stop");
}

gr_pty_end gr_pty_wait_end(gr_pty *pty)
{
    long deadline = now_ms() + HANG_MS;

    while (!pty->ended || !pty->over) {
        if (!gr_pty_pump(pty, LOOK_MS) && now_ms() > deadline)
            gr_pty_fail(pty, "the program does not end", "");
    }
    return (gr_pty_end){ .status = WIFEXITED(pty->status) ? WEXITSTATUS(pty->status) : -1,
                         .signal = WIFSIGNALED(pty->status) ? WTERMSIG(pty->status) : 0,
                         .seconds = pty->seconds };
}

/* Whether nothing typed waits to be read: the kernel hands on what comes from the master in its own
 * time, and to ask about the slave is to wait for that. */
static bool is_taken(gr_pty *pty, void *slave)
{
    struct pollfd file = { .fd = *(const int *)slave, .events = POLLIN };

    return pty->ended || poll(&file, 1, 0) == 0;
}

void gr_pty_wait_taken(gr_pty *pty)
{
    char name[128];

    ck_assert_int_eq(ptsname_r(pty->master, name, sizeof name), 0);
    int slave = open(name, O_RDWR | O_NOCTTY | O_CLOEXEC);
    ck_assert_msg(slave >= 0, "%s: %s", name, strerror(errno));
    gr_pty_wait(pty, is_taken, &slave, "the program to read its keys");
    close(slave);
}

/* --- the process, from /proc --- */

/* A line of /proc/PID/status: "Name:<blanks>value". */
static bool read_status(const gr_pty *pty, const char *name, char value[64])
{
    char path[64], line[256];
    bool found = false;

    snprintf(path, sizeof path, "/proc/%d/status", (int)pty->pid);
    FILE *file = fopen(path, "r");
    while (file != NULL && !found && fgets(line, sizeof line, file) != NULL) {
        size_t length = strlen(name);
        found = strncmp(line, name, length) == 0 && line[length] == ':';
        if (found)
            snprintf(value, 64, "%s", line + length + 1 + strspn(line + length + 1, " \t"));
    }
    if (file != NULL)
        fclose(file);
    return found;
}

static long status_number(const gr_pty *pty, const char *name)
{
    char value[64];

    return read_status(pty, name, value) ? strtol(value, NULL, 10) : -1;
}

long gr_pty_peak_memory(const gr_pty *pty)
{
    return status_number(pty, "VmHWM");
}

long gr_pty_memory(const gr_pty *pty)
{
    return status_number(pty, "VmRSS");
}

long gr_pty_sleeps(const gr_pty *pty)
{
    return status_number(pty, "voluntary_ctxt_switches");
}

static bool is_asleep(gr_pty *pty, void *before)
{
    char state[64];

    return read_status(pty, "State", state) && state[0] == 'S' &&
           gr_pty_sleeps(pty) > *(const long *)before;
}

void gr_pty_wait_asleep(gr_pty *pty, long before)
{
    gr_pty_wait(pty, is_asleep, &before, "the program to have nothing to do");
}
