#include "interrupt.h"

#include <limits.h>
#include <string.h>
#include <unistd.h>

static const int numbers[GR_CLI_INTERRUPTS] = { SIGINT, SIGTERM, SIGHUP };

/* What the handler may touch. The path is only written while the signals are blocked. */
static struct {
    volatile sig_atomic_t number;
    char path[PATH_MAX];
} shared;

static void on_signal(int number)
{
    if (shared.number == 0) {
        shared.number = number;
        return;
    }
    if (shared.path[0] != '\0')
        unlink(shared.path);
    signal(number, SIG_DFL);
    raise(number); /* comes when this returns */
}

static void fill(sigset_t *set)
{
    sigemptyset(set);
    for (int i = 0; i < GR_CLI_INTERRUPTS; i++)
        sigaddset(set, numbers[i]);
}

/* System calls are gone on with, but for those that wait. */
void gr_cli_interrupts_take(gr_cli_interrupts *interrupts)
{
    struct sigaction action = { .sa_handler = on_signal, .sa_flags = SA_RESTART };

    fill(&action.sa_mask);
    shared.number = 0;
    for (int i = 0; i < GR_CLI_INTERRUPTS; i++) {
        sigaction(numbers[i], NULL, &interrupts->old[i]);
        if (interrupts->old[i].sa_handler != SIG_IGN)
            sigaction(numbers[i], &action, NULL);
    }
}

void gr_cli_interrupts_give_back(const gr_cli_interrupts *interrupts)
{
    for (int i = 0; i < GR_CLI_INTERRUPTS; i++)
        sigaction(numbers[i], &interrupts->old[i], NULL);
    gr_cli_interrupts_remove(NULL);
}

void gr_cli_interrupts_remove(const char *path)
{
    sigset_t blocked, before;
    size_t length = path != NULL ? strlen(path) : 0;

    fill(&blocked);
    sigprocmask(SIG_BLOCK, &blocked, &before);
    if (length >= sizeof shared.path)
        length = 0;
    if (length > 0)
        memcpy(shared.path, path, length);
    shared.path[length] = '\0';
    sigprocmask(SIG_SETMASK, &before, NULL);
}

int gr_cli_interrupted(void)
{
    return shared.number;
}

_Noreturn void gr_cli_die(int number)
{
    sigset_t only;

    signal(number, SIG_DFL);
    sigemptyset(&only);
    sigaddset(&only, number);
    sigprocmask(SIG_UNBLOCK, &only, NULL);
    raise(number);
    _exit(128 + number); /* the signal is ignored by our parent's wish */
}
